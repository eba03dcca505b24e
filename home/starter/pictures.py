"""The starter pictures: what each shows, and the part that must stay in view.

The drawings are in `illustrations/`. Each picture in `pictures/` is its drawing at 2,400 pixels:
`rsvg-convert -w 2400 NAME.svg`, with 256 colors.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pictures"
CREDIT = "The Crane Center"
# The grid the focal points are given on, which is that of the drawings.
DRAWING_WIDTH = 1600


@dataclass(frozen=True)
class StarterPicture:
    """A picture of the library: its title, what it shows, and the box to keep in view."""

    name: str
    title: str
    description: str
    focus: tuple[int, int, int, int]
    """Middle across, middle down, width and height, on the drawing's own grid."""

    @property
    def file(self) -> Path:
        """Where the picture is."""
        return FOLDER / f"{self.name}.png"


PICTURES = [
    StarterPicture(
        "migraine",
        "Onset of a migraine",
        "A woman in profile, her eyes closed, rubs her temple with two fingers. Pale rings "
        "spread from that point, and the sea lies behind her.",
        (830, 430, 460, 560),
    ),
    StarterPicture(
        "session",
        "A quiet room for a session",
        "An armchair with a cushion and a striped blanket stands beside a window with a view of "
        "the water. A glass of water is on a small table.",
        (900, 560, 900, 640),
    ),
    StarterPicture(
        "diary",
        "A headache diary",
        "An open notebook. The left page is a calendar grid with a few days marked by dots, the "
        "right page has lines of notes, and a pencil lies across it.",
        (800, 520, 900, 620),
    ),
    StarterPicture(
        "aura",
        "Zigzags of an aura",
        "Zigzag lines form a glowing arch around a pale, hazy spot above a calm bay.",
        (800, 400, 860, 620),
    ),
    StarterPicture(
        "crane",
        "A crane at sunrise",
        "A white crane stands in shallow water while a pale sun rises over the sea. Sea oats grow "
        "on the sand in front.",
        (930, 470, 620, 700),
    ),
    StarterPicture(
        "conversation",
        "Two chairs and a table",
        "Two armchairs are turned toward each other, with two cups on the low table between them "
        "and a picture of the sea on the wall.",
        (800, 600, 1200, 560),
    ),
    StarterPicture(
        "harbor",
        "A sailboat at a dock",
        "A small sailboat lies moored at a wooden dock in a calm harbor under a pale sun.",
        (700, 540, 800, 640),
    ),
    StarterPicture(
        "dunes",
        "A boardwalk through the dunes",
        "A wooden boardwalk with rope rails leads between dunes with sea oats down to the water.",
        (800, 640, 900, 600),
    ),
]
