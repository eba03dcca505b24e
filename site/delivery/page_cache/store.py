"""Ready answers in memory: bounded in bytes, dropped by what they show (plain Python)."""

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Protocol

# How many changes are remembered for answers that were being made while they happened.
CHANGES_REMEMBERED = 10_000


class Kept(Protocol):
    """What was made once: the bytes it takes, what it shows, and since when it is old."""

    size: int
    tags: tuple[str, ...]
    stale_since: float | None


class Store:
    """What is kept, by key; the least recently used is dropped first.

    Reading takes no lock. Whoever makes an answer says `begin()` before reading anything it shows,
    and hands what that returned to `put`: an answer that a change has overtaken is not kept.
    """

    def __init__(self, most_bytes: int, clock: Callable[[], float] = time.time) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._clock = clock
        self._entries: OrderedDict[Hashable, Kept] = OrderedDict()
        self._by_tag: defaultdict[str, set[Hashable]] = defaultdict(set)
        self._changes: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._change = 0
        self._forgotten_change = 0
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> Kept | None:
        """Return the entry, fresh or stale, and count it as used."""
        entry = self._entries.get(key)
        if entry is not None:
            try:
                self._entries.move_to_end(key)
            except KeyError:  # dropped meanwhile: it was asked for just before
                return None
        return entry

    def begin(self) -> int:
        """Return the number of the last change, before an answer is begun."""
        return self._change

    def overtaken(self, tags: Iterable[str], since: int) -> bool:
        """Say whether anything of this has changed since `begin()` returned that number."""
        with self._lock:
            if since < self._forgotten_change:
                return True
            return any(self._changes[tag][0] > since for tag in tags if tag in self._changes)

    def changed_within_second(self, tags: Iterable[str], moment: float) -> bool:
        """Say whether anything of this has changed in the very second of that moment."""
        with self._lock:
            seconds = (self._changes[tag][1] for tag in tags if tag in self._changes)
            return any(int(second) >= int(moment) for second in seconds)

    def put(self, key: Hashable, entry: Kept, since: int) -> bool:
        """Keep an entry. Return False when it is too large, or true no longer."""
        with self._lock:
            if entry.size > self.most_bytes or self.overtaken(entry.tags, since):
                return False
            self._remove(key)
            self._entries[key] = entry
            self.bytes += entry.size
            for tag in entry.tags:
                self._by_tag[tag].add(key)
            while self.bytes > self.most_bytes:
                # At once, since readers reorder without the lock.
                oldest, entry = self._entries.popitem(last=False)
                self._unlist(oldest, entry)
            return True

    def drop(self, tags: Iterable[str], *, hard: bool) -> list[Hashable]:
        """Drop what shows any of these: hard, or as stale copies that may still stand in.

        Return the keys of what was fresh until now.
        """
        now = self._clock()
        with self._lock:
            self._change += 1
            keys: set[Hashable] = set()
            for tag in tags:
                self._remember(tag, now)
                keys |= self._by_tag.get(tag, set())
            fresh = [key for key in keys if self._entries[key].stale_since is None]
            for key in keys:
                if hard:
                    self._remove(key)
                elif self._entries[key].stale_since is None:
                    self._entries[key].stale_since = now
            return fresh

    def clear(self) -> None:
        """Drop everything, hard, and whatever is being made."""
        with self._lock:
            self._change += 1
            self._forgotten_change = self._change
            self._entries.clear()
            self._by_tag.clear()
            self._changes.clear()
            self.bytes = 0

    def _remember(self, tag: str, now: float) -> None:
        self._changes[tag] = (self._change, now)
        self._changes.move_to_end(tag)
        if len(self._changes) > CHANGES_REMEMBERED:
            _, (self._forgotten_change, _) = self._changes.popitem(last=False)

    def _remove(self, key: Hashable) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._unlist(key, entry)

    def _unlist(self, key: Hashable, entry: Kept) -> None:
        self.bytes -= entry.size
        for tag in entry.tags:
            keys = self._by_tag[tag]
            keys.discard(key)
            if not keys:
                del self._by_tag[tag]
