"""The few words that the starter texts are written with: plain values, text first.

Running text is written as paragraphs with blank lines between them. Inside it `**bold**`,
`[label](/a/page/)`, `[label](https://elsewhere)`, lines that begin with `- ` or `1. `, and `[2]`
for a reference mark mean what they look like.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Value = Any


@dataclass(frozen=True)
class Prose:
    """Running text that becomes rich text."""

    text: str


@dataclass(frozen=True)
class PageAt:
    """The page with this address."""

    path: str


@dataclass(frozen=True)
class TermOf:
    """The glossary's term of this name."""

    name: str


@dataclass(frozen=True)
class Picture:
    """The library's picture of this name."""

    name: str


@dataclass(frozen=True)
class Block:
    """One block of a story: its name and its value."""

    kind: str
    value: Value


@dataclass(frozen=True)
class Source:
    """One published source."""

    citation: str
    doi: str = ""
    url: str = ""


@dataclass(frozen=True)
class PagePlan:
    """One page: where it stands, what search engines are told, and its own fields."""

    model: str
    path: str
    title: str
    search_title: str
    description: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    share_picture: str = ""
    """For a page without a picture of its own."""
    in_menu: bool = False
    in_footer: bool = False

    @property
    def slug(self) -> str:
        """The last part of the address; the home page's is `home`."""
        return self.path.strip("/").rpartition("/")[2] or "home"

    @property
    def parent_path(self) -> str | None:
        """The address of the page above, or None for the home page."""
        above = self.path.strip("/").rpartition("/")[0]
        return None if self.path == "/" else f"/{above}/".replace("//", "/")


def terms(*names: str) -> list[Block]:
    """Return terms of the glossary, for what a page is about or mentions."""
    return [Block("term", TermOf(name)) for name in names]


def section(text: str) -> Block:
    """Return a heading that opens a section."""
    return Block("heading", {"text": text, "level": "h2", "anchor": ""})


def part(text: str) -> Block:
    """Return a heading that opens a part of a section."""
    return Block("heading", {"text": text, "level": "h3", "anchor": ""})


def text(words: str) -> Block:
    """Return running text."""
    return Block("text", Prose(words))


def listing(style: str, title: str, *items: tuple[str, str]) -> Block:
    """Return a list of lines that each open with a few bold words."""
    lines = [{"lead": lead, "text": Prose(words)} for lead, words in items]
    return Block("list", {"title": title, "style": style, "items": lines})


def table(caption: str, headings: Sequence[str], *rows: Sequence[str]) -> Block:
    """Return a comparison table whose first column names the rows."""
    kinds = ["text", *["rich_text"] * (len(headings) - 1)]
    columns = [
        {"type": kind, "heading": heading} for kind, heading in zip(kinds, headings, strict=True)
    ]
    cells = [{"values": [row[0], *[Prose(cell) for cell in row[1:]]]} for row in rows]
    value = {"columns": columns, "rows": cells, "caption": ""}
    return Block("comparison_table", {"caption": caption, "table": value, "row_headers": True})


def callout(kind: str, title: str, words: str) -> Block:
    """Return a remark set apart: information, caution or emergency."""
    return Block("callout", {"kind": kind, "title": title, "text": Prose(words)})


def figure(picture: str, caption: str) -> Block:
    """Return a picture with a caption."""
    return Block("image", {"image": Picture(picture), "caption": caption, "credit": ""})


def invitation(title: str, words: str, label: str = "Request an appointment") -> Block:
    """Return a call to action that leads to the appointment page."""
    value = {"title": title, "text": words, "button_label": label}
    return Block("call_to_action", {**value, "page": PageAt("/appointments/")})


def questions(*pairs: tuple[str, str], title: str = "Frequently asked questions") -> Block:
    """Return questions with their answers."""
    asked = [
        {"question": question, "answer": Prose(answer), "anchor": ""} for question, answer in pairs
    ]
    return Block("faq", {"title": title, "questions": asked, "anchor": ""})


def references(*sources: Source) -> Block:
    """Return the numbered sources of a text."""
    items = [{"citation": s.citation, "doi": s.doi, "url": s.url} for s in sources]
    return Block("references", {"title": "References", "items": items})
