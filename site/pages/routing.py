"""From a path to a page in few queries, and what every process remembers of the tree's top."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from wagtail.models import Site
from wagtail.url_routing import RouteResult

from delivery.memory import remembered
from pages import depths, standing

if TYPE_CHECKING:
    from pages.models import SitePage

TOPIC = "site"


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


def find_route(model: "type[SitePage]", request: HttpRequest, path: str) -> RouteResult | None:
    """Return the route to the page at that path, or to the nearest page above that takes it.

    One query finds the page and everything above it; a second one makes it specific.
    Raises Http404 when there is no such page or it is not live.
    """
    site = served_site()
    if site is None:
        return None
    request._wagtail_site = site  # type: ignore[attr-defined]
    components = [component for component in path.split("/") if component]
    addresses = _addresses(site.root_page.url_path, components)
    rows = list(
        # `url_path` has no index of its own; the slug has.
        model.objects.filter(slug__in=[site.root_page.slug, *components], url_path__in=addresses)
        .names()
        .order_by("depth")
    )
    if not rows:
        raise Http404
    remaining = components[addresses.index(rows[-1].url_path) :]
    page = _whole(rows[-1])
    page.ancestors_on_site = rows[:-1]
    if remaining and type(page).route is model.route:
        raise Http404
    return page.route(request, remaining)


def _whole(row: "SitePage") -> "SitePage":
    """Return the page as what it is, with whatever its own template shows first."""
    model = row.specific_class
    if model is None:  # a page type that this release no longer knows
        raise Http404
    related = [model._meta.get_field(name) for name in model.read_with]
    names_only = [
        left_out
        for field in related
        if depths.is_page(field.related_model)
        for left_out in depths.deeper(field.related_model, depths.NAME, through=field.name)
    ]
    return model.objects.select_related(*model.read_with).defer(*names_only).get(pk=row.pk)


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
