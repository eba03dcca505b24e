"""Which pages have feeds, and where those are. Who lists the articles writes them: the blog."""

from typing import TYPE_CHECKING, NamedTuple

from django.urls import Resolver404

from seo.metadata import FeedLink

if TYPE_CHECKING:
    from pages.models import SitePage


class FeedKind(NamedTuple):
    """A format of feeds: its name, what follows the page's address, its media type."""

    name: str
    suffix: str
    mime_type: str


RSS = FeedKind("RSS", "feed/", "application/rss+xml")
ATOM = FeedKind("Atom", "feed.atom", "application/atom+xml")
JSON = FeedKind("JSON Feed", "feed.json", "application/feed+json")
KINDS = (RSS, ATOM, JSON)


def feed_address(page: "SitePage", kind: FeedKind) -> str:
    """Return the whole address of a page's feed."""
    return f"{page.absolute_url}{kind.suffix}"


def feeds_of(page: "SitePage") -> tuple[FeedLink, ...]:
    """Return every feed of a page that has them."""
    return tuple(
        FeedLink(f"{page.title} ({kind.name})", feed_address(page, kind), kind.mime_type)
        for kind in KINDS
    )


class Syndicated:
    """Mixed into a page type, before SitePage, whose articles can be followed in feeds."""

    def feed_links(self) -> tuple[FeedLink, ...]:
        """Return the feeds, for the head of the page."""
        return feeds_of(self)  # type: ignore[arg-type]

    def get_route_paths(self) -> list[str]:
        """Let the feeds' old addresses lead on, too, when the page is renamed or moved."""
        return ["/", *(f"/{kind.suffix}" for kind in KINDS)]

    def resolve_subpage(self, path: str) -> str:
        """Say whether the page has this path below it, as Wagtail's redirects ask.

        Raises Resolver404 when it has not.
        """
        if path not in self.get_route_paths()[1:]:
            raise Resolver404({"path": path})
        return path
