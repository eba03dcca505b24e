"""Setting a title in the fonts that come along, in any writing that they have letters for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont, features

from seo.snippets import shorten, tidy

FONTS = Path(__file__).parent / "fonts"
SEMIBOLD, REGULAR, OTHER_WRITINGS = (
    "SourceSansPro-Semibold.ttf",
    "SourceSansPro-Regular.ttf",
    "DejaVuSans-Bold.ttf",
)
# No card has room for more; measuring ten thousand characters would take a while.
LONGEST = 240
ELLIPSIS = "\u2026"
# Letters that are written from right to left, as Unicode's bidirectional classes name them.
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_NO_LETTER = "\U0010ffff"
# What a sign that was left out leaves before a mark.
_GAP = re.compile(r"\s+(?=[,.:;!?])")
_NEVER_SEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@dataclass(frozen=True)
class Face:
    """One size of lettering: a font of ours, and one that helps out where it has no letters."""

    name: str
    size: int
    turned: bool = False
    """Whether the line runs from right to left, and so is shaped by the helping font alone."""

    def width(self, text: str) -> float:
        """Return how wide a line is."""
        if self.turned:
            return _font(OTHER_WRITINGS, self.size, True).getlength(text, direction="rtl")
        return sum(_font(name, self.size).getlength(run) for name, run in self._runs(text))

    def draw(self, canvas: ImageDraw.ImageDraw, x: float, y: float, text: str, ink: str) -> None:
        """Draw a line from its left end; `y` is the line that its letters stand on."""
        if self.turned:
            font = _font(OTHER_WRITINGS, self.size, True)
            canvas.text((x, y), text, ink, font, anchor="ls", direction="rtl")
            return
        for name, run in self._runs(text):
            font = _font(name, self.size)
            canvas.text((x, y), run, ink, font, anchor="ls")
            x += font.getlength(run)

    def _runs(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the parts of a line that one font has all letters of."""
        for own, letters in groupby(text, lambda letter: _has(self.name, letter)):
            yield self.name if own else OTHER_WRITINGS, "".join(letters)


def legible(text: str) -> str:
    """Return what of a text can be drawn; nothing when too little of it would be left.

    A picture sign is left out. A title in a writing that no font of ours has is not maimed.
    """
    text = unicodedata.normalize("NFC", shorten(text, LONGEST))
    if _runs_right_to_left(text) and not can_turn():
        return ""
    kept = tidy("".join(letter for letter in text if _is_drawn(letter)))
    kept = _GAP.sub("", kept)
    return kept if _letters(kept) * 2 > _letters(text) else ""


def face(text: str, name: str, size: int) -> Face:
    """Return the face to set a text in."""
    return Face(name, size, turned=_runs_right_to_left(text))


def opens_at_the_right(text: str) -> bool:
    """Say whether the first letter that has a direction is one of those from the right."""
    directions = map(unicodedata.bidirectional, text)
    return next((each in _RIGHT_TO_LEFT for each in directions if each in _STRONG), False)


def can_turn() -> bool:
    """Say whether this machine has what sets Arabic and Hebrew; not every bare server has."""
    return bool(features.check("raqm") and features.check("fribidi"))


def lines(text: str, face: Face, width: float) -> list[str]:
    """Return a text in as few lines as it takes, of lengths as even as they can be."""
    fewest = filled(text, face, width)
    longest = max((face.width(word) for word in text.split()), default=0.0)
    narrow, wide = min(longest, width), width
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        narrow, wide = (
            (narrow, middle) if len(filled(text, face, middle)) == len(fewest) else (middle, wide)
        )
    return filled(text, face, wide)


def cut(shown: list[str], most: int, face: Face, width: float) -> list[str]:
    """Return the first lines, the last of them with an ellipsis when more would follow."""
    if len(shown) <= most:
        return shown
    *whole, last = shown[:most]
    words = last.split()
    while len(words) > 1 and face.width(" ".join(words) + ELLIPSIS) > width:
        words.pop()
    kept = " ".join(words)
    while len(kept) > 1 and face.width(kept + ELLIPSIS) > width:
        kept = kept[:-1]
    return [*whole, kept.rstrip(" ,;:.-\u2013\u2014") + ELLIPSIS]


def filled(text: str, face: Face, width: float) -> list[str]:
    """Return a text with as much in each line as goes into it; longer words are broken."""
    done: list[str] = []
    line = ""
    parts = (part for word in text.split() for part in _broken(word, face, width))
    for word in parts:
        longer = f"{line} {word}" if line else word
        if line and face.width(longer) > width:
            done.append(line)
            line = word
        else:
            line = longer
    return [*done, line] if line else done


def _broken(word: str, face: Face, width: float) -> Iterator[str]:
    while face.width(word) > width and len(word) > 1:
        end = next(
            (end for end in range(len(word) - 1, 1, -1) if face.width(word[:end]) <= width), 1
        )
        yield word[:end]
        word = word[end:]
    yield word


_STRONG = _RIGHT_TO_LEFT | {"L"}


def _runs_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def _is_drawn(letter: str) -> bool:
    if unicodedata.category(letter) in _NEVER_SEEN:
        return False
    return letter.isspace() or _has(SEMIBOLD, letter) or _has(OTHER_WRITINGS, letter)


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)


@cache
def _has(name: str, letter: str) -> bool:
    """Say whether a font has a letter, which otherwise looks like every letter it lacks."""
    return letter.isspace() or _look(name, letter) != _look(name, _NO_LETTER)


def _look(name: str, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(name, 24).getmask(letter)
    return mask.size, bytes(mask)


@cache
def _font(name: str, size: int, shaped: bool = False) -> ImageFont.FreeTypeFont:
    # The simple layout is the same wherever it runs; only what runs from the right needs more.
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(FONTS / name), size, layout_engine=engine)
