"""Titles and descriptions as a search result shows them: cut by pixels and at sentences."""

from __future__ import annotations

import re

# A search result shows titles in 20-pixel Arial on a line of 600 pixels.
TITLE_PIXELS = 600
DESCRIPTION_LENGTH = 156

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
_AVERAGE = 11.1

# A full stop ends a sentence when white space and a capital, a digit or a quote follow it.
_SENTENCE_END = re.compile(
    r"[.!?\u2026][\"')\u2019\u201d\]]*(?=\s+[\"'(\u2018\u201c\[]*[A-Z0-9]|$)"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z]|Dr|Mr|Mrs|Ms|St|Prof|vs|etc|approx|No|Fig|Inc)\.$"
)


def pixel_width(text: str) -> float:
    """Estimate how wide a search result shows a title, in pixels."""
    return sum(_PIXELS.get(character, _AVERAGE) for character in text)


def title_tag(
    title: str, site_name: str, *, pattern: str = "{title} | {site}", page_number: int = 1
) -> str:
    """Return the text of the title element.

    The page number is added from page two on. The site's name goes when the title already says
    it, or when both together would be cut off in a search result.
    """
    title, site_name = tidy(title), tidy(site_name)
    numbered = f"{title}, page {page_number}" if page_number > 1 else title
    if not title:
        return site_name
    if not site_name or site_name.casefold() in title.casefold():
        return numbered
    whole = tidy(pattern.replace("{title}", numbered).replace("{site}", site_name))
    return whole if pixel_width(whole) <= TITLE_PIXELS and title in whole else numbered


def description(text: str, limit: int = DESCRIPTION_LENGTH) -> str:
    """Return the beginning of a text, cut at the end of a sentence.

    When the first sentence alone is too long it is cut between words, with an ellipsis. Never
    inside a word, unless one word is longer than the limit.
    """
    text = tidy(text)
    if len(text) <= limit:
        return text
    end = _last_sentence_end(text, limit)
    return text[:end] if end else shorten(text, limit)


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut between words, with an ellipsis when cut."""
    text = tidy(text)
    if len(text) <= limit:
        return text
    room = text[:limit]
    kept = room[: room.rfind(" ")] if " " in room else room[:-1]
    return kept.rstrip(" ,;:\u2013\u2014-") + "\u2026"


def tidy(text: str) -> str:
    """Return the text on one line, with single spaces and no control characters."""
    printable = "".join(" " if _is_control(character) else character for character in text)
    return " ".join(printable.split())


def _is_control(character: str) -> bool:
    return ord(character) < 32 or 127 <= ord(character) < 160


def _last_sentence_end(text: str, limit: int) -> int:
    """Return where the last sentence that fits ends; 0 when none is worth keeping."""
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(text)
        if match.end() <= limit and not _ABBREVIATION.search(text[: match.end()])
    ]
    # One very short sentence says too little about a page: then cutting a longer one is better.
    return ends[-1] if ends and ends[-1] >= limit // 3 else 0
