"""The pages that search engines are invited to keep, in files of bounded size."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F, IntegerField, Max, Min
from django.db.models.functions import Cast, Coalesce

from delivery.page_cache.tags import changes_at, shows
from images.models import ClinicRendition, group_tag
from images.sizes import KINDS
from organization.models import SearchAndSocial
from pages import routing, sitemap_files
from pages.models import SitePage, SitePageQuerySet

# The file of an image that a page shows to whoever knows no choice of files, by its place there.
SPECS = {place: kind.fallback_spec for place, kind in KINDS.items()}
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE_SCHEMA = "http://www.google.com/schemas/sitemap-image/1.1"
# Fewer than what any database takes as values of one query.
IDS_A_QUERY = 20_000


@dataclass(frozen=True)
class SitemapFile:
    """One file of the sitemap: the pages of one room whose numbers lie together."""

    section: str
    part: int = 1
    changed_on: dt.datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Entry:
    """One page in the sitemap."""

    address: str
    changed_on: dt.datetime | None = None
    images: tuple[str, ...] = ()


def files() -> list[SitemapFile]:
    """Return the files that have something in them, and when it last changed: in one query."""
    shows(sitemap_files.INDEX)
    part = Cast(F("pk") / sitemap_files.PAGES_A_FILE, IntegerField()) + 1
    rows = (
        _pages()
        .order_by()
        .annotate(part=part, on=_changed_on())
        .values_list("content_type__app_label", "part")
        .annotate(Max("on"), Min("unavailable_after"))
        .order_by("content_type__app_label", "part")
    )
    found = []
    for *row, leaves_first in rows:
        changes_at(leaves_first)
        found.append(SitemapFile(*row))
    return found


def entries(file: SitemapFile) -> list[Entry]:
    """Return what stands in one file: in two queries, however large the site is."""
    shows(sitemap_files.tag_of_part(file.section, file.part))
    numbers = sitemap_files.numbers_of(file.part)
    rows = list(
        _pages()
        .filter(content_type__app_label=file.section, pk__gte=numbers.start, pk__lt=numbers.stop)
        .order_by("pk")
        .annotate(on=_changed_on())
        .values_list("url_path", "on", "published_text__images", "unavailable_after")
    )
    pictures = Pictures(image for _, _, images, _ in rows for image in images or ())
    for *_, leaves in rows:
        changes_at(leaves)
    return [
        Entry(address, changed_on, tuple(pictures.addresses(images or ())))
        for path, changed_on, images, _ in rows
        if (address := routing.address_of(path))
    ]


def index_xml(listed: Iterable[SitemapFile], address_of: dict[SitemapFile, str]) -> str:
    """Write the index."""
    lines = (
        f"<sitemap><loc>{escape(address_of[file])}</loc>{_lastmod(file.changed_on)}</sitemap>\n"
        for file in listed
    )
    return f'{XML}<sitemapindex xmlns="{SCHEMA}">\n{"".join(lines)}</sitemapindex>\n'


def file_xml(listed: Iterable[Entry]) -> str:
    """Write one file."""
    lines = "".join(map(_url, listed))
    return f'{XML}<urlset xmlns="{SCHEMA}" xmlns:image="{IMAGE_SCHEMA}">\n{lines}</urlset>\n'


class Pictures:
    """Where the pictures of many pages are, found in one query.

    Only those are listed that were made when their page was published: a crawler reading the
    sitemap should not set image after image being cut.
    """

    def __init__(self, wanted: Iterable[tuple[int, str]]) -> None:
        self.ids = sorted({pk for pk, _ in wanted})
        # One image in fifty, or a file of a thousand pages would depend on thousands of things.
        shows(*{group_tag(pk) for pk in self.ids})

    def addresses(self, images: Iterable[tuple[int, str]]) -> Iterator[str]:
        """Yield where these pictures are."""
        for pk, place in images:
            if name := self._files.get((pk, SPECS.get(place, ""))):
                address = default_storage.url(name)
                yield f"{settings.SITE_URL}{address}" if address.startswith("/") else address

    @cached_property
    def _files(self) -> dict[tuple[int, str], str]:
        found = {}
        for start in range(0, len(self.ids), IDS_A_QUERY):
            made = ClinicRendition.objects.filter(
                image__in=self.ids[start : start + IDS_A_QUERY], filter_spec__in=SPECS.values()
            )
            for image, spec, name in made.values_list("image", "filter_spec", "file"):
                found[image, spec] = name
        return found


def _pages() -> SitePageQuerySet:
    """Return the pages to list: none while the site hides from search engines."""
    if SearchAndSocial.current().hides:
        return SitePage.objects.none()
    return SitePage.objects.indexable()


def _changed_on() -> Coalesce:
    """Return when a page last changed; one from before that was noted, when it was published."""
    return Coalesce("changed_on", "last_published_at")


def _url(entry: Entry) -> str:
    images = "".join(
        f"<image:image><image:loc>{escape(address)}</image:loc></image:image>"
        for address in entry.images
    )
    return f"<url><loc>{escape(entry.address)}</loc>{_lastmod(entry.changed_on)}{images}</url>\n"


def _lastmod(moment: dt.datetime | None) -> str:
    return f"<lastmod>{moment.isoformat(timespec='seconds')}</lastmod>" if moment else ""
