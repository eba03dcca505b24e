"""{% responsive_image %}: an image at the right size for its place on the page."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from images.models import ClinicImage, ClinicRendition
from images.renditions import renditions
from images.sizes import KINDS

register = template.Library()


@register.simple_tag
def responsive_image(
    image: ClinicImage | None,
    kind: str,
    *,
    eager: bool = False,
    alt: str | None = None,
    **attributes: Any,
) -> SafeString | str:
    """Show an image as a picture in WebP and JPEG; nothing when there is none.

    Takes: the image, a kind of images/sizes.py, eager for what is seen without scrolling,
    alt to say something other than the image's own description, class.
    """
    if image is None:
        return ""
    wanted = KINDS[kind]
    pictures = wanted.specs_for(image.width)
    found = renditions(image, [*pictures, wanted.fallback_spec])
    fallback = found.get(wanted.fallback_spec)
    if fallback is None:
        return ""
    return render_to_string(
        "images/responsive_image.html",
        {
            "srcset": _srcset(found[spec] for spec in pictures if spec in found),
            "fallback": fallback,
            "sizes": wanted.sizes,
            "alt": fallback.alt if alt is None else alt,
            "eager": eager,
            "class": attributes.get("class", ""),
        },
    )


def _srcset(pictures: Iterable[ClinicRendition]) -> str:
    """Return the addresses and widths of one image's sizes, as a `srcset` lists them."""
    return ", ".join(f"{picture.url} {picture.width}w" for picture in pictures)
