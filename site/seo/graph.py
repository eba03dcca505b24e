"""Joins what the rooms know into one JSON-LD graph, each thing once by its `@id`.

Rooms add their nodes through the two registries, in their `AppConfig.ready()`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from seo.nodes import Json, Node

SiteContributor = Callable[[Any], Iterable[Node]]
PageContributor = Callable[[Any], Iterable[Node]]

_site_contributors: list[SiteContributor] = []
_page_contributors: list[PageContributor] = []

# Inside a script element these are what a browser reads as markup. JSON reads them back as the
# same characters, so nothing is lost. json.dumps already escapes everything beyond ASCII.
_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def register_site_nodes(contributor: SiteContributor) -> SiteContributor:
    """Let a room speak about the site on every page. It is called with the request, or None."""
    if contributor not in _site_contributors:
        _site_contributors.append(contributor)
    return contributor


def register_page_nodes(contributor: PageContributor) -> PageContributor:
    """Let a room add to what a page says of itself. It is called with the page."""
    if contributor not in _page_contributors:
        _page_contributors.append(contributor)
    return contributor


def site_nodes(request: Any) -> list[Node]:
    """Everything the rooms say about the site."""
    return [node for contributor in _site_contributors for node in contributor(request)]


def page_nodes(page: Any) -> list[Node]:
    """Everything other rooms say about this page."""
    return [node for contributor in _page_contributors for node in contributor(page)]


def build_graph(nodes: Iterable[Node]) -> Json:
    """Return one JSON-LD document with every node, and every node they name, once.

    Nodes of equal `@id` become one. Where two know the same single fact the earlier one is
    believed, so give the page's own nodes first.
    """
    merged: dict[str, _Merged] = {}
    anonymous: list[Json] = []
    for node in _with_named(nodes):
        if node.id:
            merged.setdefault(node.id, _Merged()).add(node)
        elif node.as_dict() not in anonymous:
            anonymous.append(node.as_dict())
    return {
        "@context": "https://schema.org",
        "@graph": [*(each.as_dict() for each in merged.values()), *anonymous],
    }


def serialize(document: Json) -> str:
    """Return the document as JSON that cannot end the script element it stands in."""
    return json.dumps(document, separators=(",", ":")).translate(_ESCAPES)


class _Merged:
    """One thing, as several nodes of the same `@id` describe it."""

    def __init__(self) -> None:
        self.kinds: list[type[Node]] = []
        self.facts: Json = {}

    def add(self, node: Node) -> None:
        self.kinds.append(type(node))
        for key, value in node.as_dict().items():
            known = self.facts.get(key)
            if isinstance(known, list) and isinstance(value, list):
                self.facts[key] = known + [each for each in value if each not in known]
            else:
                self.facts.setdefault(key, value)

    def as_dict(self) -> Json:
        types = list(dict.fromkeys(kind.schema_type for kind in self._narrowest_kinds()))
        return {**self.facts, "@type": types[0] if len(types) == 1 else types}

    def _narrowest_kinds(self) -> list[type[Node]]:
        """Leave out a kind when another is a kind of it: a MedicalWebPage is a WebPage."""
        return [
            kind
            for kind in self.kinds
            if not any(other is not kind and issubclass(other, kind) for other in self.kinds)
        ]


def _with_named(nodes: Iterable[Node]) -> Iterable[Node]:
    """Yield the nodes, then those they name that have an `@id` of their own."""
    given = list(nodes)
    yield from given
    for node in given:
        yield from (named for named in node.named_nodes() if named.id)
