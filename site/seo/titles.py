"""Titles as a search result shows them: written after a pattern, and cut by pixels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from seo.snippets import tidy

# A search result shows titles in 20-pixel Arial on a line of 600 pixels.
TITLE_PIXELS = 600

USUAL_PATTERN = "{title} {separator} {site}"
PLACEHOLDERS: Mapping[str, str] = {
    "title": "the page's search title, else its title",
    "site": "the clinic's name",
    "separator": "the sign chosen below",
    "page": "“page 2” and so on, from the second page of a list",
    "topic": "an article's main topic",
    "town": "the town of a location",
    "role": "what somebody on the team does",
}

_WIDTHS = {
    4.5: "ijl'|",
    5.6: " .,:;!/\\[]ftI",
    6.7: "()-r`\u2018\u2019",
    7.8: '*^{}"\u201c\u201d',
    10.0: "cksvxyzJ",
    11.1: "abdeghnopqu0123456789L?$#_\u2013",
    12.2: "FTZ",
    13.3: "ABEKPSVXY&",
    14.4: "CDHNRUw",
    15.6: "GOQ",
    16.7: "Mm",
    17.8: "%",
    18.9: "W",
    20.3: "@\u2014",
}
_PIXELS = {character: width for width, characters in _WIDTHS.items() for character in characters}
_SMALL, _CAPITAL, _SQUARE = 11.1, 13.3, 20.0
# Marks above and below others, and signs that only say how to join or turn their neighbours.
_WITHOUT_WIDTH = frozenset({"Mn", "Me", "Cf"})
_SQUARE_SHAPES = frozenset({"W", "F"})

_PARTS = re.compile(r"\{([^{}]*)\}|([{}])")
# What joins two names, and is left standing when one of them is not known.
_JOINTS = " -\u2013\u2014|\u00b7\u2022:,/"


class PatternError(ValueError):
    """A pattern that no title can be written after. Says why, to the person who wrote it."""


@dataclass(frozen=True)
class _Segment:
    """What stands between two separators: words and placeholders, in turn."""

    pieces: tuple[tuple[str, str], ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for _, name in self.pieces if name)

    def written(self, values: Mapping[str, str]) -> str:
        """Return its text; nothing when it has placeholders and no value for any of them."""
        known = [values.get(name, "") for name in self.names]
        if self.names and not any(known):
            return ""
        text = tidy(
            "".join(
                f"{words}{values.get(name, '') if name else ''}" for words, name in self.pieces
            )
        )
        return text if all(known) else text.strip(_JOINTS)


@cache
def read_pattern(pattern: str) -> tuple[_Segment, ...]:
    """Return a pattern's segments. Raises PatternError, saying what is wrong with it."""
    segments: list[_Segment] = []
    pieces: list[tuple[str, str]] = []
    for words, name in _pieces(pattern):
        if name == "separator":
            segments.append(_Segment((*pieces, (words, ""))))
            pieces = []
        else:
            pieces.append((words, name))
    segments.append(_Segment(tuple(pieces)))
    if not any("title" in segment.names for segment in segments):
        raise PatternError("A pattern needs {title}: without it every page is called the same.")
    return tuple(segments)


def title_tag(
    title: str,
    site_name: str,
    *,
    pattern: str = USUAL_PATTERN,
    separator: str = "|",
    page_number: int = 1,
    values: Mapping[str, str] | None = None,
) -> str:
    """Return the text of the title element.

    What has no value leaves no separator behind, and what the title already says is not said
    twice. The page's number follows its title where the pattern has no place for it. Where a
    search result would cut the whole off, the site's name goes first, then all but the title.
    """
    title, site_name = tidy(title), tidy(site_name)
    segments = _read_or_usual(pattern)
    part = f"page {page_number}" if page_number > 1 else ""
    placed = any("page" in segment.names for segment in segments)
    numbered = f"{title}, {part}" if title and part and not placed else title
    beside = {**(values or {}), "site": site_name}
    said = title.casefold()
    known = {
        **{name: "" if (text := tidy(value)).casefold() in said else text
           for name, value in beside.items()},
        "title": numbered,
        "page": part,
    }  # fmt: skip
    if not title:
        return ", ".join(filter(None, [site_name, part]))
    for kept in _ever_less(segments):
        written = [text for segment in kept if (text := segment.written(known))]
        whole = f" {separator} ".join(written)
        if pixel_width(whole) <= TITLE_PIXELS:
            return whole
    return f"{title}, {part}" if part else title


def pixel_width(text: str) -> float:
    """Estimate how wide a search result shows a title, in pixels."""
    return sum(map(_width, text))


def _ever_less(segments: tuple[_Segment, ...]) -> Iterator[tuple[_Segment, ...]]:
    """Yield all segments, then those that do not name the site, then the title with its number."""
    yield segments
    for spare in ({"site"}, {"site", "topic", "town", "role"}):
        kept = tuple(each for each in segments if "title" in each.names or not each.names & spare)
        if kept != segments:
            yield kept


def _read_or_usual(pattern: str) -> tuple[_Segment, ...]:
    """Return a pattern's segments; those of the usual one where somebody let a wrong one in."""
    try:
        return read_pattern(pattern)
    except PatternError:
        return read_pattern(USUAL_PATTERN)


def _pieces(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield each placeholder with the words before it, and the words at the end with none."""
    end = 0
    for found in _PARTS.finditer(pattern):
        name, stray = found.groups()
        if stray:
            raise PatternError(f"There is a “{stray}” too many, or its other half is missing.")
        if name not in PLACEHOLDERS:
            known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
            raise PatternError(f"“{{{name}}}” stands for nothing. You can use {known}.")
        yield pattern[end : found.start()], name
        end = found.end()
    yield pattern[end:], ""


@cache
def _width(character: str) -> float:
    if (known := _PIXELS.get(character)) is not None:
        return known
    if unicodedata.category(character) in _WITHOUT_WIDTH:
        return 0
    if unicodedata.east_asian_width(character) in _SQUARE_SHAPES:
        return _SQUARE
    return _CAPITAL if character.isupper() else _SMALL
