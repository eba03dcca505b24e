"""What each block of a story says as Markdown: one form a type, found by its name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, expand_db_html

from content.addresses import whole_address
from content.citations import reference_count
from content.markdown.nodes import (
    Block,
    Blocks,
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
    Table,
    Text,
    paragraphs,
    words,
)
from content.markdown.rich_text import blocks_of, line_of
from content.picks import bring, picked_pages, published_ids
from content.videos import read_video
from images.models import ClinicImage
from images.renditions import renditions
from images.sizes import KINDS

FIGURE = KINDS["figure"].fallback_spec


@dataclass(frozen=True)
class Around:
    """What the blocks of a story know of the page around them. Addresses are whole."""

    address: str
    title: str
    appointments: Callable[[], str]
    references: int
    published: frozenset[int]
    html: Mapping[str, str]

    def prose(self, text: RichText | None) -> Blocks:
        """Return what rich text says."""
        html = self.html.get(text.source, "") if text else ""
        return blocks_of(html, self.address, self.references)


Form = Callable[[Any, Around], Iterable[Block]]
FORMS: dict[str, Form] = {}


def form(*block_types: str) -> Callable[[Form], Form]:
    """Register what blocks of these types say."""

    def register(maker: Form) -> Form:
        FORMS.update(dict.fromkeys(block_types, maker))
        return maker

    return register


def story(
    body: StreamValue, address: str, title: str, appointments: Callable[[], str]
) -> Iterator[Block]:
    """Yield what a story says, in as many queries for fifty blocks as for five.

    What an editor keeps out of quotations is not said: Markdown has no way to mark it.
    """
    bring([body])
    around = Around(
        address=address,
        title=title,
        appointments=appointments,
        references=reference_count(body.raw_data),
        published=published_ids(picked_pages(body)),
        html=_expanded(set(_sources(body))),
    )
    for block in body:
        if _is_kept_out(block):
            yield _left_out(around)
        else:
            yield from FORMS[block.block_type](block.value, around)


def picture(image: ClinicImage | None, address: str, caption: str = "") -> Iterator[Block]:
    """Yield an image with its words, and what stands under it."""
    made = renditions(image, [FIGURE]).get(FIGURE) if image else None
    if made is None:
        return
    yield Paragraph((Image(whole_address(made.url, address), made.alt),))
    if caption:
        yield Paragraph((Emphasis(words(caption)),))


# --- Words ----------------------------------------------------------------------------------


@form("heading")
def _heading(value: Any, around: Around) -> Iterator[Block]:
    yield Heading(int((value["level"] or "h2")[1]), words(value["text"]))


@form("text", "unquoted_text")
def _text(value: RichText, around: Around) -> Iterable[Block]:
    return around.prose(value)


@form("list")
def _list(value: Any, around: Around) -> Iterator[Block]:
    if value["title"]:
        yield Paragraph((Strong(words(value["title"])),))
    yield Listing(tuple(_item(item, around) for item in value["items"]))


def _item(item: Any, around: Around) -> Blocks:
    text = line_of(around.prose(item["text"]))
    lead: Line = (Strong(words(item["lead"])), Text(" ")) if item["lead"] else ()
    return (Paragraph((*lead, *text)),)


@form("quote")
def _quote(value: Any, around: Around) -> Iterator[Block]:
    yield Quote(paragraphs(value["text"]))
    source = _web_address(value["source_url"])
    named = words(value["attribution"] or ("Source" if source else ""))
    if named:
        yield Paragraph((Text("— "), Link(named, source)))


# --- Asides ---------------------------------------------------------------------------------


@form("callout")
def _callout(value: Any, around: Around) -> Iterator[Block]:
    kind = (value["kind"] or "information").capitalize()
    label = f"{kind}: {value['title']}" if value["title"] else f"{kind}:"
    yield Quote((Paragraph((Strong(words(label)),)), *around.prose(value["text"])))


@form("call_to_action")
def _call_to_action(value: Any, around: Around) -> Iterator[Block]:
    page, label = value["page"], value["button_label"]
    yield Paragraph((Strong(words(value["title"])),))
    yield from paragraphs(value["text"] or "")
    if page is not None and page.pk in around.published:
        yield Paragraph((Link(words(label or page.title), page.absolute_url),))
    elif address := around.appointments():
        yield Paragraph((Link(words(label or "Request an appointment"), address),))


@form("related_articles")
def _related_articles(value: Any, around: Around) -> Iterator[Block]:
    listed = [page for page in value["articles"] if page and page.pk in around.published]
    if listed:
        yield Heading(2, words(value["title"]))
        yield links(listed)


def links(pages: Iterable[Any]) -> Listing:
    """Return a list of pages by name, each with its address."""
    entries = (Link(words(page.title), page.absolute_url) for page in pages)
    return Listing(tuple((Paragraph((entry,)),) for entry in entries))


# --- Pictures and video ---------------------------------------------------------------------


@form("image")
def _image(value: Any, around: Around) -> Iterable[Block]:
    image = value["image"]
    credit = value["credit"] or (image.credit if image else "")
    under = " ".join(filter(None, [value["caption"], f"Image: {credit}" if credit else ""]))
    return picture(image, around.address, under)


@form("video")
def _video(value: Any, around: Around) -> Iterator[Block]:
    video = read_video(value["url"] or "")
    name = words(f"Video: {value['title']}")
    yield Paragraph((Link(name, video.watch_url if video else ""),))
    if value["transcript"]:
        yield Paragraph((Strong(words("Transcript")),))
        yield from paragraphs(value["transcript"])


# --- What medical writing needs -------------------------------------------------------------


@form("comparison_table")
def _comparison_table(value: Any, around: Around) -> Iterator[Block]:
    if value["caption"]:
        yield Paragraph((Strong(words(value["caption"])),))
    table = value["table"]
    yield Table(
        tuple(words(column["heading"]) for column in table.columns),
        tuple(tuple(_cells(row, value["row_headers"], around)) for row in table.rows),
    )


def _cells(row: Iterable[Any], names_row: bool, around: Around) -> Iterator[Line]:
    for place, cell in enumerate(row):
        is_rich = isinstance(cell.value, RichText)
        line = line_of(around.prose(cell.value)) if is_rich else words(cell.value or "")
        yield (Strong(line),) if names_row and place == 0 else line


@form("faq")
def _faq(value: Any, around: Around) -> Iterator[Block]:
    yield Heading(2, words(value["title"]))
    for item in value["questions"]:
        if item["question"]:
            yield Heading(3, words(item["question"]))
            yield from around.prose(item["answer"])


@form("references")
def _references(value: Any, around: Around) -> Iterator[Block]:
    yield Heading(2, words(value["title"]))
    yield Listing(tuple((Paragraph(_source(item)),) for item in value["items"]), numbered=True)


def _source(item: Any) -> Line:
    """Return a source. One that says nothing keeps its number: the text counts on it."""
    parts: list[Inline] = [Text(item["citation"] or "(No source is given.)"), Text(" ")]
    if item["doi"]:
        parts.append(Link(words(f"doi:{item['doi']}"), f"https://doi.org/{item['doi']}"))
    elif address := _web_address(item["url"]):
        parts.append(Link(words(address), address))
    return tuple(parts)


def _web_address(address: str | None) -> str:
    """Return an address on the web; nothing for any other."""
    return address if address and address.lower().startswith(("https://", "http://")) else ""


# --- For a whole story ----------------------------------------------------------------------


def _is_kept_out(block: Any) -> bool:
    if block.block_type == "unquoted_text":
        return True
    return isinstance(block.value, Mapping) and bool(block.value.get("nosnippet"))


def _left_out(around: Around) -> Block:
    page = Link(words(around.title), around.address)
    return Paragraph((Emphasis((Text("A part of this text stands on the page alone: "), page)),))


def _sources(value: Any) -> Iterator[str]:
    """Yield each rich text in a story or a part of one, as it is stored."""
    if isinstance(value, RichText):
        yield value.source
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _sources(part)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for part in value:
            yield from _sources(part)
    elif hasattr(value, "rows"):  # a table
        yield from _sources(value.rows)
    elif hasattr(value, "value"):  # a block with its value, or a cell
        yield from _sources(value.value)


def _expanded(sources: set[str]) -> dict[str, str]:
    """Return rich texts with their links and marks as readers get them: expanded in one go."""
    ordered, between = sorted(sources), f"<!-- {uuid4().hex} -->"
    expanded = expand_db_html(between.join(ordered)).split(between)
    return dict(zip(ordered, expanded, strict=True)) if ordered else {}
