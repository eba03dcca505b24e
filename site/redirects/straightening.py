"""Keeping redirects straight: each leads to its end in one step, and none back to itself.

Whoever saves a redirect gets it straightened (signals.py). What is written past that, by
`bulk_create`, by other programs or long ago, is mended by `manage.py check_redirects --mend`.
Readers are sent on in one step in any case: `answers.py` follows what is left.

A redirect to a page that is unpublished stays as it is, though the page's address may lead
elsewhere meanwhile: it is right again when the page is published again.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect

from pages import routing
from pages.models import SitePage
from redirects import addresses, places
from redirects.models import GoneAddress


class LoopError(ValidationError):
    """A redirect that would lead back to where it begins."""

    def __init__(self, way: list[str]) -> None:
        super().__init__(
            f"This would lead back to where it begins: {' → '.join(way)}. "
            "Choose another target, or delete the other redirect first."
        )


def straighten(redirect: Redirect) -> list[str]:
    """Let a redirect that is about to be saved lead to the end of its way.

    The address of a page becomes the page itself, so that the redirect still leads there when
    the page is renamed. Returns sentences that say what was done.
    Raises LoopError, and ValidationError for a target that no reader may be sent to.
    """
    if not redirect.redirect_page_id and redirect.redirect_link:
        redirect.redirect_link = sound_link(redirect.redirect_link)
    way = way_of(redirect)
    if way[0] in way[1:]:
        raise LoopError(way)
    notes = []
    while (name := _led_to(redirect)) and not redirect.redirect_page_id:
        further = next_step(name, besides=redirect)
        if further is None or name in _turning(way):
            break
        notes.append(f"{name} leads on itself, so {redirect.old_path} leads straight to its end.")
        _adopt(redirect, further)
    _lead_to_the_page_itself(redirect)
    return notes


def way_of(redirect: Redirect) -> list[str]:
    """Return the addresses that a redirect leads through, until there is no further step.

    An address that comes twice is the last one: the way goes in a circle.
    """
    way, step = [redirect.old_path], redirect
    while name := _led_to(step):
        way.append(name)
        following = next_step(name, besides=redirect)
        if name in way[:-1] or following is None:
            break
        step = following
    return way


def lead_past(redirect: Redirect) -> list[str]:
    """Let redirects that led to this one lead straight to its end. Returns what was done."""
    notes = []
    for earlier in _leading_to(redirect):
        _adopt(earlier, redirect)
        earlier.save()
        notes.append(f"{earlier.old_path} led here; now it leads straight to the end.")
    return notes


def next_step(name: str, besides: Redirect | None = None) -> Redirect | None:
    """Return the redirect by which an address leads on, if there is one."""
    site = routing.served_site()
    found = Redirect.objects.filter(Q(site=site) | Q(site=None), old_path=name)
    if besides is not None and besides.pk:
        found = found.exclude(pk=besides.pk)
    return max(found.select_related("redirect_page"), key=_of_the_site, default=None)


def sound_link(link: str) -> str:
    """Return a link as a redirect keeps it. Raises ValidationError."""
    try:
        return addresses.target(link, places.own_hosts())
    except addresses.UnsoundAddressError as problem:
        raise ValidationError(str(problem)) from problem


def _of_the_site(redirect: Redirect) -> bool:
    return redirect.site_id is not None


def _led_to(redirect: Redirect) -> str | None:
    """Return the address of ours that a redirect leads to, unless a live page ends the way."""
    page: SitePage | None = redirect.redirect_page
    if page is not None:
        return None if page.live else places.old_path_of(page.url_path)
    link = redirect.redirect_link
    if not addresses.is_of_ours(link) or link.startswith("//") or places.has_page(link):
        return None
    return Redirect.normalise_path(addresses.path_of(link))


def _turning(way: list[str]) -> list[str]:
    """Return the part of a way that goes in a circle; others made it, and it has no end."""
    return way[way.index(way[-1]) :] if way[-1] in way[:-1] else []


def _adopt(redirect: Redirect, further: Redirect) -> None:
    redirect.redirect_page = further.redirect_page
    redirect.redirect_page_route_path = further.redirect_page_route_path
    redirect.redirect_link = further.redirect_link
    redirect.is_permanent = redirect.is_permanent and further.is_permanent


def _lead_to_the_page_itself(redirect: Redirect) -> None:
    link = redirect.redirect_link
    if redirect.redirect_page_id or not addresses.is_of_ours(link):
        return
    page = places.page_at(link)
    if page is not None and link == addresses.path_of(link):
        redirect.redirect_page, redirect.redirect_link = page, ""


def _leading_to(redirect: Redirect) -> list[Redirect]:
    path = redirect.old_path
    if "?" in path:
        return []
    links = [start + path + end for start in ("", settings.SITE_URL) for end in ("", "/")]
    found = Redirect.objects.filter(redirect_link__in=links, redirect_page=None)
    leading = list(found.exclude(pk=redirect.pk).exclude(old_path=path))
    return [] if leading and places.has_page(path) else leading


def take_away(paths: list[str]) -> int:
    """Take away whatever is said about addresses where live pages are. Returns how much it was."""
    gone = GoneAddress.objects.filter(path__in=paths).delete()[0]
    site = routing.served_site()
    ours = Redirect.objects.filter(Q(site=site) | Q(site=None), old_path__in=paths)
    return gone + ours.delete()[0]
