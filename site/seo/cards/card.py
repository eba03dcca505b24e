"""One card: paper, the wave, the crane, and the title in letters that can be read on a telephone.

The same words make the same bytes, so a card is named after what stands on it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from seo.cards import lettering
from seo.cards.lettering import REGULAR, SEMIBOLD

WIDTH, HEIGHT = 1200, 630
# What a card looks like: another number gives every card another name, and so has it redrawn.
DESIGN = 1

PAPER, TINT, SHALLOW, SEA = "#FBFAF6", "#E6F2EF", "#CFE6E1", "#0A6662"
INK, INK_SOFT = "#14272B", "#475A5E"

# Everything is drawn at twice its size and then made smaller, which smooths its edges.
_SCALE = 2
_MARGIN = 84
_ROOM = (WIDTH - 2 * _MARGIN) * _SCALE
_HEAD = 112
_MIDDLE = 306
_SIZES = ((92, 2), (82, 3), (72, 3), (62, 4), (54, 4))
_KICKER_SIZE, _BRAND_SIZE = 33, 35

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]

# The site's mark and its wave, as static/brand and components/wave.html have them.
_CRANE: tuple[tuple[Curve, ...], ...] = (
    (
        ((2, 9), (2, 9), (9, 6.5), (9, 6.5)),
        ((9, 6.5), (13, 5), (15.5, 7.5), (14.5, 11)),
        ((14.5, 11), (13.2, 15.5), (11, 18.5), (14, 22)),
        ((14, 22), (17.5, 26), (24, 24), (30, 18)),
    ),
    (
        ((30, 11.5), (22.5, 12), (18, 16), (18, 23.5)),
        ((18, 23.5), (18, 23.5), (18, 34), (18, 34)),
    ),
)
_WAVE: tuple[Curve, ...] = (
    ((0, 44), (240, 0), (400, 0), (660, 32)),
    ((660, 32), (920, 64), (1180, 72), (1440, 16)),
)
_WAVE_WIDTH = 1440
_STEPS = 48


@dataclass(frozen=True)
class Card:
    """What stands on a card: a title, what it belongs to, and whose site it is."""

    title: str
    brand: str
    kicker: str = ""

    @property
    def key(self) -> str:
        """A name for the card, which changes whenever it would look different."""
        words = json.dumps([DESIGN, asdict(self)], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    def jpeg(self) -> bytes:
        """Draw the card."""
        canvas = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), PAPER)
        pen = ImageDraw.Draw(canvas)
        _draw_waves(pen)
        brand, title = lettering.legible(self.brand), lettering.legible(self.title)
        _draw_crane(pen, _MARGIN, _HEAD - 42, 46)
        if title:
            _draw_brand(pen, brand)
            _draw_title(pen, title, lettering.legible(self.kicker))
        elif brand:
            _draw_title(pen, brand, "")
        out = BytesIO()
        canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(
            out, "JPEG", quality=88, optimize=True, subsampling=0
        )
        return out.getvalue()


def _draw_brand(pen: ImageDraw.ImageDraw, brand: str) -> None:
    face = lettering.face(brand, SEMIBOLD, _BRAND_SIZE * _SCALE)
    left = _MARGIN + 60
    room = (WIDTH - _MARGIN - left) * _SCALE
    for line in lettering.cut(lettering.filled(brand, face, room), 1, face, room):
        face.draw(pen, left * _SCALE, (_HEAD - 8) * _SCALE, line, SEA)


def _draw_title(pen: ImageDraw.ImageDraw, title: str, kicker: str) -> None:
    face, shown, size = _fitted(title)
    leading = size * 1.12
    block = leading * (len(shown) - 1) + size * 0.7 + (62 if kicker else 0)
    y = _MIDDLE - block / 2
    from_the_right = lettering.opens_at_the_right(title)
    if kicker:
        small = lettering.face(kicker, REGULAR, _KICKER_SIZE * _SCALE)
        (first,) = lettering.cut(lettering.filled(kicker, small, _ROOM), 1, small, _ROOM)
        _draw_line(pen, small, first, y + 24, INK_SOFT, from_the_right)
        y += 62
    for number, line in enumerate(shown):
        _draw_line(pen, face, line, y + size * 0.7 + leading * number, INK, from_the_right)


def _draw_line(
    pen: ImageDraw.ImageDraw,
    face: lettering.Face,
    text: str,
    y: float,
    ink: str,
    from_the_right: bool,
) -> None:
    left = float(_MARGIN * _SCALE)
    if from_the_right:
        left = (WIDTH - _MARGIN) * _SCALE - face.width(text)
    face.draw(pen, left, y * _SCALE, text, ink)


def _fitted(title: str) -> tuple[lettering.Face, list[str], int]:
    """Return the largest letters that a title fits in; at the smallest it is cut."""
    for size, most in _SIZES:
        face = lettering.face(title, SEMIBOLD, size * _SCALE)
        shown = lettering.lines(title, face, _ROOM)
        if len(shown) <= most:
            return face, shown, size
    filled = lettering.filled(title, face, _ROOM)
    return face, lettering.cut(filled, most, face, _ROOM), size


def _draw_waves(pen: ImageDraw.ImageDraw) -> None:
    _draw_wave(pen, top=462, height=86, ink=TINT, mirrored=True)
    _draw_wave(pen, top=500, height=70, ink=SHALLOW, mirrored=False)
    _draw_wave(pen, top=528, height=92, ink=SEA, mirrored=True)


def _draw_wave(
    pen: ImageDraw.ImageDraw, top: float, height: float, ink: str, mirrored: bool
) -> None:
    crest = [
        (WIDTH - x if mirrored else x, top + y * height / 72)
        for x, y in ((x * WIDTH / _WAVE_WIDTH, y) for x, y in _path(_WAVE))
    ]
    ends = [(0, HEIGHT), (WIDTH, HEIGHT)] if mirrored else [(WIDTH, HEIGHT), (0, HEIGHT)]
    pen.polygon([(x * _SCALE, y * _SCALE) for x, y in (*crest, *ends)], fill=ink)


def _draw_crane(pen: ImageDraw.ImageDraw, left: float, top: float, height: float) -> None:
    scale = height / 36 * _SCALE
    half = 3 * scale / 2
    for stroke in _CRANE:
        points = [(left * _SCALE + x * scale, top * _SCALE + y * scale) for x, y in _path(stroke)]
        pen.line(points, fill=SEA, width=round(2 * half), joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - half, y - half, x + half, y + half), fill=SEA)


def _path(curves: tuple[Curve, ...]) -> list[Point]:
    """Return points along Bézier curves, close enough to look like curves."""
    return [_on(curve, step / _STEPS) for curve in curves for step in range(_STEPS + 1)]


def _on(curve: Curve, t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x = sum(weight * point[0] for weight, point in zip(weights, curve, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, curve, strict=True))
    return x, y
