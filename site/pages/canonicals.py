"""Whether the address that a page names as canonical is one that search engines can keep."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_tasks import task
from wagtail.admin.panels import Panel

from pages import outside, routing
from pages.outside import Unreachable

if TYPE_CHECKING:
    from pages.models import SitePage

# Nobody names so many addresses one after the other but by mistake.
LONGEST_CHAIN = 10


def findings(page: "SitePage") -> list[str]:
    """Return what is wrong with the address a page names, in sentences that say what to do."""
    address = page.canonical_override
    if not address:
        return []
    if is_ours(address):
        return list(_of_ours(page, address))
    finding = _last_look(page)
    return [f"{address}: {finding}"] if finding else []


def leads_back(page: "SitePage") -> bool:
    """Say whether the addresses, followed from page to page, come back to this one."""
    return any(step.pk == page.pk for step in _chain(page))


def is_ours(address: str) -> bool:
    """Say whether an address is one of this site, however its scheme is written."""
    return urlsplit(address).netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower()


def is_own(page: "SitePage", address: str) -> bool:
    """Say whether an address is the page's own, which needs no naming."""
    return bool(page.pk and page.url_path) and address.rstrip("/") == page.absolute_url.rstrip("/")


def warn_about_canonical(request: HttpRequest, page: "SitePage") -> None:
    """Tell the editor who has just published a page what is wrong with the address it names."""
    if not request.accepts("text/html"):
        return
    for finding in findings(page):
        messages.warning(request, f"Canonical address: {finding}")


def look_when_published(instance: "SitePage", **signal: Any) -> None:
    """Have somebody else's address looked at, once the page that names it is published."""
    address = instance.canonical_override
    if settings.LOOK_AT_OTHER_SITES and address and not is_ours(address):
        transaction.on_commit(partial(look_at_canonical.enqueue, instance.pk))


@task()
def look_at_canonical(page_id: int) -> None:
    """Ask the address that a page names, and keep what was found for its editors."""
    from pages.models import CanonicalLook, SitePage

    page = SitePage.objects.filter(pk=page_id).first()
    if page is None or not settings.LOOK_AT_OTHER_SITES or is_ours(page.canonical_override):
        return
    address = page.canonical_override
    try:
        finding = outside.obstacle(outside.look_at(address), address)
    except Unreachable as error:
        finding = str(error)
    CanonicalLook.objects.update_or_create(
        page=page,
        defaults={"address": address, "finding": finding[:500], "looked_on": timezone.now()},
    )


class CanonicalPanel(Panel):
    """Under the field: what is wrong with the address, or when it was last looked at."""

    class BoundPanel(Panel.BoundPanel):
        """Shown only when there is an address to speak of."""

        template_name = "pages/canonical_panel.html"

        def is_shown(self) -> bool:
            """Say whether the page names an address."""
            return bool(self.instance.pk and self.instance.canonical_override)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Add the findings, and how the address came to be judged."""
            page = self.instance
            return {
                **super().get_context_data(parent_context),
                "findings": findings(page),
                "is_ours": is_ours(page.canonical_override),
                "look": _look(page),
                "may_look": settings.LOOK_AT_OTHER_SITES,
            }


def _of_ours(page: "SitePage", address: str) -> Iterator[str]:
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}".lower() != settings.SITE_URL.lower():
        yield f"Write it with {settings.SITE_URL} in front, as the site itself does."
    if parts.query:
        yield f"Leave out “?{parts.query}”: the address of a page has no question in it."
    chain = list(_chain(page))
    if not chain:
        yield f"There is no page at {address}."
        return
    named, *further = chain
    if named.pk == page.pk:
        yield "It is this page's own address: leave the field blank."
    elif leads_back(page):
        yield f"“{named.title}” leads back to this page in turn: search engines believe neither."
    elif not named.is_published:
        yield f"Nobody can open “{named.title}” yet: publish it, or name another address."
    elif named.canonical_override:
        last = further[-1].absolute_url if further else named.canonical_override
        yield f"“{named.title}” itself names another address: name {last} here, too."
    elif named.repeated:
        address = named.repeated.absolute_url
        yield f"“{named.title}” repeats another page: name {address} here instead."
    elif not named.is_indexable:
        yield f"“{named.title}” is kept out of search engines: then neither page is found."


def _chain(page: "SitePage") -> Iterator["SitePage"]:
    """Yield the pages of ours that are named one after the other, until one comes again."""
    seen: set[int] = set()
    address = page.canonical_override
    while address and is_ours(address) and len(seen) < LONGEST_CHAIN:
        named = _page_at(address)
        if named is None:
            return
        yield named
        if named.pk in seen or named.pk == page.pk:
            return
        seen.add(named.pk)
        address = named.canonical_override


def _page_at(address: str) -> "SitePage | None":
    from pages.models import SitePage

    site = routing.served_site()
    if site is None:
        return None
    steps = [step for step in unquote(urlsplit(address).path).split("/") if step]
    slug = steps[-1] if steps else site.root_page.slug
    path = "".join(f"{step}/" for step in steps)
    return SitePage.objects.filter(slug=slug, url_path=f"{site.root_page.url_path}{path}").first()


def _look(page: "SitePage") -> Any:
    from pages.models import CanonicalLook

    if page.pk is None:
        return None
    return CanonicalLook.objects.filter(page=page.pk, address=page.canonical_override).first()


def _last_look(page: "SitePage") -> str:
    look = _look(page)
    return look.finding if look else ""
