"""What is wrong with the pictures of a page, and with the one for shared links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from seo.audit.codes import Code
from seo.audit.document import Document, Image
from seo.audit.head import said_size
from seo.findings import Finding
from seo.metadata import SMALLEST_SHARED

MODERN = frozenset({"image/avif", "image/webp"})
SHARED_FORMATS = frozenset({"image/jpeg", "image/png"})
WANTED_SIZE = (1200, 630)
HEAVIEST = 5 * 1024 * 1024
# So much taller than others, the first pictures of a list may all be in view at once.
_OF_ONE_FORMAT = (".jpg", ".jpeg", ".png", ".gif")


@dataclass(frozen=True)
class Measured:
    """What a picture turned out to be."""

    mime_type: str
    width: int
    height: int
    weight: int


def image_findings(document: Document) -> Iterator[Finding]:
    """Yield what there is to say of the images of a page."""
    for image in document.images:
        yield from _of(image)
    shown = [image for image in document.images if image.in_main and not _is_inline(image)]
    if shown and shown[0].lazy:
        yield Code.IMAGE_LATE.found(
            "Load the first image at once: it waits to be scrolled to.", shown[0].source
        )
    for image in shown[1:]:
        if not image.lazy:
            yield Code.IMAGE_EARLY.found(
                'Add loading="lazy": only the first image is needed at once.', image.source
            )


def _of(image: Image) -> Iterator[Finding]:
    if image.alt is None:
        yield Code.IMAGE_ALT.found(
            "Describe the image in its alt text, or leave that empty for decoration.",
            image.source,
        )
    if not (_is_length(image.width) and _is_length(image.height)):
        yield Code.IMAGE_UNSIZED.found(
            "Say width and height: the text jumps when the image comes.", image.source
        )
    if _path(image.source).endswith(_OF_ONE_FORMAT) and not MODERN & set(image.formats):
        yield Code.IMAGE_FORMAT.found("Offer the image in AVIF or WebP, too.", image.source)


def share_image_findings(document: Document, found: Measured | None) -> Iterator[Finding]:
    """Yield what is wrong with the picture that og:image names, as it was found there.

    None is one that could not be fetched, or is no picture.
    """
    address = "".join(document.meta("og:image")[:1])
    if found is None:
        yield Code.OG_IMAGE_BROKEN.found("Make og:image a picture that can be fetched.", address)
        return
    said = said_size(document)
    if said and said != (found.width, found.height):
        yield Code.OG_IMAGE_UNTRUE.found(
            f"Say {found.width} by {found.height} for og:image: it says {said[0]} by {said[1]}.",
            address,
        )
    kind = "".join(document.meta("og:image:type")[:1])
    if kind and kind != found.mime_type:
        yield Code.OG_IMAGE_UNTRUE.found(
            f"Say {found.mime_type} for og:image: it says {kind}.", address
        )
    if found.mime_type not in SHARED_FORMATS:
        yield Code.OG_IMAGE_FORMAT.found(
            f"Make og:image a JPEG: not every network shows {found.mime_type}.", address
        )
    if found.width < WANTED_SIZE[0] or found.height < WANTED_SIZE[1]:
        least = min(found.width, found.height) < SMALLEST_SHARED
        yield Code.OG_IMAGE_SMALL.found(
            f"Choose a larger picture for shared links: {found.width} by {found.height} "
            + ("is refused by networks." if least else "gives a small card."),
            address,
        )
    if found.weight > HEAVIEST:
        yield Code.OG_IMAGE_HEAVY.found(
            f"Make og:image lighter: it has {found.weight / 1024 / 1024:.1f} MB.", address
        )


def _is_length(written: str | None) -> bool:
    return bool(written) and str(written).strip().isdecimal()


def _is_inline(image: Image) -> bool:
    return image.source.startswith("data:")


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.lower()
    except ValueError:
        return ""
