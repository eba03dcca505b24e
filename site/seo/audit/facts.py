"""Whether the graph says what readers see: only that is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from seo.audit.codes import Code
from seo.audit.document import Document
from seo.audit.graph import BrokenGraph, kinds, listed, read_graph
from seo.audit.subject import Subject, without_fragment
from seo.audit.wanted import ARTICLES, PLACES
from seo.findings import Finding
from seo.nodes import Json
from seo.snippets import tidy


def fact_findings(document: Document, subject: Subject) -> Iterator[Finding]:
    """Yield what the graph says of this page, and of the clinic, that the page does not show."""
    try:
        things = read_graph(document)
    except BrokenGraph:  # said already
        return
    shown = _Shown(document)
    by_id = {str(thing["@id"]): thing for thing in things if "@id" in thing}
    for thing in things:
        if _is_at_home(thing, subject):
            yield from _of_the_page(thing, shown, by_id)
        if "WebSite" in kinds(thing):
            for publisher in _named(thing.get("publisher"), by_id):
                yield from shown.lacks(publisher, "name", "telephone")


class _Shown:
    """What can be read on a page."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text.casefold()
        called = (link.address for link in document.anchors if link.address.startswith("tel:"))
        self.digits = {_digits(address) for address in called}
        self.days = {written[:10] for written in document.times}

    def lacks(self, thing: Json, *names: str) -> Iterator[Finding]:
        """Yield the properties of a thing whose value cannot be read here."""
        for name in names:
            value = thing.get(name)
            if isinstance(value, str) and value and not self.has(name, value):
                yield _unseen(thing, name, value)

    def has(self, name: str, value: str) -> bool:
        """Say whether a value of that name can be read on the page."""
        if name == "telephone":
            return _digits(value) in self.digits or tidy(value).casefold() in self.text
        if name in {"datePublished", "lastReviewed"}:
            return value[:10] in self.days
        if name == "name":  # “The Crane Center, Destin” may stand there as two words apart
            return all(tidy(part).casefold() in self.text for part in value.split(","))
        return tidy(value).casefold() in self.text


def _of_the_page(thing: Json, shown: _Shown, by_id: dict[str, Json]) -> Iterator[Finding]:
    of_kind = kinds(thing)
    if of_kind & ARTICLES:
        headline = tidy(str(thing.get("headline", "")))
        if headline and headline not in [heading.text for heading in shown.document.headings]:
            yield _unseen(thing, "headline", headline)
        yield from shown.lacks(thing, "datePublished")
        for author in _named(thing.get("author"), by_id):
            yield from shown.lacks(author, "name")
        yield from _comments(thing)
    if "BreadcrumbList" in of_kind:
        yield from _trail(thing, shown)
    if "Comment" in of_kind:
        place = urlsplit(str(thing.get("url") or thing.get("@id"))).fragment
        if place not in shown.document.ids:
            yield _unseen(thing, "text", str(thing.get("text", "")))
    if of_kind & PLACES:
        yield from shown.lacks(thing, "name", "telephone")
        if isinstance(address := thing.get("address"), dict):
            yield from shown.lacks({"@id": thing.get("@id"), **address}, "streetAddress")
    if "reviewedBy" in thing:
        yield from shown.lacks(thing, "lastReviewed")
        for reviewer in _named(thing["reviewedBy"], by_id):
            yield from shown.lacks(reviewer, "name")


def _trail(thing: Json, shown: _Shown) -> Iterator[Finding]:
    steps = [step for step in listed(thing.get("itemListElement")) if isinstance(step, dict)]
    said = [tidy(str(step.get("name", ""))) for step in steps]
    if said != shown.document.trail:
        yield _unseen(thing, "itemListElement", " / ".join(said))


def _comments(article: Json) -> Iterator[Finding]:
    count, comments = article.get("commentCount"), listed(article.get("comment"))
    if isinstance(count, int) and count < len(comments):
        yield Code.GRAPH_UNSEEN.found(
            f"Count the comments again: commentCount is {count}, and there are {len(comments)}.",
            f"{article.get('@id', '')} commentCount",
        )


def _named(value: Any, by_id: dict[str, Json]) -> Iterator[Json]:
    """Yield the things that a property names, as the graph describes them."""
    for each in listed(value):
        if isinstance(each, dict):
            yield by_id.get(str(each.get("@id")), each)


def _is_at_home(thing: Json, subject: Subject) -> bool:
    return without_fragment(str(thing.get("@id", ""))) == subject.address


def _unseen(thing: Json, name: str, value: str) -> Finding:
    return Code.GRAPH_UNSEEN.found(
        f"Show “{value[:60]}” on the page, or leave {name} out of the markup.",
        f"{thing.get('@id', '')} {name}".strip(),
    )


def _digits(telephone: str) -> str:
    return re.sub(r"\D", "", telephone)
