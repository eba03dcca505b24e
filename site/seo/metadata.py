"""What a page tells machines about itself, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable
from urllib.parse import urlencode

from seo.nodes import Node, Picture, WebPage
from seo.robots import ResultLimits
from seo.snippets import LONGEST_DESCRIPTION, shorten, tidy
from seo.snippets import description as cut
from seo.titles import USUAL_PATTERN, title_tag

__all__ = ["Described", "FeedLink", "Metadata", "Picture", "ResultLimits", "Verification"]

Kind = Literal["website", "article", "profile"]

# Social networks refuse smaller pictures, and then choose one themselves.
SMALLEST_SHARED = 200
# X shows no more of the words for a picture.
LONGEST_ALT = 420

UNLIMITED = ResultLimits()


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

    `title` is the page's own name, without the site's: `title_pattern` adds that, and what
    `title_values` knows by name. Addresses are absolute. A blank value is left out of the head.
    """

    title: str
    description: str
    canonical: str
    site_name: str
    title_pattern: str = USUAL_PATTERN
    title_separator: str = "|"
    title_values: Mapping[str, str] = field(default_factory=dict)
    page_number: int = 1
    kind: Kind = "website"
    indexable: bool = True
    limits: ResultLimits = UNLIMITED
    image: Picture | None = None
    locale: str = "en_US"
    published_on: datetime | None = None
    updated_on: datetime | None = None
    section: str = ""
    tags: tuple[str, ...] = ()
    author_urls: tuple[str, ...] = ()
    markdown_address: str = ""
    feeds: tuple[FeedLink, ...] = ()
    nodes: tuple[Node, ...] = ()
    verification: tuple[Verification, ...] = ()

    @property
    def document_title(self) -> str:
        """The text of the title element: the page's name and, where it fits, the site's."""
        return title_tag(
            self.title,
            self.site_name,
            pattern=self.title_pattern,
            separator=self.title_separator,
            page_number=self.page_number,
            values=self.title_values,
        )

    @property
    def shared_title(self) -> str:
        """The page's own name, as a shared link shows it; the site's where it has none."""
        return tidy(self.title) or tidy(self.site_name)

    @property
    def short_description(self) -> str:
        """The description, cut at a sentence where it is longer than anybody shows."""
        return cut(self.description, LONGEST_DESCRIPTION)

    @property
    def robots(self) -> str:
        """The content of the robots meta tag."""
        if not self.indexable:
            return "noindex, follow"
        return ", ".join(("index", "follow", *self.limits.directives()))

    @property
    def shared_image(self) -> Picture | None:
        """The picture for social networks, unless it is too small for them."""
        if self.image and min(self.image.width, self.image.height) >= SMALLEST_SHARED:
            return replace(self.image, alt=shorten(self.image.alt, LONGEST_ALT))
        return None

    def hidden(self) -> Metadata:
        """The same page, kept out of search results: a preview, for instance."""
        return replace(self, indexable=False, markdown_address="")

    def on_page(self, number: int) -> Metadata:
        """Part `number` of a listing: its own canonical address, title and page node."""
        if number <= 1:
            return self
        canonical = f"{self.canonical}?{urlencode({'page': number})}"
        return replace(
            self,
            page_number=number,
            canonical=canonical,
            markdown_address="",
            description=f"Page {number}. {self.description}" if self.description else "",
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
