"""Links from running text to pages of the site, resolved all at once."""

import re
from collections.abc import Iterable, Iterator

from django.utils.html import escape
from wagtail.fields import StreamField
from wagtail.models import AbstractPage
from wagtail.rich_text.pages import PageLinkHandler

from delivery.memory import remembered
from delivery.page_cache.tags import shows
from pages import depths
from pages.changes import ADDRESSES
from pages.models import SitePage

_PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_ID = re.compile(r'\bid="(\d+)"')


class SitePageLinkHandler(PageLinkHandler):
    """Turns a stored page link into an address; into plain text when nobody may read the page."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Return the opening tag of each link, with at most one query for all."""
        ids = [_as_id(attrs.get("id")) for attrs in attrs_list]
        known = urls_of(page_id for page_id in ids if page_id)
        return [
            f'<a href="{escape(url)}">' if (url := known.get(page_id or 0)) else "<a>"
            for page_id in ids
        ]


def urls_of(page_ids: Iterable[int]) -> dict[int, str]:
    """Return the path of each page; empty for those nobody may read. Remembers what it found."""
    wanted = set(page_ids)
    shows(*(depths.tag(depths.ADDRESS, page_id) for page_id in wanted))
    known = remembered(ADDRESSES, "of pages", dict[int, str], tags=())
    missing = wanted - known.keys()
    if missing:
        found = SitePage.objects.published().filter(pk__in=missing).names()
        known |= dict.fromkeys(missing, "") | {page.pk: page.url or "" for page in found}
    return known


def resolve_links_of(page: AbstractPage) -> None:
    """Look up every page that the running text of a page links to, in one query."""
    urls_of(
        page_id
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
        for page_id in _linked_ids(getattr(page, field.name).raw_data)
    )


def _linked_ids(value: object) -> Iterator[int]:
    if isinstance(value, str):
        for link in _PAGE_LINK.findall(value):
            if page_id := _ID.search(link):
                yield int(page_id[1])
    elif isinstance(value, dict):
        for part in value.values():
            yield from _linked_ids(part)
    elif isinstance(value, Iterable):
        for part in value:
            yield from _linked_ids(part)


def _as_id(text: object) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() else None
