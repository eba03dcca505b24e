"""Where the feeds of the blog and of each topic are."""

from typing import TYPE_CHECKING

from django.urls import Resolver404

from seo.metadata import FeedLink

if TYPE_CHECKING:
    from pages.models import SitePage

RSS = "application/rss+xml"
ATOM = "application/atom+xml"
FEEDS = ("/feed/", "/feed.atom")


def rss_address(page: "SitePage") -> str:
    """Return the whole address of a page's RSS feed."""
    return f"{page.absolute_url}feed/"


def atom_address(page: "SitePage") -> str:
    """Return the whole address of a page's Atom feed."""
    return f"{page.absolute_url}feed.atom"


def feeds_of(page: "SitePage") -> tuple[FeedLink, ...]:
    """Return both feeds of a page that has them."""
    return (
        FeedLink(f"{page.title} (RSS)", rss_address(page), RSS),
        FeedLink(f"{page.title} (Atom)", atom_address(page), ATOM),
    )


class Syndicated:
    """Mixed into a page type, before SitePage, that has an RSS and an Atom feed."""

    def feed_links(self) -> tuple[FeedLink, ...]:
        """Return both feeds, for the head of the page."""
        return feeds_of(self)  # type: ignore[arg-type]

    def get_route_paths(self) -> list[str]:
        """Let the feeds' old addresses lead on, too, when the page is renamed or moved."""
        return ["/", *FEEDS]

    def resolve_subpage(self, path: str) -> str:
        """Say whether the page has this path below it, as Wagtail's redirects ask.

        Raises Resolver404 when it has not.
        """
        if path not in FEEDS:
            raise Resolver404({"path": path})
        return path
