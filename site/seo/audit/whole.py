"""What only shows when pages are compared with each other."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from seo.audit.codes import Code
from seo.audit.document import Document
from seo.audit.graph import BrokenGraph, kinds, read_graph
from seo.audit.subject import Subject, without_fragment
from seo.findings import Finding


class Comparison:
    """What the pages seen so far have said: each title and description once, by whom.

    Of a text it keeps eight bytes, so that a hundred thousand pages fit into little memory.
    """

    def __init__(self) -> None:
        self._first: dict[tuple[Code, bytes], str] = {}
        self._identities: dict[tuple[str, str], str] = {}

    def findings(self, document: Document, subject: Subject) -> Iterator[Finding]:
        """Yield what the page has in common with one seen before, and should not."""
        if subject.may_be_indexed(document):
            yield from self._repeated(
                Code.TITLE_REPEATED, "title", "".join(document.titles[:1]), subject
            )
            yield from self._repeated(
                Code.DESCRIPTION_REPEATED,
                "description",
                "".join(document.meta("description")[:1]),
                subject,
            )
        yield from self._identity_changes(document, subject)

    def _repeated(self, code: Code, what: str, text: str, subject: Subject) -> Iterator[Finding]:
        if not text:
            return
        key = code, blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        first = self._first.setdefault(key, subject.address)
        if first != subject.address:
            yield code.found(f"Write a {what} of its own: {first} has the same.", what)

    def _identity_changes(self, document: Document, subject: Subject) -> Iterator[Finding]:
        """Yield things of other pages, the clinic for one, that are called otherwise there."""
        try:
            things = read_graph(document)
        except BrokenGraph:
            return
        for thing in things:
            id, url = str(thing.get("@id") or ""), thing.get("url")
            if not id or not isinstance(url, str) or without_fragment(id) == subject.address:
                continue
            for kind in kinds(thing):
                known = self._identities.setdefault((kind, url), id)
                if known != id:
                    yield Code.GRAPH_ID_CHANGES.found(
                        f"Call the {kind} of {url} {known}, as other pages do.", id
                    )
