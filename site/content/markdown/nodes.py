"""The parts of a Markdown document as values, before anything is escaped. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

# --- In a line ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """Words, as they are to be read."""

    words: str


@dataclass(frozen=True)
class Strong:
    """What is set in bold."""

    parts: Line


@dataclass(frozen=True)
class Emphasis:
    """What is set in italics."""

    parts: Line


@dataclass(frozen=True)
class Superscript:
    """What stands above the line: an exponent is no digit like others."""

    parts: Line


@dataclass(frozen=True)
class Link:
    """Words that lead to a whole address."""

    parts: Line
    address: str


@dataclass(frozen=True)
class Image:
    """A picture at a whole address, and words for those who do not see it."""

    address: str
    alt: str


@dataclass(frozen=True)
class Break:
    """The end of a line within a paragraph."""


Inline: TypeAlias = Text | Strong | Emphasis | Superscript | Link | Image | Break
Line: TypeAlias = tuple[Inline, ...]

# --- One below the other --------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    """A heading; the page's own name has level 1."""

    level: int
    parts: Line


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    parts: Line


@dataclass(frozen=True)
class Listing:
    """Items one below the other, with bullets or numbers from 1."""

    items: tuple[Blocks, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Quote:
    """What is set apart."""

    blocks: Blocks


@dataclass(frozen=True)
class Table:
    """Rows under the headings of their columns."""

    headings: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


Block: TypeAlias = Heading | Paragraph | Listing | Quote | Table
Blocks: TypeAlias = tuple[Block, ...]


def words(text: str) -> Line:
    """Return plain text as a line; nothing for no text."""
    return (Text(text),) if text else ()


def paragraphs(text: str) -> Blocks:
    """Return plain text as it was typed: a blank line ends a paragraph, each line stays one."""
    typed = text.replace("\r\n", "\n").replace("\r", "\n")
    passages = (passage.strip() for passage in typed.split("\n\n"))
    return tuple(Paragraph(_lines(passage)) for passage in passages if passage)


def _lines(passage: str) -> Line:
    parts: list[Inline] = []
    for line in passage.split("\n"):
        parts += [Text(line), Break()]
    return tuple(parts[:-1])
