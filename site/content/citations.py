"""Reference marks in a text, and the numbered references they point at. Plain Python.

A mark is stored as `<a linktype="reference" number="2">2</a>`. It is shown as a link to
`#reference-2` with an id of its own, `cite-2-1`, that the reference links back to.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

STORED = re.compile(
    r'<a\b(?=[^>]*\blinktype="reference")[^>]*\bnumber="([0-9]{1,3})"[^>]*>.*?</a>', re.DOTALL
)
SHOWN = re.compile(r'<a class="citation" href="#reference-([0-9]{1,3})">.*?</a>', re.DOTALL)
NUMBER = re.compile(r"[0-9]{1,3}")


def opening_tag(number: str) -> str:
    """Return how a mark opens when nothing is known about the page around it."""
    if not NUMBER.fullmatch(number):
        return "<a>"
    return f'<a class="citation" href="#reference-{number}">'


def without_marks(source: str) -> str:
    """Return rich text as it is stored, with its reference marks taken out."""
    return STORED.sub("", source)


def link_marks(html: str, known: Collection[int]) -> tuple[str, dict[int, list[str]]]:
    """Give each mark an id, so that its reference can lead back to it.

    Return the text, and the ids by reference. A mark that points at no reference becomes a
    bare number: a reader never meets a broken link. Marks side by side get a comma between
    them, for 5 and 6 are not 56.
    """
    places: dict[int, list[str]] = defaultdict(list)

    def linked(mark: re.Match[str]) -> str:
        number = int(mark[1])
        comma = "," if SHOWN.match(html, mark.end()) else ""
        if number not in known:
            return f'<sup class="citation citation--unknown">{number}{comma}</sup>'
        place = f"cite-{number}-{len(places[number]) + 1}"
        places[number].append(place)
        return (
            f'<sup class="citation"><a id="{place}" href="#reference-{number}"'
            f' role="doc-noteref" aria-label="Reference {number}">{number}</a>{comma}</sup>'
        )

    return SHOWN.sub(linked, html), dict(places)


def reference_count(raw_story: Collection[Mapping[str, Any]]) -> int:
    """Return how many references a story lists."""
    return sum(
        len(block["value"].get("items") or [])
        for block in raw_story
        if block["type"] == "references"
    )


def cited_numbers(raw_story: Collection[Mapping[str, Any]]) -> set[int]:
    """Return the number of each reference that a story's text cites."""
    return {int(number) for text in _texts(raw_story) for number in STORED.findall(text)}


def findings(raw_story: Collection[Mapping[str, Any]]) -> list[str]:
    """Say in sentences what is wrong between a story's marks and its references."""
    count, cited = reference_count(raw_story), cited_numbers(raw_story)
    found = [
        f"The text cites reference {number}, but {_listed(count)}."
        for number in sorted(cited)
        if not 1 <= number <= count
    ]
    unused = [str(number) for number in range(1, count + 1) if number not in cited]
    if unused:
        found.append(f"No mark in the text leads to reference {', '.join(unused)}.")
    return found


def _listed(count: int) -> str:
    return {0: "no references are listed", 1: "only 1 is listed"}.get(
        count, f"only {count} are listed"
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)) or hasattr(value, "__iter__"):
        for part in value:
            yield from _texts(part)
