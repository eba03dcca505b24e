"""Puts made-up sentences together, the same ones for the same seed. Plain Python."""

import random
import re
from collections.abc import Sequence
from typing import TypeVar

from home.large_site.vocabulary import WORDS

Item = TypeVar("Item")

_SLOT = re.compile(r"\{(\w+)\}")


class Writer:
    """Somebody who writes the same whenever they begin from the same seed.

    Every article and every thread has a writer of its own, so that one does not depend on how
    much was written before it.
    """

    def __init__(self, seed: object) -> None:
        """Begin; equal words for a seed make equal writers on every machine."""
        self.dice = random.Random(str(seed))  # noqa: S311 - nothing here is a secret

    def sentence(self, patterns: Sequence[str], number: int = 0) -> str:
        """Return one of the patterns with its slots filled."""
        literals, slots = _taken_apart(self.pick(patterns))
        words = [literals[0]]
        for (name, choices, capital), literal in zip(slots, literals[1:], strict=True):
            word = str(number) if name == "number" else self.pick(choices)
            words += (word[0].upper() + word[1:] if capital else word, literal)
        return "".join(words)

    def sentences(self, patterns: Sequence[str], fewest: int, most: int) -> str:
        """Return some sentences in a row."""
        count = self.between(fewest, most)
        return " ".join([self.sentence(patterns) for _ in range(count)])

    def pick(self, choices: Sequence[Item]) -> Item:
        """Return one of the choices."""
        # A third of the time of `random.choice`, of which a large site needs a hundred million.
        return choices[int(self.dice.random() * len(choices))]

    def between(self, fewest: int, most: int) -> int:
        """Return a whole number from one to the other, both included."""
        return fewest + int(self.dice.random() * (most - fewest + 1))

    def chance(self, share: float) -> bool:
        """Say yes that often."""
        return self.dice.random() < share

    def bits(self, count: int) -> int:
        """Return a number of that many bits."""
        return self.dice.getrandbits(count)


Slot = tuple[str, Sequence[str], bool]
_known: dict[str, tuple[list[str], list[Slot]]] = {}


def _taken_apart(pattern: str) -> tuple[list[str], list[Slot]]:
    """Return what stands between the slots of a pattern, and the slots; looked at once only."""
    if pattern not in _known:
        parts = _SLOT.split(pattern)
        _known[pattern] = parts[::2], [_slot(name) for name in parts[1::2]]
    return _known[pattern]


def _slot(name: str) -> Slot:
    small = name.lower()
    return small, WORDS.get(small, ()), name != small
