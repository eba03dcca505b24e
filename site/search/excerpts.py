"""Cuts from a text the part that shows why it was found. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from search.words import other_form

LENGTH = 220


@dataclass(frozen=True)
class Fragment:
    """A piece of an excerpt: a hit, or what stands between hits."""

    text: str
    hit: bool = False


def excerpt(text: str, words: Iterable[str], length: int = LENGTH) -> list[Fragment]:
    """Return about `length` characters around the first hit; the beginning when there is none."""
    text = " ".join(text.split())
    hits = _pattern(words)
    return marked(_window(text, hits.search(text) if hits else None, length), words)


def marked(text: str, words: Iterable[str]) -> list[Fragment]:
    """Return the whole text in fragments, each hit one of its own."""
    hits = _pattern(words)
    if hits is None:
        return [Fragment(text)] if text else []
    # An odd place in the list is what the group of the pattern matched.
    pieces = enumerate(hits.split(text))
    return [Fragment(piece, hit=bool(place % 2)) for place, piece in pieces if piece]


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return what matches any of the words, in either number, as whole words."""
    forms = {form for word in words for form in (word, other_form(word))}
    if not forms:
        return None
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def _window(text: str, hit: re.Match[str] | None, length: int) -> str:
    """Return the part of the text around a hit, cut between words."""
    if len(text) <= length:
        return text
    start = max(0, hit.start() - length // 3) if hit else 0
    start = min(start, len(text) - length)
    end = start + length
    if start > 0:
        start = _after_space(text, start)
    if end < len(text):
        end = _before_space(text, end, start)
    opening, closing = "… " if start > 0 else "", " …" if end < len(text) else ""
    return f"{opening}{text[start:end].strip()}{closing}"


def _after_space(text: str, place: int) -> int:
    found = text.find(" ", place, place + 40)
    return found + 1 if found >= 0 else place


def _before_space(text: str, place: int, start: int) -> int:
    found = text.rfind(" ", start, place)
    return found if found > start else place
