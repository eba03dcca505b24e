"""{% responsive_image %}: an image at the right size for its place on the page."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from images.models import ClinicImage
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
    return _markup(
        tuple((found[spec].url, found[spec].width) for spec in pictures if spec in found),
        (fallback.url, fallback.width, fallback.height),
        sizes=wanted.sizes,
        alt=fallback.alt if alt is None else alt,
        eager=eager,
        css_class=attributes.get("class", ""),
    )


@lru_cache(maxsize=1024)
def _markup(
    pictures: tuple[tuple[str, int], ...],
    fallback: tuple[str, int, int],
    *,
    sizes: str,
    alt: str,
    eager: bool,
    css_class: str,
) -> SafeString:
    """Return the HTML of an image, from the addresses and sizes of its files alone."""
    url, width, height = fallback
    return render_to_string(
        "images/responsive_image.html",
        {
            "srcset": ", ".join(f"{address} {wide}w" for address, wide in pictures),
            "fallback": {"url": url, "width": width, "height": height},
            "sizes": sizes,
            "alt": alt,
            "eager": eager,
            "class": css_class,
        },
    )
