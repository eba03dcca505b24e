"""Reads Markdown with a parser of CommonMark, back into the nodes that it was printed from."""

from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

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

# With what GitHub adds: tables, and ~~lines through words~~, which we never mean.
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SPANS = {
    "strong_open": ("strong_close", Strong),
    "em_open": ("em_close", Emphasis),
    "<strong>": ("</strong>", Strong),
    "<em>": ("</em>", Emphasis),
    "<sup>": ("</sup>", Superscript),
}


def read(markdown: str) -> list[Block]:
    """Return the nodes of a document. Raises AssertionError for what we never print."""
    return list(_blocks(iter(PARSER.parse(markdown)), until=None))


def plain(parts: Line) -> str:
    """Return the words of a line as they are read."""
    found = ""
    for part in parts:
        match part:
            case Text(words):
                found += words
            case Break():
                found += " "
            case Image():
                found += part.alt
            case _:
                found += plain(part.parts)
    return found


def _blocks(tokens: Iterator[Token], until: str | None) -> Iterator[Block]:
    for token in tokens:
        if token.type == until:
            return
        match token.type:
            case "heading_open":
                yield Heading(int(token.tag[1]), _inline(tokens))
                next(tokens)
            case "paragraph_open":
                yield Paragraph(_inline(tokens))
                next(tokens)
            case "blockquote_open":
                yield Quote(tuple(_blocks(tokens, "blockquote_close")))
            case "bullet_list_open" | "ordered_list_open":
                assert token.attrGet("start") in (None, 1)
                kind = token.type.removesuffix("_open")
                yield Listing(tuple(_items(tokens, f"{kind}_close")), kind == "ordered_list")
            case "table_open":
                first, *rows = _rows(tokens)
                yield Table(first, tuple(rows))
            case _:
                raise AssertionError(f"Nobody has printed this: {token.type} {token.content!r}")


def _items(tokens: Iterator[Token], until: str) -> Iterator[tuple[Block, ...]]:
    for token in tokens:
        if token.type == until:
            return
        assert token.type == "list_item_open"
        yield tuple(_blocks(tokens, "list_item_close"))


def _rows(tokens: Iterator[Token]) -> Iterator[tuple[Line, ...]]:
    row: list[Line] = []
    for token in tokens:
        match token.type:
            case "table_close":
                return
            case "tr_open":
                row = []
            case "inline":
                row.append(_line(token))
            case "tr_close":
                yield tuple(row)


def _inline(tokens: Iterator[Token]) -> Line:
    token = next(tokens)
    assert token.type == "inline"
    return _line(token)


def _line(token: Token) -> Line:
    return settled(_spans(iter(token.children or []), until=None))


def _spans(tokens: Iterator[Token], until: str | None) -> Iterator[Inline]:
    for token in tokens:
        name = token.content if token.type == "html_inline" else token.type
        if name == until:
            return
        if name in SPANS:
            end, kind = SPANS[name]
            yield kind(tuple(_spans(tokens, end)))
            continue
        match name:
            case "text":
                yield Text(token.content)
            case "hardbreak" | "<br>":
                yield Break()
            case "link_open":
                yield Link(tuple(_spans(tokens, "link_close")), str(token.attrGet("href")))
            case "image":
                yield Image(str(token.attrGet("src")), _alt(token))
            case _:
                raise AssertionError(f"Nobody has printed this: {name} {token.content!r}")
    assert until is None, f"{until} is missing"


def _alt(token: Token) -> str:
    renderer: Any = PARSER.renderer
    return str(renderer.renderInlineAsText(token.children or [], PARSER.options, {}))
