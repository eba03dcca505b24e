"""Which page is at an address, and whether anything is."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.views import serve

from delivery.page_cache.tags import shows, unseen
from pages import depths, routing
from pages.models import SitePage
from pages.views import twin
from redirects.addresses import path_of


def own_hosts() -> frozenset[str]:
    """Return the names under which this site is known: a target there is one of ours."""
    return _hosts(settings.SITE_URL)


def page_at(path: str) -> SitePage | None:
    """Return the live page with exactly this address."""
    url_path = url_path_of(path)
    slug = url_path.rstrip("/").rpartition("/")[2]
    # `url_path` has no index of its own; the slug has.
    found = SitePage.objects.live().filter(slug=slug, url_path=url_path)
    return found.defer(*depths.deeper(SitePage, depths.ADDRESS)).first()


def url_path_of(path: str) -> str:
    """Return how Wagtail's tree calls an address."""
    below = unquote(path_of(path)).removeprefix(routing.home_path()).strip("/")
    return f"{_root()}{below}/" if below else _root()


def has_page(path: str) -> bool:
    """Whether a live page is at exactly this address."""
    with unseen():
        return page_at(path) is not None


def answers(link: str, request: HttpRequest | None = None) -> bool:
    """Whether something answers at an address of ours: a page, with what it has below, or a view.

    What it depends on is said: whoever is sent there must hear when it goes.
    """
    path = unquote(path_of(link))
    return _answers(path if path.endswith("/") or "." in path else f"{path}/", request)


def lacks_its_slash(request: HttpRequest) -> bool:
    """Whether what was not found answers when it is asked for with a slash at its end."""
    with unseen():
        path = request.path_info
        return not path.endswith("/") and _answers(f"{path}/", request)


def old_path_of(url_path: str) -> str:
    """Return how a redirect would call the address of a page."""
    return Redirect.normalise_path(f"{routing.home_path()}{url_path[len(_root()) :]}")


def addresses_below(path: str) -> Iterator[tuple[int, str, bool]]:
    """Yield each page at or below a place in the tree: number, address, whether it is live."""
    section = SitePage.objects.filter(path__startswith=path).order_by("path")
    root = _root()
    for pk, url_path, live in section.values_list("pk", "url_path", "live"):
        if url_path.startswith(root):
            yield pk, old_path_of(url_path), live


def _answers(path: str, request: HttpRequest | None) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    is_twin = match.func is twin
    if match.func is not serve and not is_twin:
        return True
    below = match.kwargs["path"] if is_twin else match.args[0]
    try:
        with unseen():
            found = routing.find_route(SitePage, request or HttpRequest(), below)
    except Http404:
        return False
    if found is None:
        return False
    shows(depths.tag(depths.WHOLE if is_twin else depths.ADDRESS, found.page.pk))
    return not is_twin or bool(found.page.markdown_address)


def _root() -> str:
    site = routing.served_site()
    return site.root_page.url_path if site else ""


@cache
def _hosts(site_url: str) -> frozenset[str]:
    name = (urlsplit(site_url).hostname or "").removeprefix("www.")
    return frozenset({name, f"www.{name}"})
