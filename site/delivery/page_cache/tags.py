"""What a response shows, told by whatever is read while it renders.

A tag names one thing that can change, such as "page:12" or "navigation". Whoever reads the thing
says `shows("page:12")`; whoever changes it says `purge("page:12")`.
"""

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Shown:
    """The tags of one response, and the moment from which it says something wrong."""

    tags: set[str] = field(default_factory=set)
    changes_at: dt.datetime | None = None

    def as_kept(self) -> tuple[str, ...]:
        """Return the tags as they are kept: thousands of answers have most of them in common."""
        return tuple(map(sys.intern, self.tags))


_shown: ContextVar[Shown | None] = ContextVar("shown", default=None)


def shows(*tags: str) -> None:
    """Say that the response being rendered depends on these things; without one, nothing."""
    if (shown := _shown.get()) is not None:
        shown.tags.update(tags)


def changes_at(moment: dt.datetime | None) -> None:
    """Say that the response being rendered is wrong from then on. None is never."""
    shown = _shown.get()
    if shown is None or moment is None:
        return
    if shown.changes_at is None or moment < shown.changes_at:
        shown.changes_at = moment


def so_far() -> Shown:
    """Return what the response being rendered shows until now."""
    shown = _shown.get()
    return Shown(set(shown.tags), shown.changes_at) if shown else Shown()


@contextmanager
def collecting() -> Iterator[Shown]:
    """Collect what is said to be shown meanwhile, in this thread."""
    shown = Shown()
    token = _shown.set(shown)
    try:
        yield shown
    finally:
        _shown.reset(token)


@contextmanager
def unseen() -> Iterator[None]:
    """Let nothing that is read meanwhile count as shown: a tag of its own stands for it all."""
    token = _shown.set(None)
    try:
        yield
    finally:
        _shown.reset(token)
