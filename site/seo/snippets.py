"""Descriptions as a search result shows them: cut at sentences, never inside a word."""

from __future__ import annotations

import re
import unicodedata

DESCRIPTION_LENGTH = 156
# What somebody has written is kept whole up to here; no search engine or network shows more.
LONGEST_DESCRIPTION = 320

# A mark that ends a sentence, and whatever closes with it. White space and something other than
# a small letter follow; after those of Chinese and Japanese, anything.
_SENTENCE_END = re.compile(
    r"(?:[.!?\u2026\u061f\u06d4\u0964]+[\"')\u2019\u201d\]\u00bb]*(?=\s|$)"
    r"|[\u3002\uff01\uff1f]+[\u300d\u300f\uff09]*)"
)
_OPENING = " \"'(\u2018\u201c\u00ab["
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z]|Dr|Mr|Mrs|Ms|St|Prof|vs|etc|approx|No|Fig|Inc)\.$"
)
# An abbreviation is found by what stands this closely before its full stop.
_CLOSE = 12
# Control characters, halves of characters, and signs that turn the direction of what follows them
# outside the text they stand in.
_UNPRINTABLE = frozenset({"Cc", "Cs"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINED_TO_THE_LAST = frozenset({"Mn", "Me", "Mc"})
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


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
    space = room.rfind(" ")
    # A language without spaces has one by accident: cutting there would leave next to nothing.
    kept = room[:space] if space >= limit // 2 else text[: _whole_until(text, limit - 1)]
    return kept.rstrip(" ,;:\u2013\u2014-") + "\u2026"


def tidy(text: str) -> str:
    """Return the text on one line, with single spaces and nothing that steers a screen."""
    printable = "".join(" " if _steers(character) else character for character in text)
    return " ".join(printable.split())


def _steers(character: str) -> bool:
    return character in _TURNING or unicodedata.category(character) in _UNPRINTABLE


def _last_sentence_end(text: str, limit: int) -> int:
    """Return where the last sentence that fits ends; 0 when none is worth keeping."""
    last = 0
    for match in _SENTENCE_END.finditer(text[: limit + _CLOSE]):
        end = match.end()
        if end > limit:
            break
        if not _goes_on(text, end):
            last = end
    # One very short sentence says too little about a page: then cutting a longer one is better.
    return last if last >= limit // 3 else 0


def _goes_on(text: str, end: int) -> bool:
    """Say whether the sentence goes on behind a mark that looks like its end."""
    following = text[end : end + _CLOSE].lstrip(_OPENING)
    is_small = bool(following) and following[0].islower()
    return is_small or bool(_ABBREVIATION.search(text[max(0, end - _CLOSE) : end]))


def _whole_until(text: str, end: int) -> int:
    """Return where to cut at the latest without parting what is seen as one character."""
    while end > 0 and (_belongs_to_the_last(text[end]) or text[end - 1] == _JOINER):
        end -= 1
    return end


def _belongs_to_the_last(character: str) -> bool:
    return (
        character == _JOINER
        or ord(character) in _SKIN_TONES
        or unicodedata.category(character) in _JOINED_TO_THE_LAST
    )
