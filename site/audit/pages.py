"""The pages that the site has by its own account, and how to name some of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

from pages import routing
from pages.models import SitePage, SitePageQuerySet

BATCH = 500


class UnknownPage(Exception):
    """What somebody has asked for is no page that readers can open. Says why, in a sentence."""


@dataclass(frozen=True)
class Listed:
    """A page as its editors know it."""

    address: str
    is_described: bool
    chosen_canonical: str


def all_published() -> Iterator[Listed]:
    """Yield every page that anybody may read, in the order of the tree, a few at a time."""
    last = ""
    while pages := list(_published().filter(path__gt=last).order_by("path")[:BATCH]):
        yield from map(_listed, pages)
        last = pages[-1].path


def page_of(number: int) -> Listed:
    """Return the page of an id. Raises UnknownPage."""
    page = SitePage.objects.filter(pk=number).first()
    if page is None:
        raise UnknownPage(f"There is no page with the id {number}.")
    if not _published().filter(pk=number).exists():
        raise UnknownPage(f"Nobody can open page {number}, “{page.title}”: publish it first.")
    return _listed(page)


def page_at(address: str) -> Listed | None:
    """Return the page at an address; None where something else answers, such as part of a list."""
    parts = urlsplit(address)
    steps = [step for step in unquote(parts.path).split("/") if step]
    site = routing.served_site()
    if site is None or parts.query or not parts.path.endswith("/"):
        return None
    url_path = f"{site.root_page.url_path}{''.join(f'{step}/' for step in steps)}"
    slug = steps[-1] if steps else site.root_page.slug
    page = _published().filter(slug=slug, url_path=url_path).first()
    return _listed(page) if page else None


def address_of(written: str) -> str:
    """Return the whole address of what somebody has typed. Raises UnknownPage."""
    address = f"{settings.SITE_URL}{written}" if written.startswith("/") else written
    try:
        parts = urlsplit(address)
    except ValueError:
        raise UnknownPage(f"“{written}” is no address.") from None
    if f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        raise UnknownPage(
            f"“{written}” is no page of this site: give an id, a path such as /blog/, or an "
            f"address that begins with {settings.SITE_URL}/."
        )
    return f"{settings.SITE_URL}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")


def _published() -> SitePageQuerySet:
    site = routing.served_site()
    if site is None:
        return SitePage.objects.none()
    # What lies beside the home page has no address.
    return (
        SitePage.objects.published()
        .filter(path__startswith=site.root_page.path)
        .only(
            *("path", "depth", "slug", "url_path", "title"),
            *("search_description", "canonical_override"),
        )
    )


def _listed(page: SitePage) -> Listed:
    return Listed(
        page.absolute_url, bool(page.search_description.strip()), page.canonical_override
    )
