"""Reading lists: spreadsheets of redirects, sitemaps, WordPress exports (plain Python)."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

MOST_LINES = 2_000
MOST_BYTES = 20 * 1024 * 1024

_FROM = {"from", "old", "old path", "old url", "old address", "source", "redirect from", "url"}
_TO = {"to", "new", "new path", "new url", "new address", "target", "destination", "link"}
_STATUS = {"status", "type", "code", "http code", "permanent"}
STATUSES = {
    **dict.fromkeys(("301", "308", "permanent", "true", "yes", "1"), 301),
    **dict.fromkeys(("302", "303", "307", "temporary", "false", "no", "0"), 302),
    **dict.fromkeys(("410", "gone", "deleted"), 410),
}
# What a WordPress export calls the things that have a page of their own.
_WITH_PAGES = {"post", "page"}


class UnreadableListError(ValueError):
    """A file that cannot be read as a list; its text says what to do."""


@dataclass(frozen=True)
class Line:
    """One line of a list, as it is written there."""

    number: int
    old: str
    target: str = ""
    status: str = ""


def lines_of(text: str) -> list[Line]:
    """Return the lines of a spreadsheet: old address, target, status. A first line may name them.

    Raises UnreadableListError.
    """
    rows = _rows(text)
    columns = (0, 1, 2)
    if rows and (named := _named_columns(rows[0][1])):
        columns, rows = named, rows[1:]
    if len(rows) > MOST_LINES:
        raise UnreadableListError(
            f"The list has {len(rows):,} lines; {MOST_LINES:,} can be read at once. Split it."
        )
    return [Line(number, *(_cell(cells, column) for column in columns)) for number, cells in rows]


def is_xml(text: str) -> bool:
    """Whether it is a sitemap or a WordPress export rather than a spreadsheet."""
    return text.lstrip().startswith("<")


def decoded(data: bytes) -> str:
    """Return a file's text: UTF-8 with or without a mark, or what Excel writes.

    Raises UnreadableListError.
    """
    if len(data) > MOST_BYTES:
        megabytes = MOST_BYTES // 1024 // 1024
        raise UnreadableListError(f"The file is larger than {megabytes} MB. Split it.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableListError("This is a workbook. In Excel, save it as “CSV UTF-8” first.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").lstrip("\ufeff")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadableListError("This is no text file. Save the list as CSV first.")
    return text


def addresses_of(text: str) -> list[str]:
    """Return the addresses in a sitemap, in a WordPress export, or one a line.

    Raises UnreadableListError.
    """
    found = dict.fromkeys(_of_xml(text) if is_xml(text) else (line.old for line in lines_of(text)))
    if len(found) > MOST_LINES:
        raise UnreadableListError(
            f"There are {len(found):,} addresses; {MOST_LINES:,} can be read at once. Split it."
        )
    if not found:
        raise UnreadableListError("There is no address in it.")
    return list(found)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        return [
            (reader.line_num, [cell.strip() for cell in cells])
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as problem:
        raise UnreadableListError(f"Line {reader.line_num}: {problem}.") from problem


def _named_columns(cells: list[str]) -> tuple[int, int, int] | None:
    names = [cell.lower().replace("_", " ") for cell in cells]
    start = next((place for place, name in enumerate(names) if name in _FROM), None)
    if start is None:
        return None
    end = next((place for place, name in enumerate(names) if name in _TO), len(names))
    status = next((place for place, name in enumerate(names) if name in _STATUS), len(names))
    return start, end, status


def _cell(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _of_xml(text: str) -> Iterator[str]:
    try:
        for _, element in iterparse(io.BytesIO(text.encode()), events=("end",)):
            name = _local(element.tag)
            if name == "sitemap":
                raise UnreadableListError(
                    "This is an index of sitemaps. Load the sitemaps that it names, one by one."
                )
            if name == "url":
                yield from filter(None, [_text(element, "loc")])
            elif name == "item":
                yield from _of_item(element)
            if name in {"url", "item"}:
                element.clear()
    except (ParseError, DefusedXmlException, LookupError) as problem:
        raise UnreadableListError(f"The file is not sound XML: {problem}.") from problem


def _of_item(item: Element) -> Iterator[str]:
    """Yield the address of a published post or page of a WordPress export."""
    kind, status = _text(item, "post_type"), _text(item, "status")
    if kind in _WITH_PAGES and status == "publish" and (link := _text(item, "link")):
        yield link


def _text(element: Element, name: str) -> str:
    found = (child.text or "" for child in element if _local(child.tag) == name)
    return next(found, "").strip()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
