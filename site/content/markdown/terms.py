"""The medical words of a text, explained as on its page."""

from collections.abc import Iterable, Iterator

from content.markdown.nodes import Block, Heading, Listing, Paragraph, Strong, Text, words
from glossary.entries import Entry


def terms(explained: Iterable[Entry]) -> Iterator[Block]:
    """Yield what each term is; nothing where none is explained."""
    if items := tuple((_term(entry),) for entry in explained):
        yield Heading(2, words("Medical words in this text"))
        yield Listing(items)


def _term(entry: Entry) -> Paragraph:
    names = f" (also called {', '.join(entry.other_names)})" if entry.other_names else ""
    status = f" {entry.legal_status}." if entry.legal_status else ""
    return Paragraph((Strong(words(entry.name)), Text(f"{names}: {entry.explanation}{status}")))
