"""The pages that search engines are invited to keep, in files of bounded size."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, ForeignKey, Min, prefetch_related_objects

from delivery.page_cache.tags import changes_at, shows, unseen
from images.models import ClinicImage
from images.renditions import made_before, prefetch_images
from images.sizes import SHARE
from organization.models import SearchAndSocial
from pages.models import SitePage, SitePageQuerySet

# The protocol allows 50,000 addresses a file, and 50,000 files. A thousand are written in a
# quarter of a second: a crawler fetching them all never holds a server process up for longer.
ENTRIES_A_FILE = 1_000


@dataclass(frozen=True)
class SitemapFile:
    """One file of the sitemap: the pages of one section, or a part of them."""

    section: str
    part: int = 1


@dataclass(frozen=True)
class Entry:
    """One page in the sitemap."""

    address: str
    changed_on: dt.datetime | None = None
    images: list[str] = field(default_factory=list)


def files() -> list[SitemapFile]:
    """Return the files that have something in them: one or more for each room with pages."""
    shows("sitemap")
    counts = list(
        _pages()
        .order_by("content_type__app_label")
        .values_list("content_type__app_label")
        .annotate(Count("pk"), Min("unavailable_after"))
    )
    for _, _, leaves_first in counts:
        changes_at(leaves_first)
    return [
        SitemapFile(section, part + 1)
        for section, count, _ in counts
        for part in range(-(-count // ENTRIES_A_FILE))
    ]


def entries(file: SitemapFile) -> list[Entry]:
    """Return what stands in one file, in the order of the tree."""
    shows(f"sitemap:{file.section}")
    start = (file.part - 1) * ENTRIES_A_FILE
    chosen = _pages().filter(content_type__app_label=file.section).order_by("path")
    with unseen():  # one tag stands for thousands of pages
        pages = list(chosen.defer_streamfields().specific()[start : start + ENTRIES_A_FILE])
    for page in pages:
        changes_at(page.unavailable_after)
    _fetch_pictures(pages)
    return [
        Entry(page.absolute_url, page.significantly_changed_on, _picture_addresses(page))
        for page in pages
        if page.is_indexable
    ]


def _pages() -> SitePageQuerySet:
    """Return the pages to list: none while the site hides from search engines."""
    if SearchAndSocial.current().hide_from_search_engines:
        return SitePage.objects.none()
    return SitePage.objects.indexable()


def _fetch_pictures(pages: Sequence[SitePage]) -> None:
    """Fetch all images of all pages, and what was made of them, in a few queries."""
    for model, alike in groupby(sorted(pages, key=_kind), key=type):
        prefetch_related_objects(list(alike), *_image_fields(model))
    prefetch_images([_picture(page) for page in pages], SHARE)


def _kind(page: SitePage) -> str:
    return page._meta.label


def _image_fields(model: type[SitePage]) -> Iterable[str]:
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is ClinicImage
    ]


def _picture(page: SitePage) -> ClinicImage | None:
    """Return the page's own picture; the one that every page may fall back on says nothing."""
    image = page.share_picture_source
    return None if image == SearchAndSocial.current().default_share_image else image


def _picture_addresses(page: SitePage) -> list[str]:
    """Return where the page's picture is, if it was made when the page was published.

    A crawler reading the sitemap should not set image after image being cut.
    """
    image = _picture(page)
    if image:
        shows(f"renditions:{image.pk}")
    return [made.full_url for made in made_before(image)] if image else []
