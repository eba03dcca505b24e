"""Words that should not have been public: where they stand, and the comment without them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MARKER: Final = "[removed by the editors for privacy]"


@dataclass(frozen=True)
class Span:
    """A stretch of a text, in characters."""

    start: int
    end: int

    def meets(self, other: Span) -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


def places(body: str, words: str) -> list[Span]:
    """Return every place where words stand, however they are spaced and capitalized.

    Whole words first: whoever takes out "Ann" does not mean "anniversary".
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    if not pattern:
        return []
    whole = rf"(?<!\w){pattern}(?!\w)"
    return _outside_markers(body, whole) or _outside_markers(body, pattern)


def place_at(body: str, words: str, start: int) -> list[Span]:
    """Return the one place that somebody selected; none if the words do not stand there."""
    end = start + len(words)
    if not words or start < 0 or body[start:end] != words:
        return []
    span = Span(start, end)
    # What was removed before is not cut in two.
    for marker in _markers(body):
        if span.meets(marker):
            span = Span(min(span.start, marker.start), max(span.end, marker.end))
    return [span]


def without(body: str, spans: Sequence[Span]) -> str:
    """Return the text with the marker in place of each stretch."""
    kept, position = [], 0
    for span in sorted(spans, key=lambda span: span.start):
        kept += [body[position : span.start], MARKER]
        position = span.end
    return "".join([*kept, body[position:]])


def length(spans: Sequence[Span]) -> int:
    """Return how many characters go."""
    return sum(span.end - span.start for span in spans)


def _outside_markers(body: str, pattern: str) -> list[Span]:
    markers = _markers(body)
    found = [Span(*match.span()) for match in re.finditer(pattern, body, re.IGNORECASE)]
    return [span for span in found if not any(span.meets(marker) for marker in markers)]


def _markers(body: str) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(re.escape(MARKER), body)]
