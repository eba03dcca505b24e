"""Rich text, as readers get it, turned into nodes."""

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, NavigableString, Tag

from content.addresses import whole_address
from content.markdown.nodes import (
    Block,
    Blocks,
    Break,
    Emphasis,
    Heading,
    Inline,
    Line,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strong,
    Superscript,
    Text,
)

_SPANS: dict[str, type[Strong | Emphasis | Superscript]] = {
    "b": Strong,
    "strong": Strong,
    "i": Emphasis,
    "em": Emphasis,
    "sup": Superscript,
}
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_PASSAGES = frozenset({"p", "div", "section", "article", "figure", "figcaption"})
_MARK = re.compile(r"#reference-([0-9]{1,3})")
_WITH_BLOCKS = frozenset({*_HEADINGS, *_PASSAGES, "ul", "ol", "blockquote", "hr"})


def blocks_of(html: str, base: str, references: int = 0) -> Blocks:
    """Return what rich text says, block by block.

    `html` has its links and reference marks expanded, `base` is the address of the page that it
    stands on, and `references` how many sources that page lists.
    """
    return tuple(_Reader(base, references).blocks(BeautifulSoup(html, "html.parser")))


def line_of(blocks: Iterable[Block]) -> Line:
    """Return rich text that stands in one line, of a table for instance."""
    parts: list[Inline] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                parts += [*block.parts, Break()]
            case Listing():
                for item in block.items:
                    parts += [*line_of(item), Break()]
            case Quote():
                parts += [*line_of(block.blocks), Break()]
    return tuple(parts[:-1])


class _Reader:
    """Reads the elements of one text."""

    def __init__(self, base: str, references: int) -> None:
        self.base = base
        self.references = references

    def blocks(self, parent: Tag) -> Iterator[Block]:
        """Yield the blocks in an element; what stands loose between them is a paragraph."""
        loose: list[Inline] = []
        for child in parent.children:
            if not isinstance(child, Tag) or child.name not in _WITH_BLOCKS:
                loose += self.inline(child)
                continue
            yield from _passage(loose)
            loose = []
            yield from self._block(child)
        yield from _passage(loose)

    def inline(self, node: object) -> Iterator[Inline]:
        """Yield what an element says within a line."""
        match node:
            case NavigableString() if type(node) is NavigableString:  # no comment, no script
                yield Text(str(node))
            case Tag(name="br"):
                yield Break()
            case Tag(name="a"):
                yield from self._link(node)
            case Tag() if span := _SPANS.get(node.name):
                yield span(self._line(node))
            case Tag():
                yield from self._line(node)

    def _block(self, element: Tag) -> Iterator[Block]:
        match element.name:
            case "ul" | "ol":
                items = element.find_all("li", recursive=False)
                read = (tuple(self.blocks(item)) for item in items)
                yield Listing(tuple(read), numbered=element.name == "ol")
            case "blockquote":
                yield Quote(tuple(self.blocks(element)))
            case name if level := _HEADINGS.get(name):
                yield Heading(level, self._line(element))
            case _:
                yield from self.blocks(element)

    def _line(self, element: Tag) -> Line:
        return tuple(part for child in element.children for part in self.inline(child))

    def _link(self, element: Tag) -> Iterator[Inline]:
        address = str(element.get("href") or "")
        if "citation" in (element.get("class") or ()) and (mark := _MARK.fullmatch(address)):
            yield self._mark(mark[1])
        elif address:
            yield Link(self._line(element), whole_address(address, self.base))
        else:
            yield from self._line(element)

    def _mark(self, number: str) -> Inline:
        """Return a reference mark: its number in brackets, as the list of sources has it."""
        known = 1 <= int(number) <= self.references
        return Text(f"[{number}]") if known else Superscript((Text(number),))


def _passage(parts: list[Inline]) -> Iterator[Paragraph]:
    """Yield a paragraph, unless there is nothing but spaces in it."""
    if any(not isinstance(part, Text) or part.words.strip() for part in parts):
        yield Paragraph(tuple(parts))
