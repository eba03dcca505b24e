"""Reads what somebody typed into the search field. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

LONGEST_QUERY = 200
MOST_WORDS = 12
# Each word looked for in two forms doubles the alternatives: past this many only as typed.
WORDS_IN_BOTH_FORMS = 3

_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True)
class Query:
    """A search as it was typed, and the words in it."""

    typed: str
    words: tuple[str, ...]

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The words as typed, then the ways to write them with plurals made singular and back."""
        loose, as_typed = self.words[:WORDS_IN_BOTH_FORMS], self.words[WORDS_IN_BOTH_FORMS:]
        choices = product(*((word, other_form(word)) for word in loose))
        return tuple(dict.fromkeys(" ".join((*choice, *as_typed)) for choice in choices))


def read_query(typed: str) -> Query:
    """Return the search in what was typed: one line, no control characters, not endless.

    Only letters and digits count as words, so nothing typed can be an operator of the database.
    """
    kept = "".join(
        " " if unicodedata.category(each).startswith("C") else each
        for each in unicodedata.normalize("NFKC", typed[: LONGEST_QUERY * 4])
    )
    line = " ".join(kept.split())[:LONGEST_QUERY].rstrip()
    words = dict.fromkeys(word.casefold() for word in _WORD.findall(line))
    return Query(typed=line, words=tuple(words)[:MOST_WORDS])


def other_form(word: str) -> str:
    """Return a singular's plural or a plural's singular, as far as English is regular."""
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("s"):
        return word[:-1]
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"
