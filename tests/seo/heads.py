"""Reads the head of a page as a crawler would, and insists that everything is there once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from tests.seo import vocabulary

ONCE = (
    "title",
    'meta[name="description"]',
    'meta[name="robots"]',
    'meta[name="viewport"]',
    'meta[name="twitter:card"]',
    'meta[property="og:title"]',
    'meta[property="og:type"]',
    'meta[property="og:url"]',
    'meta[property="og:description"]',
    'meta[property="og:site_name"]',
    'meta[property="og:locale"]',
    "meta[charset]",
    'link[rel="canonical"]',
    'link[rel="manifest"]',
    'script[type="application/ld+json"]',
)
AT_MOST_ONCE = (
    'meta[property="og:image"]',
    'meta[property="og:image:width"]',
    'meta[property="og:image:height"]',
    'meta[property="og:image:type"]',
    'meta[property="og:image:alt"]',
    'meta[property="article:published_time"]',
    'meta[property="article:modified_time"]',
    'link[rel="alternate"][type="text/markdown"]',
)
MARKDOWN = "text/markdown"
# Where a relative address would mean nothing to whoever reads it.
ADDRESS_PROPERTIES = {"@id", "url", "item", "sameAs", "hasMap"}


@dataclass(frozen=True)
class Head:
    """What a crawler knows about a page from its head."""

    soup: BeautifulSoup

    @property
    def title(self) -> str:
        """The text of the title element."""
        return self._only("head title").get_text()

    @property
    def canonical(self) -> str:
        """The one address of the page."""
        return str(self._only('link[rel="canonical"]')["href"])

    @property
    def robots(self) -> str:
        """What the page asks of search engines."""
        return self.meta("robots")

    @property
    def feeds(self) -> list[str]:
        """The feeds that the page offers."""
        return [address for kind, address in self._alternates if kind != MARKDOWN]

    @property
    def markdown(self) -> list[str]:
        """Where the page is had as Markdown."""
        return [address for kind, address in self._alternates if kind == MARKDOWN]

    @property
    def graph(self) -> list[dict[str, Any]]:
        """The nodes of the page's JSON-LD."""
        return json.loads(self._only('script[type="application/ld+json"]').string)["@graph"]

    def meta(self, name: str) -> str:
        """Return the content of one meta tag."""
        return str(self._only(f'meta[name="{name}"], meta[property="{name}"]')["content"])

    def node(self, schema_type: str) -> dict[str, Any]:
        """Return the one node of a type."""
        found = [node for node in self.graph if schema_type in vocabulary.types_of(node)]
        assert len(found) == 1, f"{len(found)} nodes of type {schema_type}"
        return found[0]

    @property
    def _alternates(self) -> list[tuple[str, str]]:
        links = self.soup.select('head link[rel="alternate"]')
        return [(str(link["type"]), str(link["href"])) for link in links]

    def _only(self, selector: str) -> Tag:
        found = self.soup.select(selector)
        assert len(found) == 1, f"{selector}: {len(found)} instead of one"
        return found[0]


def read_head(html: str | bytes) -> Head:
    """Return the head of a page, parsed as browsers parse it."""
    return Head(BeautifulSoup(html, "html5lib"))


def assert_sound(html: str | bytes, address: str = "") -> Head:
    """Insist on a head that says everything once, consistently, with absolute addresses.

    Give the page's own address to insist that it calls that canonical.
    """
    head = read_head(html)
    for selector in ONCE:
        assert len(head.soup.select(selector)) == 1, f"{selector}: not exactly once"
        assert len(head.soup.select(f"head {selector}")) == 1, f"{selector}: not in the head"
    for selector in AT_MOST_ONCE:
        assert len(head.soup.select(selector)) <= 1, f"{selector}: more than once"
    assert head.title.strip()
    assert head.meta("description").strip()
    assert head.meta("og:url") == head.canonical
    assert is_absolute(head.canonical)
    if address:
        assert head.canonical == address
    if head.soup.select('meta[property="og:image"]'):
        _assert_sized_image(head)
    _assert_sound_graph(head.graph, head.canonical)
    return head


def is_absolute(address: str) -> bool:
    """Say whether an address means the same wherever it is read."""
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _assert_sized_image(head: Head) -> None:
    assert is_absolute(head.meta("og:image"))
    assert int(head.meta("og:image:width")) >= 200
    assert int(head.meta("og:image:height")) >= 200
    assert head.meta("og:image:type") in {"image/jpeg", "image/png"}


def _assert_sound_graph(graph: list[dict[str, Any]], canonical: str) -> None:
    ids = [node["@id"] for node in graph if "@id" in node]
    assert len(ids) == len(set(ids)), "a node stands in the graph twice"
    for key, value in _properties(graph):
        assert value not in ("", None, [], {}), f"{key} is blank"
        if key in ADDRESS_PROPERTIES and isinstance(value, str):
            assert is_absolute(value), f"{key} is not absolute: {value}"
    for reference in references(graph):
        assert reference in ids, f"{reference} is spoken of but not described"
    assert not (found := vocabulary.problems(graph)), found
    _assert_connected(graph, canonical)


def _assert_connected(graph: list[dict[str, Any]], canonical: str) -> None:
    """Insist that whoever begins at the page comes, from one thing to the next, to all (row 8)."""
    pages = [node["@id"] for node in graph if node.get("@id", "").endswith("#webpage")]
    # A profile names the pages that somebody reviewed besides its own.
    [itself] = pages if len(pages) == 1 else [f"{canonical}#webpage"]
    names = {node.get("@id", ""): set(references([*node.values()])) for node in graph}
    assert itself in names, f"{itself} is not described"
    reached, waiting = set(), {itself}
    while waiting:
        reached |= waiting
        waiting = set().union(*(names[each] for each in waiting)) - reached
    assert reached == set(names), f"not to be reached: {sorted(set(names) - reached)}"


def _properties(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every property of the graph, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from _properties(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _properties(inner)


def references(value: Any) -> Iterator[str]:
    """Yield what a part of the graph names by its `@id`, alone or with a few words."""
    if isinstance(value, dict):
        if "@id" in value:
            yield value["@id"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)
