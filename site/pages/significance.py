"""Whether a page has changed in a way that a reader would care about. Plain Python.

A typing error corrected, a comma, a space: the page says what it said. A sentence more, another
number, another link, a picture, a "not" that is gone: it does not.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# So many words may come or go before it is more than a slip; so many may be spelled anew.
FEW_WORDS = 2
FEW_SPELLINGS = 8
# Two spellings of one word are this much alike, and never shorter than this.
ALIKE = 0.6
SHORTEST = 4
# Longer texts are compared by the words they hold, not by their order: that would take seconds.
LONGEST_IN_ORDER = 6_000

_WORD = re.compile(r"[^\W_]+(?:['.,][^\W_]+)*")
_TURNS = frozenset(
    {
        *("no", "not", "never", "none", "nor", "neither", "without", "cannot", "except"),
        *("unless", "only", "always", "must", "should", "may", "avoid", "stop"),
    }
)


@dataclass(frozen=True)
class Substance:
    """What a page says: its words in their order, and beside them links, pictures and parts."""

    words: tuple[str, ...]
    things: frozenset[str]

    def packed(self) -> bytes:
        """Return it as bytes, to be kept."""
        text = " ".join(self.words) + "\n" + "\n".join(sorted(self.things))
        return zlib.compress(text.encode(), 9)

    @classmethod
    def unpacked(cls, kept: bytes) -> Substance:
        """Return what `packed` has kept."""
        words, _, things = zlib.decompress(kept).decode().partition("\n")
        return cls(tuple(words.split()), frozenset(filter(None, things.split("\n"))))


def substance(texts: Iterable[str], things: Iterable[str]) -> Substance:
    """Return the substance of texts and of what else is on a page."""
    words = tuple(word for text in texts for word in words_of(text))
    plain = (" ".join(thing.split()) for thing in things)
    return Substance(words, frozenset(thing for thing in plain if thing))


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: no case, no accents written two ways."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return _WORD.findall(plain)


def is_significant(before: Substance, after: Substance) -> bool:
    """Say whether a reader who knew the page before would find something else in it now."""
    if before == after:
        return False
    if before.things != after.things:
        return True
    old, new = _without_what_is_equal_at_both_ends(before.words, after.words)
    if _hold_other_words(old, new):
        return True
    if max(len(old), len(new)) > LONGEST_IN_ORDER:
        return False
    spelled_anew = changed = 0
    for gone, come in _differences(old, new):
        if any(map(_weighs, (*gone, *come))):
            return True
        if len(gone) == len(come) and all(map(_are_alike, gone, come)):
            spelled_anew += len(gone)
        elif "".join(gone) != "".join(come):  # only the spaces or hyphens are others
            changed += max(len(gone), len(come))
    return changed > FEW_WORDS or spelled_anew > FEW_SPELLINGS


def _differences(
    before: Sequence[str], after: Sequence[str]
) -> Iterable[tuple[Sequence[str], Sequence[str]]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield before[start:end], after[new_start:new_end]


def _without_what_is_equal_at_both_ends(
    before: Sequence[str], after: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]]:
    shorter = min(len(before), len(after))
    start = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - start
    end = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    return before[start : len(before) - end], after[start : len(after) - end]


def _hold_other_words(before: Sequence[str], after: Sequence[str]) -> bool:
    """Compare two texts by the words that one has more often than the other."""
    old, new = Counter(before), Counter(after)
    moved = (old - new) + (new - old)
    return any(map(_weighs, moved)) or moved.total() > 2 * (FEW_SPELLINGS + FEW_WORDS)


def _weighs(word: str) -> bool:
    """Say whether a single word of this kind changes what is said: a number, a no."""
    return word in _TURNS or word.endswith("n't") or any(map(str.isdigit, word))


def _are_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < SHORTEST and one[:1] != other[:1]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE
