"""Words printed as Markdown, read again by a CommonMark parser, are the same words (row 60)."""

from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.markdown.lines import settled
from content.markdown.nodes import (
    Block,
    Break,
    Emphasis,
    Heading,
    Image,
    Line,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strong,
    Superscript,
    Table,
    Text,
    paragraphs,
)
from content.markdown.printer import markdown
from tests.content.commonmark import plain, read

HOSTILE = [
    *("*", "**", "_", "__", "`", "```", "~~", "#", "## ", "- ", "+ ", "1. ", "2) ", "> ", "|"),
    *("---", "===", ":-", ":--", "[", "]", "](", "![", "!", "<", "</", "<b>"),
    *("<!--", "<?", "<a@b.org>"),
    *("&", "&amp;", "&#35;", "amp;", "\\", "\\\\", "\n", "\n\n", "\t", "    ", " ", "\u00a0"),
    *("[a]: /b", "http://a.org", "www.a.org", "“", "—", "€", "é", "שלום", "🧠", "\u202e", "\x1b"),
    *("\u2028", "a", "b", "Z", "7", ".", ")", "(", '"', "'", "=", "-", ":", ";", "{", "}"),
]  # fmt: skip
WORDS = st.lists(st.sampled_from(HOSTILE), max_size=6).map("".join) | st.text(max_size=12)
TEXTS = st.builds(Text, WORDS)
ADDRESSES = st.builds(
    "https://example.org/{}".format,
    st.text("ab/?#&=;()[]<> \\\"'`*_|!~é🧠", max_size=8),
)
IMAGES = st.builds(Image, ADDRESSES, WORDS)


def line_of(parts: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(parts, max_size=4).map(tuple)


PARTS = st.recursive(
    TEXTS | IMAGES | st.just(Break()),
    lambda inner: (
        st.builds(Strong, line_of(inner))
        | st.builds(Emphasis, line_of(inner))
        | st.builds(Superscript, line_of(inner))
        | st.builds(Link, line_of(inner), ADDRESSES)
    ),
    max_leaves=6,
)
LINES = line_of(PARTS)
CELLS = st.lists(LINES, min_size=1, max_size=3).map(tuple)
BLOCKS = st.recursive(
    st.builds(Paragraph, LINES)
    | st.builds(Heading, st.integers(2, 4), LINES)
    | st.builds(Table, CELLS, st.lists(CELLS, max_size=2).map(tuple)),
    lambda inner: (
        st.builds(Listing, st.lists(line_of(inner), max_size=3).map(tuple), st.booleans())
        | st.builds(Quote, line_of(inner))
    ),
    max_leaves=5,
)


def said(blocks: list[Block] | tuple[Block, ...]) -> list[Block]:
    """Return blocks as somebody who reads them again must find them."""
    return [block for each in blocks for block in _said(each)]


def _said(block: Block) -> list[Block]:
    match block:
        case Paragraph() | Heading():
            parts = one_line(block.parts) if isinstance(block, Heading) else settled(block.parts)
            return [replace(block, parts=parts)] if parts else []
        case Listing():
            items = tuple(item for each in block.items if (item := tuple(said(each))))
            return [replace(block, items=items)] if items else []
        case Quote():
            blocks = tuple(said(block.blocks))
            return [Quote(blocks)] if blocks else []
        case Table():
            width = max(len(row) for row in (block.headings, *block.rows))
            first, *rows = (
                (*map(settled, row), *[()] * (width - len(row)))
                for row in (block.headings, *block.rows)
            )
            return [Table(first, tuple(rows))] if any(map(any, (first, *rows))) else []


def one_line(parts: Line) -> Line:
    """Return a line with spaces for its line ends."""

    def joined(part):
        if isinstance(part, Break):
            return Text(" ")
        return replace(part, parts=one_line(part.parts)) if hasattr(part, "parts") else part

    return settled(map(joined, settled(parts)))


def with_plain_addresses(node):
    """Return nodes with each address in one way to write it: there are several."""
    if isinstance(node, list | tuple):
        return type(node)(map(with_plain_addresses, node))
    if not hasattr(node, "__dataclass_fields__"):
        return node
    values = {name: with_plain_addresses(value) for name, value in vars(node).items()}
    if "address" in values:
        values["address"] = unquote(values["address"])
    return type(node)(**values)


@given(st.lists(BLOCKS, max_size=3))
@example([Listing(((Paragraph((Text("a"),)),),)), Listing(((Paragraph((Text("b"),)),),))])
@example([Paragraph((Text("a!"), Link((Text("b"),), "https://example.org/")))])
@example([Paragraph((Text("see"), Strong((Text("(this)."),)), Text("Now")))])
@example([Paragraph((Text("a"), Break(), Text("| b"), Break(), Text("--- | ---")))])
def test_whatever_is_printed_is_read_again_as_it_was_meant(blocks):
    assert with_plain_addresses(read(markdown(blocks))) == with_plain_addresses(said(blocks))


@given(st.text())
@example("# no heading")
@example("- no list\n+ nor this\n1. nor this\n2) nor this")
@example("1986. A great year")
@example("[x]: https://example.org/ 'no definition'")
@example("a\n===\nb\n---\n    no code\n\tnor this")
@example("<script>alert(1)</script> &lt; &amp;lt; &copy; AT&T")
@example("| a | b |\n| --- | --- |\n| c | d |")
@example("H\u2082O and 10\u00b2 and 5\u00a0mg")
def test_plain_text_stays_the_words_that_it_was(text):
    [*found] = read(markdown([Paragraph((Text(text),))]))

    words = " ".join(plain(settled((Text(text),))).split())
    assert " ".join("".join(plain(block.parts) for block in found).split()) == words
    assert len(found) == bool(words)


def test_a_superscript_is_no_digit_among_others():
    printed = markdown([Paragraph((Text("10"), Superscript((Text("2"),)), Text(" mg")))])

    assert printed == "10<sup>2</sup> mg\n"


def test_ordinary_prose_is_printed_as_it_is():
    prose = "Ask a doctor (not us): 5 to 7 in 10 people do, and R & D costs < 5% - that's all!"

    assert markdown([Paragraph((Text(prose),))]) == f"{prose}\n"


def test_bold_words_take_tags_only_where_marks_would_be_read_as_words():
    line = (Strong((Text("Note."),)), Text(" Then "), Strong((Text("(a)"),)), Text("b"))

    assert markdown([Paragraph(line)]) == "**Note.** Then <strong>(a)</strong>b\n"


@pytest.mark.parametrize("numbered", [False, True])
def test_lists_one_after_the_other_stay_apart(numbered):
    one = Listing(((Paragraph((Text("a"),)),),), numbered)
    empty = Listing((), numbered)

    assert len(read(markdown([one, empty, one, one]))) == 3


def test_typed_text_keeps_its_paragraphs_and_its_lines():
    typed = paragraphs("First.\r\n\r\nSecond,\nin two lines.\n\n\n\n")

    assert markdown(typed) == "First.\n\nSecond,\\\nin two lines.\n"
    assert paragraphs(" \n ") == ()
