"""What a page tells machines about itself, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable
from urllib.parse import urlencode

from seo.nodes import Node, Picture, WebPage
from seo.snippets import title_tag

__all__ = ["Described", "FeedLink", "Metadata", "Picture", "Verification"]

Kind = Literal["website", "article", "profile"]

# Social networks refuse smaller pictures, and then choose one themselves.
SMALLEST_SHARED = 200


@dataclass(frozen=True)
class FeedLink:
    """A feed that a reader's program may find from the page."""

    title: str
    url: str
    mime_type: str = "application/rss+xml"


@dataclass(frozen=True)
class Verification:
    """Proof to a search engine that the site is ours: the name and content of its meta tag."""

    name: str
    content: str


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """Everything the head of one page says.

    `title` is the page's own name, without the site's: `title_pattern` adds that. Addresses are
    absolute. A blank value is left out of the head.
    """

    title: str
    description: str
    canonical: str
    site_name: str
    title_pattern: str = "{title} | {site}"
    page_number: int = 1
    kind: Kind = "website"
    indexable: bool = True
    robots_extras: tuple[str, ...] = ("max-image-preview:large",)
    image: Picture | None = None
    locale: str = "en_US"
    published_on: datetime | None = None
    updated_on: datetime | None = None
    section: str = ""
    tags: tuple[str, ...] = ()
    author_urls: tuple[str, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    nodes: tuple[Node, ...] = ()
    verification: tuple[Verification, ...] = ()

    @property
    def document_title(self) -> str:
        """The text of the title element: the page's name and, where it fits, the site's."""
        return title_tag(
            self.title, self.site_name, pattern=self.title_pattern, page_number=self.page_number
        )

    @property
    def robots(self) -> str:
        """The content of the robots meta tag."""
        if not self.indexable:
            return "noindex, follow"
        return ", ".join(("index", "follow", *self.robots_extras))

    @property
    def shared_image(self) -> Picture | None:
        """The picture for social networks, unless it is too small for them."""
        if self.image and min(self.image.width, self.image.height) >= SMALLEST_SHARED:
            return self.image
        return None

    def hidden(self) -> Metadata:
        """The same page, kept out of search results: a preview, for instance."""
        return replace(self, indexable=False)

    def on_page(self, number: int) -> Metadata:
        """Part `number` of a listing: its own canonical address, title and page node."""
        if number <= 1:
            return self
        canonical = f"{self.canonical}?{urlencode({'page': number})}"
        return replace(
            self,
            page_number=number,
            canonical=canonical,
            nodes=tuple(_moved(node, self.canonical, canonical) for node in self.nodes),
        )

    def metadata(self) -> Metadata:
        """Itself: a Metadata is Described."""
        return self


@runtime_checkable
class Described(Protocol):
    """Anything that can say what its head should hold."""

    def metadata(self) -> Metadata:
        """Return what the head of this page says."""
        ...


def _moved(node: Node, old: str, new: str) -> Node:
    """Return the page's own node with the address of its later part; others as they are."""
    if isinstance(node, WebPage) and node.id == f"{old}#webpage":
        return replace(node, id=f"{new}#webpage", url=new)
    return node
