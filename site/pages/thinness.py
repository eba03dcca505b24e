"""Pages that list too little yet: out of search engines, and back by themselves once they do.

A topic with one article is a poorer answer to any search than the article. Which pages list too
little is written down when something is published, so that nobody counts while a reader waits.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction

from delivery.page_cache.purging import purge
from pages import depths, sitemap_files
from pages.announcing import announce

if TYPE_CHECKING:
    from pages.models import SitePage


def settle_lists(lists: Iterable[str]) -> None:
    """Look again at the pages that show these lists, each named by its tag."""
    for kind in _kinds():
        prefix = f"{kind.listed_as}:"
        shown_by = {int(tag.removeprefix(prefix)) for tag in lists if tag.startswith(prefix)}
        if shown_by:
            settle(kind, shown_by)


def settle_page(page: "SitePage") -> None:
    """Look again at one page that has just been saved, if it is of a kind that lists others."""
    if type(page).listed_as and page.pk:
        page.is_thin = settle(type(page), {page.pk}).get(page.pk, page.is_thin)


def settle_everything() -> None:
    """Look again at all pages that list others: a whole section may have gone or come back."""
    for kind in _kinds():
        settle(kind, set(kind.objects.order_by().values_list("pk", flat=True)))


@transaction.atomic
def settle(kind: "type[SitePage]", pages: set[int]) -> dict[int, bool]:
    """Look again at some pages of one kind; return how they all are."""
    from pages.models import SitePage

    # Two articles of one topic may be published at once: who comes second counts both.
    locked = SitePage.objects.select_for_update().filter(pk__in=pages).order_by("pk")
    known = dict(locked.values_list("pk", "is_thin"))
    thin = kind.too_thin(set(known))
    others = [pk for pk, was in known.items() if was != (pk in thin)]
    for is_thin in (True, False):
        some = SitePage.objects.filter(pk__in=[pk for pk in others if (pk in thin) == is_thin])
        some.update(is_thin=is_thin)
    if others:
        _tell(kind, others)
    return {pk: pk in thin for pk in known}


def _tell(kind: "type[SitePage]", others: list[int]) -> None:
    """Drop the heads and the sitemaps of pages that come or go, and announce their addresses."""
    room = kind._meta.app_label
    # No card shows it: what is recommended by its card are articles, and those list nothing.
    purge(
        sitemap_files.INDEX,
        *(sitemap_files.tag(room, pk) for pk in others),
        *(depths.tag(depths.WHOLE, pk) for pk in others),
    )
    at_home = kind.objects.published().filter(canonical_override="", alias_of=None)
    invited = at_home.filter(pk__in=others, noindex=False)
    announce(invited.values_list("url_path", flat=True))


@cache
def _kinds() -> "tuple[type[SitePage], ...]":
    return tuple(_find_kinds())


def _find_kinds() -> "Iterator[type[SitePage]]":
    from pages.models import SitePage

    for model in apps.get_models():
        if issubclass(model, SitePage) and model.listed_as:
            yield model
