"""The links of the header and the footer, remembered by every process."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from delivery.memory import remembered
from pages import routing


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
    return remembered(routing.TOPIC, "navigation", _gather)


def page_url_of_type(label: str) -> str:
    """Return the path of the first published page of a type such as `blog.BlogIndexPage`."""
    return remembered(routing.TOPIC, f"first {label}", lambda: _first_of_type(label))


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
        blog_url=page_url_of_type("blog.BlogIndexPage"),
        appointment_url=page_url_of_type("clinic.AppointmentPage"),
        search_url=_search_url(),
    )


def _links(pages) -> tuple[Link, ...]:
    return tuple(Link(page.title, page.url) for page in pages if page.url)


def _first_of_type(label: str) -> str:
    from pages.models import SitePage

    room, model = label.lower().split(".")
    page = (
        SitePage.objects.published()
        .filter(content_type__app_label=room, content_type__model=model)
        .first()
    )
    return (page.url if page else "") or ""


def _search_url() -> str:
    try:
        return reverse("search")
    except NoReverseMatch:
        return ""
