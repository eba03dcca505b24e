"""What happens to redirects when pages come to an address, leave one, or go there and back.

Wagtail itself leaves a redirect at each old address. Here the rest is done: what stood at the new
address goes, what led to the old one leads to the page, and what an editor said about the address
of an unpublished page goes along with the page.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect

from delivery.page_cache.purging import purge
from pages import routing
from pages.models import SitePage
from redirects import addresses, places
from redirects.models import GoneAddress, MissingAddress, SectionRedirect
from redirects.straightening import take_away
from redirects.tags import below_tag

# Addresses asked for in one query.
AT_ONCE = 400


class Relocation(NamedTuple):
    """One page, and where it was and is."""

    page: int
    old: str
    new: str
    live: bool


def published(instance: SitePage, **signal: Any) -> None:
    """Let nothing stand in any longer for a page that is there again."""
    if instance.live:
        _arrived([places.old_path_of(instance.url_path)])


def unpublished(instance: SitePage, **signal: Any) -> None:
    """Say of a page whose time was over that it is gone: nobody was there to be asked."""
    path = places.old_path_of(instance.url_path)
    if instance.expired and len(path) <= addresses.LONGEST and not _is_answered(path):
        GoneAddress.objects.get_or_create(path=path)


def renamed(instance: SitePage, instance_before: SitePage, **signal: Any) -> None:
    """Follow a page whose slug has changed, and all below it."""
    relocated(instance, instance_before.url_path)


def moved(instance: SitePage, url_path_before: str, url_path_after: str, **signal: Any) -> None:
    """Follow a page that was moved, and all below it."""
    if url_path_before != url_path_after:
        relocated(instance, url_path_before)


@transaction.atomic
def relocated(page: SitePage, url_path_before: str) -> None:
    """Straighten everything around a page, and all below it, that has another address now."""
    former = places.old_path_of(url_path_before)
    present = places.old_path_of(page.url_path)
    relocations = _relocations(page, former, present)
    while some := list(islice(relocations, AT_ONCE)):
        _arrived([each.new for each in some if each.live])
        live = {each.old: each for each in some if each.live}
        _lead_to_the_pages(live)
        _take_along([each for each in some if not each.live])
    _rename_sections(former, present)
    if SectionRedirect.objects.exists():
        purge(below_tag(present))


def _relocations(page: SitePage, former: str, present: str) -> Iterator[Relocation]:
    for pk, new, live in places.addresses_below(page.path):
        old = former + new.removeprefix(present)
        if old != new and max(len(old), len(new)) <= addresses.LONGEST:
            yield Relocation(pk, old, new, live)


def _arrived(paths: list[str]) -> None:
    """Clear the addresses at which live pages are now."""
    take_away(paths)
    MissingAddress.objects.answered(paths)
    starts = {start for path in paths for start in addresses.prefixes_of(path)}
    if paths and SectionRedirect.objects.filter(prefix__in=starts).exists():
        purge(*map(below_tag, paths))


def _lead_to_the_pages(by_old: dict[str, Relocation]) -> None:
    """Let what led to an old address, or stood there unseen, lead to the page itself."""
    links = {link: each for path, each in by_old.items() for link in (path, f"{path}/")}
    leading = Redirect.objects.filter(redirect_page=None, redirect_link__in=links)
    standing = Redirect.objects.filter(_here(), old_path__in=by_old)
    for redirect in leading:
        _lead_to(redirect, links[redirect.redirect_link].page)
    for redirect in standing:
        _lead_to(redirect, by_old[redirect.old_path].page)
    GoneAddress.objects.filter(path__in=by_old).delete()


def _lead_to(redirect: Redirect, page: int) -> None:
    if redirect.redirect_page_id != page:
        redirect.redirect_page_id, redirect.redirect_link = page, ""
        redirect.redirect_page_route_path = ""
        redirect.save()


def _take_along(relocations: list[Relocation]) -> None:
    """Let what was said about an unpublished page's address be said about its new one.

    The old address leads to the page: to whatever is said about it, and to itself once published.
    """
    by_old = {each.old: each for each in relocations}
    said = Redirect.objects.filter(_here(), old_path__in=by_old)
    for redirect in said.exclude(redirect_page_id__in=[each.page for each in relocations]):
        relocation = by_old[redirect.old_path]
        Redirect.objects.filter(_here(), old_path=relocation.new).delete()
        redirect.old_path = relocation.new
        redirect.save()
        _leave_redirect(relocation)
    for gone in GoneAddress.objects.filter(path__in=by_old):
        relocation = by_old[gone.path]
        GoneAddress.objects.get_or_create(path=relocation.new)
        gone.delete()
        _leave_redirect(relocation)


def _leave_redirect(relocation: Relocation) -> None:
    Redirect.objects.get_or_create(
        old_path=relocation.old,
        site=routing.served_site(),
        defaults={"redirect_page_id": relocation.page, "automatically_created": True},
    )


def _rename_sections(former: str, present: str) -> None:
    """Let sections that led below the old address lead below the new one."""
    for section in SectionRedirect.objects.filter(target__startswith=former):
        path = section.target.rstrip("/")
        if path == former or path.startswith(f"{former}/"):
            section.target = f"{present}{path.removeprefix(former)}/"
            section.save()


def _is_answered(path: str) -> bool:
    return Redirect.objects.filter(_here(), old_path=path).exists()


def _here() -> Q:
    site = routing.served_site()
    return Q(site=site) | Q(site=None)
