"""Finding and making an image's renditions, without ever failing a page for one."""

import logging
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from wagtail.images.models import Filter

from queries.prepared import Prepared, padded

from .models import ClinicImage, ClinicRendition
from .sizes import SHARE, SHARE_SPEC, specs, specs_for

logger = logging.getLogger(__name__)

# Where Wagtail looks for renditions before it asks a cache or the database.
_AT_HAND = "prefetched_renditions"


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
        return image.get_renditions(*map(_filter, wanted))
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
    bring_images([], *kinds, along=images)


def bring_images(
    ids: Iterable[int], *kinds: str, along: Iterable[ClinicImage | None] = ()
) -> dict[int, ClinicImage]:
    """Return images by id with their renditions, and give those to the images `along`.

    One query for them all, and one more for images of which no rendition was made yet.
    """
    waiting = [image for image in along if image and not hasattr(image, _AT_HAND)]
    ids = set(ids)
    found = _renditions_of({*ids, *(image.pk for image in waiting)}, specs(kinds or (SHARE,)))
    images = {pk: made[0].image for pk, made in found.items() if pk in ids}
    if missing := ids - images.keys():
        images |= ClinicImage.objects.in_bulk(missing)
    for image in (*images.values(), *waiting):
        _put_at_hand(image, found.get(image.pk, ()))
    return images


def copied(image: ClinicImage) -> ClinicImage:
    """Return the image as an object of its own, to be described for one place on a page."""
    twin = copy(image)
    _put_at_hand(twin, getattr(image, _AT_HAND))
    return twin


def _renditions_of(ids: set[int], wanted: tuple[str, ...]) -> dict[int, list[ClinicRendition]]:
    found: dict[int, list[ClinicRendition]] = {}
    if ids:
        for rendition in _query(wanted)(padded(ids)):
            found.setdefault(rendition.image_id, []).append(rendition)
    return found


@cache
def _query(wanted: tuple[str, ...]) -> Prepared[ClinicRendition]:
    made = ClinicRendition.objects.filter(filter_spec__in=wanted).select_related("image")
    return Prepared(lambda ids: made.filter(image__in=ids))


def _put_at_hand(image: ClinicImage, made: Iterable[ClinicRendition]) -> None:
    """Let an image know its renditions where Wagtail looks first, and each of them the image.

    Each image object gets renditions of its own: what one says of itself depends on its place.
    """
    own = [copy(rendition) for rendition in made]
    for rendition in own:
        rendition._state = copy(rendition._state)
        rendition._state.fields_cache = {}
        rendition.image = image
    setattr(image, _AT_HAND, own)


@cache
def _filter(spec: str) -> Filter:
    """Return Wagtail's filter for a spec, which reads the spec once and then knows it."""
    return Filter(spec=spec)
