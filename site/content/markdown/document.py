"""A whole page as Markdown: its name, the facts about it, its text."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateformat import format as format_date
from wagtail.blocks import StreamValue

from content.markdown.forms import story
from content.markdown.nodes import (
    Block,
    Heading,
    Line,
    Link,
    Listing,
    Paragraph,
    Strong,
    Text,
    paragraphs,
    words,
)
from content.markdown.printer import markdown


@dataclass(frozen=True)
class Fact:
    """One thing to know about a page, such as who wrote it."""

    name: str
    parts: Line


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a page says, in the order in which it says it.

    `appointments` is asked only when something invites readers there.
    """

    title: str
    address: str
    introduction: str = ""
    facts: Iterable[Fact] = ()
    opening: Iterable[Block] = ()
    body: StreamValue | None = None
    closing: Iterable[Block] = ()

    def markdown(self, appointments: Callable[[], str]) -> str:
        """Return the page as Markdown."""
        facts = [
            *self.facts,
            Fact("Canonical address", (Link(words(self.address), self.address),)),
        ]
        return markdown(
            [
                Heading(1, words(self.title)),
                *paragraphs(self.introduction),
                Listing(tuple((_fact(fact),) for fact in facts if fact.parts)),
                *self.opening,
                *(story(self.body, self.address, self.title, appointments) if self.body else ()),
                *self.closing,
            ]
        )


def day(moment: dt.datetime | None) -> Line:
    """Return a day as the clinic's clocks and its pages have it; nothing for none."""
    return words(format_date(timezone.localtime(moment), "F j, Y")) if moment else ()


def enumerated(names: Iterable[Line]) -> Line:
    """Return several names in a line."""
    parts = [part for name in names for part in (*name, Text("; "))]
    return tuple(parts[:-1])


def _fact(fact: Fact) -> Paragraph:
    return Paragraph((Strong(words(f"{fact.name}:")), Text(" "), *fact.parts))
