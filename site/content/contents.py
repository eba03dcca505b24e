"""The table of contents of a story. Plain Python."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Heading:
    """One line of the contents: its level (h2 to h4), its words and where it leads."""

    level: str
    text: str
    anchor: str


def headings(story: Iterable[Any]) -> list[Heading]:
    """Return the headings of a story that can be linked to, in order."""
    return [heading for heading in _headings(story) if heading.text and heading.anchor]


def _headings(story: Iterable[Any]) -> Iterator[Heading]:
    for block in story:
        value = block.value
        if block.block_type == "heading":
            yield Heading(value["level"], value["text"], value["anchor"])
        elif block.block_type == "faq":
            yield Heading("h2", value["title"], value["anchor"])
        elif block.block_type == "references":
            yield Heading("h2", value["title"], "references")
