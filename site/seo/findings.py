"""What is found about a page: one thing that is good, could be better, or is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters. What nobody can know yet is never a problem."""

    GOOD = "good"
    IMPROVE = "improve"
    PROBLEM = "problem"

    @property
    def weight(self) -> int:
        """How heavy it is, to compare levels by."""
        return list(Level).index(self)


@dataclass(frozen=True)
class Finding:
    """One thing found: its code for machines, and a sentence that says what to do for people.

    `place` tells where in the page it is: a tag, an address, a node of the graph.
    """

    code: str
    level: Level
    message: str
    place: str = ""
