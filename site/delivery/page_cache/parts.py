"""Parts of a page that are kept between one render of it and the next.

An article is made anew for whoever is signed in, and each day for its hours. Most of it is as it
was then. A part lies in the store beside whole answers, and goes with its tags
as they do; without a page cache nothing is kept.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from delivery.page_cache.store import Store
from delivery.page_cache.tags import changes_at, collecting, shows, so_far

if TYPE_CHECKING:
    from delivery.page_cache.journal import Listener

# Where the layer in front of Django leaves the Parts of a request, in the WSGI environment.
PARTS = "delivery.page_cache.parts"
# What keeping a part costs beside its bytes: its place and some 25 tags.
OVERHEAD = 4_000


@dataclass(slots=True)
class Part:
    """HTML that was made once, and what it shows. As bytes: half of what text would take."""

    html: bytes
    tags: tuple[str, ...]
    changes_at: dt.datetime | None
    size: int
    stale_since: float | None = field(default=None)

    @property
    def is_true(self) -> bool:
        """Whether it still says what it would say if it were made now."""
        return self.stale_since is None and not (
            self.changes_at and self.changes_at <= timezone.now()
        )


class Parts:
    """What one request may take from the store, and put there. Made before it reads anything."""

    def __init__(self, store: Store, listener: "Listener") -> None:
        self._store = store
        self._listener = listener
        self._since = store.begin()

    def get(self, key: Hashable, make: Callable[[], str]) -> SafeString:
        """Return the part of this key, made now if need be; the answer shows what the part does.

        A part shows what it reads itself and all that the answer had read before it: what is read
        once for a whole page is kept with the page, and its second reader no longer says so.
        """
        self._listener.catch_up()
        part = self._store.get(key)
        if not isinstance(part, Part) or not part.is_true:
            part = self._made(key, make)
        shows(*part.tags)
        changes_at(part.changes_at)
        # Made by a template, which escapes.
        return mark_safe(part.html.decode())

    def _made(self, key: Hashable, make: Callable[[], str]) -> Part:
        before = so_far()
        with collecting() as shown:
            shows(*before.tags)
            changes_at(before.changes_at)
            html = make().encode()
        part = Part(html, shown.as_kept(), shown.changes_at, OVERHEAD + len(html))
        if self._listener.reader.has_begun:
            self._store.put(key, part, self._since)
        return part


_taken: ContextVar[Parts | None] = ContextVar("taken", default=None)


@contextmanager
def taking(parts: Parts | None) -> Iterator[None]:
    """Let what is rendered meanwhile take these parts; with None, let it make each anew."""
    token = _taken.set(parts)
    try:
        yield
    finally:
        _taken.reset(token)


def parts_at_hand() -> Parts | None:
    """Return the parts that the request being answered may take; None without a page cache."""
    return _taken.get()
