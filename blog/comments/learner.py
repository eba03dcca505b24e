"""What moderators' decisions teach about a text: counting, arithmetic, and words for it.

Paul Graham's idea with Gary Robinson's arithmetic: each feature says how much more often it
stood in spam than in what was approved, cautiously while it is rare; Fisher's chi-square makes
one probability of many. It knows nothing to begin with. Nothing here asks the database: counts
come in as plain values (`blog.comments.learning`).

https://www.linuxjournal.com/article/6467
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import Final

from blog.comments import text

# Change it whenever features() finds other features in the same text.
VERSION: Final = 1
# From here on it calls a comment spam.
SPAM_FROM: Final = 0.9
# When it may speak: so many decisions of this site, and so few wrong alarms among the latest.
NEEDS_APPROVED: Final = 100
NEEDS_SPAM: Final = 30
NEEDS_PRECISION: Final = 0.98
MEASURED_OVER: Final = 100

# How sure we are, before we have seen it, that a feature says nothing; as if seen so often.
UNKNOWN: Final = 0.5
CAUTION: Final = 0.45
# What says too little to count, and how many of the rest do.
SAYS_SOMETHING: Final = 0.1
MOST_WITNESSES: Final = 150
MOST_WORDS: Final = 400
LONGEST_WORD: Final = 30
SHOWN: Final = 3

Pair = tuple[int, int]
Tallies = Mapping[str, Pair]

# Han, kana and Hangul are written without spaces: each sign is a word.
_WORD: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:['\u2019][^\W_]+)*"
)
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_STOP: Final = re.compile(r"[.!?\n]+(?=\s|$)")
_REPEATED_FROM: Final = 4
_SAID: Final = {
    "shape:capitals": "capital letters",
    "shape:exclamations": "exclamation marks",
    "shape:repeated": "repeated characters",
    "shape:markup": "markup for links",
    "shape:long word": "a very long word",
    "shape:no words": "hardly any words",
    "shape:short": "its shortness",
    "shape:medium": "its length",
    "shape:long": "its length",
    "shape:link": "having a link",
    "shape:links": "having several links",
    "shape:money": "an amount of money",
    "shape:number": "a long number",
}


# --- what a text is made of -------------------------------------------------------------------


def features(body: str) -> tuple[str, ...]:
    """Return what is counted of a text: words, pairs of words, hosts of links, its shape.

    Each once, however often it stands there: whoever repeats a word says it once.
    """
    found = dict.fromkeys(f"link:{domain}" for domain in text.domains(body))
    found |= dict.fromkeys(_shape(body))
    bare, left = text.without_links(body).casefold(), MOST_WORDS
    pattern = _ASCII_WORD if bare.isascii() else _WORD
    for sentence in _STOP.split(bare):
        words = [word[:LONGEST_WORD] for word in pattern.findall(sentence)[:left]]
        left -= len(words)
        found |= dict.fromkeys(words)
        found |= dict.fromkeys(map(" ".join, pairwise(words)))
    return tuple(found)


def hashes(found: Iterable[str], key: bytes) -> list[int]:
    """Return features as they are kept: keyed, so that nobody reads words from a table."""
    digests = b"".join(blake2b(each.encode(), digest_size=8, key=key).digest() for each in found)
    return list(struct.unpack(f">{len(digests) // 8}q", digests))


def _shape(body: str) -> Iterator[str]:
    letters = sum(map(str.isalpha, body))
    if letters >= 10 and sum(map(str.isupper, body)) > letters / 3:
        yield "shape:capitals"
    if body.count("!") >= 3:
        yield "shape:exclamations"
    if any(char * _REPEATED_FROM in body for char in set(body) - {" ", "\n"}):
        yield "shape:repeated"
    if text.link_markup(body):
        yield "shape:markup"
    if letters < len(body) / 2:
        yield "shape:no words"
    yield "shape:short" if len(body) < 60 else "shape:medium" if len(body) < 400 else "shape:long"
    count = text.link_count(body)
    if count:
        yield "shape:link" if count == 1 else "shape:links"


# --- what the counts make of it ---------------------------------------------------------------


@dataclass(frozen=True)
class Opinion:
    """What the learner makes of one text, and which words of it say so."""

    probability: float
    for_spam: tuple[str, ...]
    against_spam: tuple[str, ...]
    learned: int
    standing: Standing

    @property
    def ready(self) -> bool:
        """Whether it counts."""
        return self.standing.ready

    @property
    def calls_it_spam(self) -> bool:
        """Whether it is surer than the threshold."""
        return self.probability >= SPAM_FROM

    @property
    def share(self) -> float:
        """How much of its weight it throws in: all of it for spam, a little against it."""
        if self.probability < 0.5:
            return -0.3 * (1 - 2 * self.probability)
        return min(1.0, (self.probability - 0.5) / (SPAM_FROM - 0.5))

    @property
    def sentence(self) -> str:
        """What is told to a moderator, with the words it goes by."""
        percent = min(99, max(1, round(100 * self.probability)))
        decisions = f"{self.learned} decision{'' if self.learned == 1 else 's'}"
        if self.ready:
            said = f"The filter has learned from {decisions} and gives {percent} % spam"
        else:
            said = (
                f"The filter is still learning, so this does not count: "
                f"from {decisions} it gives {percent} % spam"
            )
        reasons = []
        if self.for_spam:
            reasons.append(f"{_pointing(self.for_spam)} to spam")
        if self.against_spam:
            reasons.append(f"{_pointing(self.against_spam)} away from it")
        return f"{said}: {'; '.join(reasons)}." if reasons else f"{said}."


def judge(found: Sequence[str], tallies: Tallies, standing: Standing) -> Opinion:
    """Weigh the features of a text by how often each was seen in spam and in approved ones."""
    spam, approved = standing.spam, standing.approved
    weighed = []
    for feature in found:
        if seen := tallies.get(feature):
            share = _share_of_spam(seen, spam, approved)
            if abs(share - 0.5) >= SAYS_SOMETHING:
                weighed.append((share, feature))
    weighed.sort(key=lambda each: (-abs(each[0] - 0.5), each[1]))
    del weighed[MOST_WITNESSES:]
    return Opinion(
        probability=_together([share for share, _ in weighed]),
        for_spam=_shown(feature for share, feature in weighed if share > 0.5),
        against_spam=_shown(feature for share, feature in weighed if share < 0.5),
        learned=spam + approved,
        standing=standing,
    )


def _share_of_spam(seen: Pair, spam: int, approved: int) -> float:
    """Return how much a feature speaks for spam: drawn to one half while it is rare."""
    times = sum(seen)
    if times <= 0:
        return UNKNOWN
    # The counts may be a moment ahead of what is remembered of their sums.
    in_spam = seen[0] / max(spam, seen[0], 1)
    in_approved = seen[1] / max(approved, seen[1], 1)
    bare = in_spam / (in_spam + in_approved)
    return (CAUTION * UNKNOWN + times * bare) / (CAUTION + times)


def _together(shares: Sequence[float]) -> float:
    """Return one probability of many, as Fisher's chi-square makes it, both ways."""
    if not shares:
        return 0.5
    degrees = 2 * len(shares)
    for_spam = _chi_square_above(-2 * sum(math.log(1 - share) for share in shares), degrees)
    against = _chi_square_above(-2 * sum(math.log(share) for share in shares), degrees)
    return round((1 + against - for_spam) / 2, 6)


def _chi_square_above(value: float, degrees: int) -> float:
    """Return how often chance alone gives a chi-square as large, for even degrees of freedom."""
    half = value / 2
    term = total = math.exp(-half)
    for step in range(1, degrees // 2):
        term *= half / step
        total += term
    return min(total, 1.0)


def _shown(found: Iterable[str]) -> tuple[str, ...]:
    """Return the first few, as a person says them; no word twice, alone and in a pair."""
    said: list[str] = []
    for feature in found:
        words = _SAID.get(feature, feature.removeprefix("link:"))
        if not any(words in other or other in words for other in said):
            said.append(words)
        if len(said) == SHOWN:
            break
    return tuple(said)


def _pointing(words: Sequence[str]) -> str:
    listed = ", ".join(f"\u201c{word}\u201d" for word in words)
    return f"{listed} {'points' if len(words) == 1 else 'point'}"


# --- whether it may speak ---------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How much the learner has learned here, and how right it was lately."""

    approved: int = 0
    spam: int = 0
    # Of the latest decisions: how many there were, how many of them it had called spam when
    # they came, how many of those a moderator called spam, too.
    measured: int = 0
    called_spam: int = 0
    rightly: int = 0

    @property
    def learned(self) -> int:
        """How many decisions it learned from."""
        return self.approved + self.spam

    @property
    def knows_enough(self) -> bool:
        """Whether it has seen as much as it needs."""
        return self.approved >= NEEDS_APPROVED and self.spam >= NEEDS_SPAM

    @property
    def precision(self) -> float | None:
        """How many of its recent alarms were right; None when there were none."""
        return self.rightly / self.called_spam if self.called_spam else None

    @property
    def ready(self) -> bool:
        """Whether what it says counts. It falls silent by itself when it slips."""
        precision = self.precision
        return self.knows_enough and precision is not None and precision >= NEEDS_PRECISION

    @cached_property
    def progress(self) -> str:
        """Where it stands, in two or three words."""
        if self.ready:
            return "ready"
        if self.approved < NEEDS_APPROVED:
            return f"learning: {self.approved} of {NEEDS_APPROVED} approved"
        if self.spam < NEEDS_SPAM:
            return f"learning: {self.spam} of {NEEDS_SPAM} spam"
        return "in shadow"

    @property
    def sentence(self) -> str:
        """Whether it speaks, and why."""
        if not self.knows_enough:
            return (
                f"The filter is learning: {self.approved} of {NEEDS_APPROVED} approved comments, "
                f"{self.spam} of {NEEDS_SPAM} spam. What it thinks is written down "
                f"and does not count yet."
            )
        precision = self.precision
        if precision is None:
            return (
                f"The filter is in shadow: it called none of the last {self.measured} decided "
                f"comments spam, so nobody can say how often it is right."
            )
        right = f"{self.rightly} of {self.called_spam}"
        if self.ready:
            return (
                f"The filter counts: of the last {self.measured} decided comments "
                f"it called {self.called_spam} spam, {self.rightly} of them rightly."
            )
        return (
            f"The filter is in shadow: only {right} of its recent alarms were right "
            f"({precision:.0%}); it needs {NEEDS_PRECISION:.0%}."
        )


# As one that has earned its say: for trying out what it would say.
HEARD: Final = Standing(
    approved=NEEDS_APPROVED,
    spam=NEEDS_SPAM,
    measured=MEASURED_OVER,
    called_spam=MEASURED_OVER,
    rightly=MEASURED_OVER,
)
