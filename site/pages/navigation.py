"""The links of the header and the footer, remembered by every process."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from delivery.memory import remembered
from delivery.page_cache.tags import shows
from pages import depths, routing, standing
from pages.changes import ADDRESSES

TOPIC = "navigation"


@dataclass(frozen=True, slots=True)
class Link:
    """One link: what it says and where it leads, as a path on this site."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Navigation:
    """Every link that stands on every page. A place that does not exist has no address."""

    entries: tuple[Link, ...]
    footer: tuple[Link, ...]
    home_url: str
    blog_url: str
    appointment_url: str
    search_url: str


def navigation() -> Navigation:
    """Return the links of the header and the footer."""
    return remembered(TOPIC, "links", _gather)


def page_url_of_type(label: str) -> str:
    """Return the path of the first published page of a type such as `blog.BlogIndexPage`."""
    pk, url = remembered(ADDRESSES, f"first {label}", lambda: _first_of_type(label), tags=())
    shows(f"list:{label.lower()}", *([depths.tag(depths.ADDRESS, pk)] if pk else []))
    return url


def _gather() -> Navigation:
    from pages.models import SitePage

    site = routing.served_site()
    home = site.root_page if site else None
    published = SitePage.objects.published()
    below = published.child_of(home) if home else published.none()
    return Navigation(
        entries=_links(below.filter(show_in_menus=True)),
        footer=_links(published.filter(show_in_footer=True)),
        home_url=(home.url if home else "") or "/",
        blog_url=_first_of_type("blog.BlogIndexPage")[1],
        appointment_url=_first_of_type("clinic.AppointmentPage")[1],
        search_url=_search_url(),
    )


def _links(pages) -> tuple[Link, ...]:
    return tuple(Link(page.title, page.url) for page in pages.names() if page.url)


def _first_of_type(label: str) -> tuple[int, str]:
    from pages.models import SitePage

    room, model = label.lower().split(".")
    page = (
        SitePage.objects.published()
        .filter(content_type__app_label=room, content_type__model=model)
        .first()
    )
    return (page.pk, page.url or "") if page else (0, "")


def _search_url() -> str:
    try:
        return reverse("search")
    except NoReverseMatch:
        return ""


standing.register(TOPIC, _gather)
