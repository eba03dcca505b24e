"""A line of Markdown made fit to be printed: spaces where they do no harm. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from content.markdown.nodes import (
    Break,
    Emphasis,
    Image,
    Inline,
    Line,
    Link,
    Strong,
    Superscript,
    Text,
)

Span: TypeAlias = Strong | Emphasis | Superscript | Link

# Spaces, line ends and what no text can hold. A space that must not break a line is no such.
_SPACES = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def spaced(text: str) -> str:
    """Return a text with each run of spaces, line ends and control characters as one space."""
    return _SPACES.sub(" ", text)


def settled(parts: Iterable[Inline]) -> Line:
    """Return a line without what Markdown cannot say.

    No span stands in one of its kind, holds nothing or leads nowhere; no two equal ones touch; no
    space or line end begins or ends a span or the line.
    """
    line = list(_joined(_opened(parts, frozenset())))
    _, line, _ = _trimmed(line)
    return tuple(line)


def _opened(parts: Iterable[Inline], around: frozenset[type]) -> Iterator[Inline]:
    for part in parts:
        match part:
            case Text(words):
                if words:
                    yield Text(spaced(words))
            case Break():
                yield part
            case Image():
                yield replace(part, alt=spaced(part.alt).strip())
            case Link(parts, ""):
                yield from _opened(parts, around)
            case Strong() | Emphasis() | Superscript() | Link() if type(part) in around:
                yield from _opened(part.parts, around)
            case Strong() | Emphasis() | Superscript() | Link():
                yield from _closed(part, _joined(_opened(part.parts, around | {type(part)})))


def _closed(span: Span, parts: Iterable[Inline]) -> Iterator[Inline]:
    """Yield a span with the spaces at its ends outside; those alone where it holds nothing."""
    before, inner, after = _trimmed(list(parts))
    yield from before
    if inner:
        yield replace(span, parts=tuple(inner))
    yield from after


def _trimmed(line: list[Inline]) -> tuple[list[Inline], list[Inline], list[Inline]]:
    """Return the spaces and line ends that a line begins with, the rest, and those at its end."""
    before: list[Inline] = []
    after: list[Inline] = []
    while line and (cut := _without_start(line[0])):
        space, rest = cut
        before.append(space)
        line = [*rest, *line[1:]]
    while line and (cut := _without_end(line[-1])):
        space, rest = cut
        after.insert(0, space)
        line = [*line[:-1], *rest]
    return before, line, after


def _without_start(part: Inline) -> tuple[Inline, list[Inline]] | None:
    if isinstance(part, Break):
        return part, []
    if isinstance(part, Text) and (kept := part.words.lstrip()) != part.words:
        space = part.words[: len(part.words) - len(kept)]
        return Text(space), [Text(kept)] if kept else []
    return None


def _without_end(part: Inline) -> tuple[Inline, list[Inline]] | None:
    if isinstance(part, Break):
        return part, []
    if isinstance(part, Text) and (kept := part.words.rstrip()) != part.words:
        return Text(part.words[len(kept) :]), [Text(kept)] if kept else []
    return None


def _joined(parts: Iterable[Inline]) -> Iterator[Inline]:
    """Yield a line with neighbors of one kind as one, and without spaces beside its line ends."""
    line: list[Inline] = []
    for part in parts:
        last = line[-1] if line else None
        match last, part:
            case Text(before), Text(words):
                line[-1] = Text(spaced(before + words))
            case Break(), Text(words):
                if kept := words.lstrip():
                    line.append(Text(kept))
            case Text(before), Break():
                if kept := before.rstrip():
                    line[-1] = Text(kept)
                else:
                    line.pop()
                line.append(part)
            case (Strong() | Emphasis(), Strong() | Emphasis()) if type(last) is type(part):
                line[-1] = replace(part, parts=tuple(_joined((*last.parts, *part.parts))))
            case _:
                line.append(part)
    yield from line
