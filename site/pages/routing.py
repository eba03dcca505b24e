"""From a path to a page in few queries, and what every process remembers of the tree's top."""

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from wagtail.models import Site
from wagtail.url_routing import RouteResult

from delivery.memory import remembered
from delivery.page_cache.tags import changes_at, collecting, shows
from pages import depths, standing
from queries.prepared import Prepared

if TYPE_CHECKING:
    from pages.models import SitePage

TOPIC = "site"
# Deeper than any page lies, with what may follow it in an address.
MOST_STEPS = 30


def served_site() -> Site | None:
    """Return the one site, with its home page."""
    return remembered(
        TOPIC,
        "site",
        lambda: Site.objects.select_related("root_page").filter(is_default_site=True).first(),
    )


def root_paths() -> list:
    """Return Wagtail's list of site roots, from memory instead of the shared cache."""
    return remembered(TOPIC, "root paths", Site.get_site_root_paths)


def home_depth() -> int:
    """Return how deep in the tree the home page lies."""
    site = served_site()
    return site.root_page.depth if site else 2


@cache
def home_path() -> str:
    """Return the path of the home page, below which all others lie."""
    return reverse("wagtail_serve", args=[""])


def address_of(url_path: str) -> str:
    """Return the whole address of a page by its path in the tree; blank outside of the site."""
    for root in root_paths():
        if url_path.startswith(root.root_path):
            rest = quote(url_path[len(root.root_path) :])
            return f"{settings.SITE_URL}{home_path()}{rest}"
    return ""


def find_route(model: "type[SitePage]", request: HttpRequest, path: str) -> RouteResult | None:
    """Return the route to the page at that path, or to the nearest page above that takes it.

    One query finds the page and everything above it; a second one makes it specific, unless it is
    of a type that came along.
    Raises Http404 when there is no such page or it is not live.
    """
    site = served_site()
    if site is None:
        return None
    request._wagtail_site = site  # type: ignore[attr-defined]
    components = [component for component in path.split("/") if component]
    if len(components) > MOST_STEPS:
        raise Http404
    addresses = _addresses(site.root_page.url_path, components)
    rows = _read(model, (site.root_page.slug, *components), tuple(addresses))
    if not rows:
        raise Http404
    remaining = components[addresses.index(rows[-1].url_path) :]
    page = _whole(rows[-1])
    page.ancestors_on_site = rows[:-1]
    if remaining and type(page).route is model.route:
        raise Http404
    return page.route(request, remaining)


def _read(
    model: "type[SitePage]", slugs: tuple[str, ...], addresses: tuple[str, ...]
) -> "list[SitePage]":
    """Return the page at the last address that has one, and before it the pages above.

    The rows are whole, for the last one's sake; of the others no more than the name is shown.
    """
    with collecting() as read:
        rows = _rows(model)(slugs, addresses)  # type: ignore[arg-type]
    above = {tag for row in rows[:-1] for tag in depths.tags_down_to(depths.WHOLE, row.pk)}
    names = {tag for row in rows[:-1] for tag in depths.tags_down_to(depths.NAME, row.pk)}
    shows(*(read.tags - above | names))
    changes_at(read.changes_at)
    return rows


def _whole(row: "SitePage") -> "SitePage":
    """Return the page as what it is, with whatever its own template shows first."""
    model = row.specific_class
    if model is None:  # a page type that this release no longer knows
        raise Http404
    if model.read_at_once:
        return getattr(row, _accessor(model))
    found = _typed(model)(row.pk)
    if not found:  # deleted this very moment
        raise Http404
    return found[0]


@cache
def _typed(model: "type[SitePage]") -> "Prepared[SitePage]":
    """Return the query for one page of a type."""
    pages = model.objects.all()
    if model.read_with:
        pages = pages.select_related(*model.read_with).defer(*_names_only(model))
    return Prepared(lambda pk: pages.filter(pk=pk))


@cache
def _rows(model: "type[SitePage]") -> "Prepared[SitePage]":
    """Return the query for the pages with these slugs at these addresses, the top first.

    The types that are read most come along as they are.
    """
    joined, left_out = [], []
    for kind in apps.get_models():
        if issubclass(kind, model) and kind.read_at_once:
            joined += [f"{_accessor(kind)}__{name}" for name in kind.read_with]
            left_out += [f"{_accessor(kind)}__{name}" for name in _names_only(kind)]
    pages = model.objects.order_by("depth").select_related(*joined).defer(*left_out)
    # `url_path` has no index of its own; the slug has.
    return Prepared(lambda slugs, addresses: pages.filter(slug__in=slugs, url_path__in=addresses))


def _names_only(model: "type[SitePage]") -> list[str]:
    """Return what is not read of the pages that a type is read with: all but their names."""
    return [
        left_out
        for name in model.read_with
        if depths.is_page(related := model._meta.get_field(name).related_model)
        for left_out in depths.deeper(related, depths.NAME, through=name)
    ]


def _accessor(kind: "type[SitePage]") -> str:
    """Return the name under which a page knows what it is as this type."""
    (link,) = kind._meta.parents.values()
    return link.remote_field.get_accessor_name()


def _addresses(root: str, components: list[str]) -> list[str]:
    """Return the url_path of the root and of each step below it, deepest last."""
    addresses = [root]
    for component in components:
        addresses.append(f"{addresses[-1]}{component}/")
    return addresses


def _as_it_is() -> list:
    """Return what is remembered of the sites, as plain values."""
    sites = Site.objects.order_by("pk").values_list(
        "hostname", "port", "site_name", "is_default_site", "root_page",
        "root_page__url_path", "root_page__path", "root_page__live",
    )  # fmt: skip
    return list(sites)


standing.register(TOPIC, _as_it_is)
