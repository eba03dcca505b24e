"""Making renditions when a page is published, so that no reader waits for one."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.db.models import ForeignKey
from django_tasks import task
from wagtail.models import AbstractPage

from delivery.page_cache.purging import purge

from .models import ClinicImage, group_tag
from .renditions import make_renditions
from .sizes import KINDS, SHARE

EVERY_KIND = (*KINDS, SHARE)
IN_A_BODY = ("figure",)
# Every page has this field, and only shared links show its image.
OF_EVERY_PAGE = {"share_image": (SHARE,)}


@task()
def make_images_of_page(image_kinds: list[tuple[int, list[str]]]) -> None:
    """Make the renditions of each image, as the kinds named with it need them."""
    images = ClinicImage.objects.in_bulk([pk for pk, _ in image_kinds])
    for pk, kinds in image_kinds:
        if pk in images:
            make_renditions(images[pk], kinds)
    purge(*{group_tag(pk) for pk in images})


def make_images_of_pages(pages: Iterable[AbstractPage]) -> int:
    """Make the renditions that all these pages show, now and on every processor.

    For a site that has had no reader yet: the first one should not wait for them. Return how many
    images there are.
    """
    kinds: dict[int, dict[str, None]] = {}
    for page in pages:
        for pk, wanted in images_of(page):
            kinds.setdefault(pk, {}).update(dict.fromkeys(wanted))
    with ThreadPoolExecutor(os.cpu_count()) as processors:
        return len(list(processors.map(_make_and_hang_up, kinds.items())))


def _make_and_hang_up(wanted: tuple[int, Iterable[str]]) -> None:
    pk, kinds = wanted
    try:
        for image in ClinicImage.objects.filter(pk=pk):
            make_renditions(image, kinds)
    finally:
        connections.close_all()


def images_of(page: AbstractPage) -> Iterator[tuple[int, list[str]]]:
    """Yield each image a page shows, with the kinds it may be shown as.

    A page class says which in `image_kinds`, by field name; an image field it does not name
    may be shown as any.
    """
    kinds_by_field = {**OF_EVERY_PAGE, **getattr(page, "image_kinds", {})}
    for field in page._meta.get_fields():
        if isinstance(field, ForeignKey) and field.related_model is ClinicImage:
            pk = getattr(page, field.attname)
            if pk is not None:
                yield pk, list(kinds_by_field.get(field.name, EVERY_KIND))
        elif hasattr(field, "extract_references"):
            for model, pk, *_ in field.extract_references(field.value_from_object(page)):
                if model is ClinicImage:
                    yield int(pk), list(kinds_by_field.get(field.name, IN_A_BODY))
