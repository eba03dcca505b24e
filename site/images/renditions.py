"""Finding and making an image's renditions, without ever failing a page for one."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects

from .models import ClinicImage, ClinicRendition
from .sizes import SHARE, SHARE_SPEC, specs, specs_for

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SharePicture:
    """The picture that goes with a shared link: absolute address, exact size, words for it."""

    url: str
    width: int
    height: int
    alt: str
    mime_type: str = "image/jpeg"


def renditions(image: ClinicImage, wanted: Iterable[str]) -> dict[str, ClinicRendition]:
    """Return an image's renditions by spec; none when its file is missing or damaged.

    A page must stand without one of its images, so whatever goes wrong here is logged for the
    operator and the reader gets the page. Storages raise exceptions of their own kinds.
    """
    try:
        return image.get_renditions(*wanted)
    except Exception:
        logger.exception("Image %s could not be shown: its file is missing or damaged", image.pk)
        return {}


def make_renditions(image: ClinicImage, kinds: Iterable[str]) -> None:
    """Make whatever the named kinds will ask for, so that no reader waits for it."""
    renditions(image, specs_for(image.width, tuple(kinds)))


def share_picture(image: ClinicImage | None) -> SharePicture | None:
    """Return an image as the picture of a shared link, 1200 by 630 around its focal point."""
    if image is None:
        return None
    found = renditions(image, [SHARE_SPEC]).get(SHARE_SPEC)
    if found is None:
        return None
    return SharePicture(
        url=settings.SITE_URL + found.url if found.url.startswith("/") else found.url,
        width=found.width,
        height=found.height,
        alt=found.alt,
    )


def prefetch_for(things: Iterable[Any], attribute: str, *kinds: str) -> list[Any]:
    """Return things in a list with the renditions of their images at hand.

    Costs one query however many things there are, and one more unless `attribute` was
    already selected with them.
    """
    things = list(things)
    prefetch_related_objects(things, attribute)
    prefetch_images([getattr(thing, attribute) for thing in things], *kinds)
    return things


def prefetch_images(images: Iterable[ClinicImage | None], *kinds: str) -> None:
    """Fetch the renditions of many images, as the named kinds need them, in one query."""
    wanted = ClinicRendition.objects.filter(filter_spec__in=specs(kinds or (SHARE,)))
    prefetch_related_objects(
        [image for image in images if image is not None],
        Prefetch("renditions", queryset=wanted, to_attr="prefetched_renditions"),
    )
