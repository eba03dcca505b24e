"""Nodes as CommonMark with GitHub's tables: what is words stays words. Plain Python.

Everything that is printed goes through `_escaped`, and the start of each line through `_begun`;
`tests/content/test_markdown.py` has a parser of CommonMark read it again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import assert_never
from urllib.parse import quote

from content.markdown.lines import settled
from content.markdown.nodes import (
    Block,
    Break,
    Emphasis,
    Heading,
    Image,
    Inline,
    Line,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strong,
    Superscript,
    Table,
    Text,
)

LINE_END, LINE_END_IN_CELL = "\\\n", "<br>"
# Of a list with bullets, and of one with numbers.
USUAL_MARKS, OTHER_MARKS = ("-", "."), ("*", ")")

# What means something to Markdown wherever it stands; an ampersand or an angle bracket only where
# it could begin an entity or a tag, also with what follows the text.
_MARKUP = re.compile(r"[\\`*_\[\]~|]|&(?=[\w#]|$)|<(?=[A-Za-z/!?]|$)")
# What means something at the start of a line: headings, lists, quotes, and lines under a heading.
_START = re.compile(
    r"^(?:(?=[>]|[-](?:[-:\s]|$)|[+](?:\s|$)|#{1,6}(?:\s|$)|=+\s*$|:-)|(\d{1,9})(?=[.)](?:\s|$)))"
)
_CLOSING_MARKS = re.compile(r"#+$")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# In an address, what needs no other form: no spaces, parentheses, pipes, angle brackets.
_PLAIN_IN_ADDRESS = "!#$%&'*+,/:;=?@[]~-._"


def markdown(blocks: Iterable[Block]) -> str:
    """Return a document."""
    return f"{_together(blocks)}\n"


# --- Blocks ---------------------------------------------------------------------------------


def _together(blocks: Iterable[Block]) -> str:
    return "\n\n".join(_printed(blocks))


def _printed(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield each block that has anything to say.

    A list right after one of its kind has another mark: else the two would be one.
    """
    last, marks = None, USUAL_MARKS
    for block in blocks:
        kind = (Listing, block.numbered) if isinstance(block, Listing) else type(block)
        others = OTHER_MARKS if kind == last and marks == USUAL_MARKS else USUAL_MARKS
        if text := _block(block, others):
            last, marks = kind, others
            yield text


def _block(block: Block, marks: tuple[str, str]) -> str:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph():
            return _begun(_line(block.parts))
        case Listing():
            return _listing(block, marks)
        case Quote():
            lines = _together(block.blocks).splitlines()
            return "\n".join(f"> {line}".rstrip() for line in lines)
        case Table():
            return _table(block)
        case _:
            assert_never(block)


def _heading(heading: Heading) -> str:
    words = _CLOSING_MARKS.sub(r"\\\g<0>", _line(heading.parts, line_end=" "))
    return f"{'#' * heading.level} {words}" if words else ""


def _listing(listing: Listing, marks: tuple[str, str]) -> str:
    bullet, point = marks
    items = [item for item in listing.items if _together(item)]
    is_tight = all(map(_is_short, items))
    texts = [
        _hung(
            f"{number}{point} " if listing.numbered else f"{bullet} ",
            ("\n" if is_tight else "\n\n").join(_printed(item)),
        )
        for number, item in enumerate(items, start=1)
    ]
    return ("\n" if is_tight else "\n\n").join(texts)


def _is_short(item: Iterable[Block]) -> bool:
    """Say whether an item is one paragraph, perhaps with one list of its own."""
    kinds = [type(block) for block in item]
    return kinds in ([Paragraph], [Listing], [Paragraph, Listing])


def _hung(mark: str, text: str) -> str:
    """Return an item's text behind its mark, its other lines as far in as the first."""
    first, *others = text.split("\n")
    return "\n".join([mark + first, *(" " * len(mark) + line if line else "" for line in others)])


def _table(table: Table) -> str:
    if not any(map(_cell, (*table.headings, *(cell for row in table.rows for cell in row)))):
        return ""
    rows = [table.headings, *table.rows]
    width = max(map(len, rows))
    first, *rest = (_row([*map(_cell, row), *[""] * (width - len(row))]) for row in rows)
    return "\n".join([first, _row(["---"] * width), *rest])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(parts: Line) -> str:
    return _line(parts, line_end=LINE_END_IN_CELL)


def _begun(text: str) -> str:
    """Return a paragraph of which no line begins anything but a paragraph."""
    return "\n".join(_START.sub(r"\1\\", line) for line in text.split("\n"))


# --- In a line ------------------------------------------------------------------------------


def _line(parts: Iterable[Inline], line_end: str = LINE_END) -> str:
    return _spans(settled(parts), "", "", line_end)


def _spans(parts: Line, before: str, after: str, line_end: str) -> str:
    """Print parts that stand between two characters; nothing is the start or end of a line."""
    text = ""
    for part, following in zip_longest(parts, parts[1:]):
        last, then = text[-1:] or before, _first_character(following) or after
        match part:
            case Text(words):
                text += _escaped(words)
            case Break():
                text += line_end
            case Strong():
                text += _marked("**", "strong", part.parts, last, then, line_end)
            case Emphasis():
                text += _marked("_", "em", part.parts, last, then, line_end)
            case Superscript():
                text += f"<sup>{_spans(part.parts, '>', '<', line_end)}</sup>"
            case Link():
                text = f"{text[:-1]}\\!" if text.endswith("!") else text  # it is no image
                words = _spans(part.parts, "[", "]", line_end)
                text += f"[{words}]({_destination(part.address)})"
            case Image():
                text += f"![{_escaped(part.alt)}]({_destination(part.address)})"
            case _:
                assert_never(part)
    return text


def _marked(mark: str, tag: str, parts: Line, last: str, then: str, line_end: str) -> str:
    """Print a span between marks; between tags where the marks would be taken for words.

    Which they are, says CommonMark of "delimiter runs", depends on both sides of each mark.
    """
    inner = _spans(parts, mark[0], mark[0], line_end)
    sides = (last, inner[0]), (then, inner[-1])
    if mark == "_":
        works = all(_parts_words(outside) for outside, _ in sides)
    else:
        works = all(_parts_words(outside) or inside.isalnum() for outside, inside in sides)
    return f"{mark}{inner}{mark}" if works else f"<{tag}>{inner}</{tag}>"


def _parts_words(character: str) -> bool:
    """Say whether a character, or the end of the line, is a space or punctuation for sure."""
    if not character or character.isspace():
        return True
    is_ascii_sign = character.isascii() and not character.isalnum()
    return is_ascii_sign or unicodedata.category(character).startswith("P")


def _first_character(part: Inline | None) -> str:
    """Return the first character that a part will print; every mark is punctuation."""
    if part is None:
        return ""
    return _escaped(part.words)[0] if isinstance(part, Text) else "*"


def _escaped(words: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", words)


def _destination(address: str) -> str:
    plain = quote(address, safe=_PLAIN_IN_ADDRESS, errors="replace")
    return _ENTITY.sub("&amp;", plain)
