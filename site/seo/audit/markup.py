"""Reads HTML as tags and text, in a time that grows with its length whatever it holds.

Parsers do not: comments without an end, elements one in the other, or a tag of very many
attributes keep them busy for minutes. A crawler's questions need no tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

# Each character is looked at once: the quantifiers with a plus never give anything back.
_MARKUP = re.compile(
    r"""
    <!--(?:>|->|(?s:.)*?(?:-->|--!>|\Z))      # a comment; one without its end goes on to the last
    | <[!?][^>]*+(?:>|\Z)                     # a declaration
    | </(?P<end>[a-zA-Z][^\s/>]*+)[^>]*+(?:>|\Z)
    | <(?P<start>[a-zA-Z][^\s/>]*+)
      (?P<attributes>(?:[\s/]++|=?+[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?+|=)*+)
      (?:>|\Z)
    """,
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>=?+[^\s/>=]++)
    (?:\s*+=\s*+(?:"(?P<double>[^"]*+)(?:"|\Z)|'(?P<single>[^']*+)(?:'|\Z)|(?P<bare>[^\s>]*+)))?+""",
    re.VERBOSE,
)
# What stands in these is text up to their end tag, however much it looks like tags.
RAW = frozenset({"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"})
# Of these, character references are read.
_READ = frozenset({"title", "textarea"})


@dataclass(frozen=True)
class Start:
    """A start tag. Of an attribute that is given twice the first counts.

    `closed` means that it ends with a slash, which only counts inside SVG.
    """

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True)
class End:
    """An end tag."""

    name: str


@dataclass(frozen=True)
class Text:
    """What stands between two tags."""

    content: str


Token = Start | End | Text


def tokens(html: str) -> Iterator[Token]:
    """Yield tags and texts in their order; comments and declarations are left out."""
    position = 0
    while position < len(html):
        opening = html.find("<", position)
        if opening < 0:
            opening = len(html)
        if opening > position:
            yield Text(_plain(html[position:opening]))
        if opening == len(html):
            return
        found = _MARKUP.match(html, opening)
        if found is None:  # a “<” that is only that
            yield Text("<")
            position = opening + 1
            continue
        position = found.end()
        if end := found["end"]:
            yield End(end.lower())
        elif start := found["start"]:
            name = start.lower()
            yield Start(name, _attributes(found["attributes"]), found[0].endswith("/>"))
            if name in RAW:
                content, position = _raw(html, name, position)
                if content:
                    yield Text(_plain(content) if name in _READ else content)


def _attributes(written: str) -> dict[str, str]:
    read: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(written):
        value = found["double"] or found["single"] or found["bare"] or ""
        read.setdefault(found["name"].lower(), _plain(value))
    return read


def _raw(html: str, name: str, start: int) -> tuple[str, int]:
    """Return the text up to the element's end tag, and where that begins."""
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
    stop = end.start() if end else len(html)
    return html[start:stop], stop


def _plain(text: str) -> str:
    """Return a text with its character references read."""
    try:
        return unescape(text)
    except ValueError:  # a number of more digits than Python reads
        return text
