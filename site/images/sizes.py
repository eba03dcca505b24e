"""How large images are where: one kind for each place on a page."""

from dataclasses import dataclass

PICTURE_FORMAT = "webp"
FALLBACK_FORMAT = "jpeg"


@dataclass(frozen=True)
class Kind:
    """A place for an image: the widths made for it, and how wide a page shows it there."""

    widths: tuple[int, ...]
    sizes: str
    ratio: float | None = None
    """Width by height, cropped around the focal point; None keeps the image's own shape."""

    @property
    def fallback_width(self) -> int:
        """The one width made as JPEG, for browsers that know no WebP and for `src`."""
        return self.widths[len(self.widths) // 2]

    def specs_for(self, image_width: int) -> tuple[str, ...]:
        """Return the WebP renditions worth making: never two of a small image's one size."""
        useful = [width for width in self.widths if width < image_width]
        wider = [width for width in self.widths if width >= image_width]
        return tuple(self._spec(width, PICTURE_FORMAT) for width in (*useful, *wider[:1]))

    @property
    def fallback_spec(self) -> str:
        """The JPEG rendition for `src`."""
        return self._spec(self.fallback_width, FALLBACK_FORMAT)

    @property
    def every_spec(self) -> tuple[str, ...]:
        """All renditions this kind can ask for, whatever the image's size."""
        return (*(self._spec(width, PICTURE_FORMAT) for width in self.widths), self.fallback_spec)

    def _spec(self, width: int, file_format: str) -> str:
        if self.ratio is None:
            return f"width-{width}|format-{file_format}"
        return f"fill-{width}x{round(width / self.ratio)}|format-{file_format}"


KINDS: dict[str, Kind] = {
    "hero": Kind((640, 960, 1280, 1600, 2000), "(min-width: 72rem) 68rem, 100vw", ratio=2),
    "figure": Kind((480, 760, 1080, 1440), "(min-width: 44rem) 40rem, 100vw"),
    "lead": Kind((480, 760, 1080, 1440), "(min-width: 40rem) 36rem, 100vw", ratio=3 / 2),
    "pair": Kind((480, 760, 1040), "(min-width: 48rem) 32rem, 100vw", ratio=2),
    "card": Kind((192, 384, 576), "(min-width: 40rem) 12rem, 6rem", ratio=3 / 2),
    "portrait": Kind((160, 240, 320, 480), "12rem", ratio=1),
}
SHARE = "share"
SHARE_SPEC = "fill-1200x630|format-jpeg|jpegquality-82"
SHAPES = "shapes"
"""One picture in the three shapes that search engines ask for: 16 by 9, 4 by 3 and square."""
SHAPE_SPECS = tuple(
    f"fill-1200x{height}|format-jpeg|jpegquality-82" for height in (675, 900, 1200)
)
FOR_MACHINES = {SHARE: (SHARE_SPEC,), SHAPES: SHAPE_SPECS}


def specs(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return every rendition the named kinds can ask for, each once."""
    found: dict[str, None] = {}
    for kind in kinds:
        wanted = FOR_MACHINES.get(kind) or KINDS[kind].every_spec
        found.update(dict.fromkeys(wanted))
    return tuple(found)


def specs_for(image_width: int, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the renditions the named kinds ask for of an image this wide, each once."""
    found: dict[str, None] = {}
    for kind in kinds:
        if kind in FOR_MACHINES:
            found.update(dict.fromkeys(FOR_MACHINES[kind]))
        else:
            wanted = KINDS[kind]
            found.update(dict.fromkeys((*wanted.specs_for(image_width), wanted.fallback_spec)))
    return tuple(found)
