"""How every process hears of a purge: a journal in the database, and bells that say "read it".

The journal (delivery.models.Purge) is written with the change itself. After the commit a file on
this machine grows by a byte, which every process notices before its next answer, and Redis, if
there is one, wakes the processes of other machines. Who hears no bell reads every POLL seconds.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Hashable
from datetime import timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Max, Q

from delivery.models import Purge
from delivery.page_cache.store import Store

logger = logging.getLogger(__name__)

POLL = 0.4
# How long an answer waits for the journal to be read before everything is dropped instead.
PATIENCE = 2.0
KEPT_FOR = timedelta(days=1)
CHANNEL = "crane:page-cache"
# A number that is missing from the journal may be of a transaction that commits later.
LOOK_BACK = 1_000
MISSING_FOR = 600.0
_REDIS_TIMEOUT = 0.25
_REDIS_PAUSE = 5.0


# --- ringing --------------------------------------------------------------------------------


def ring_after_commit() -> None:
    """Tell every process to read the journal once the transaction commits."""
    transaction.on_commit(ring)


def ring() -> None:
    """Tell every process to read the journal now. Polling makes up for a bell that is broken."""
    try:
        bell = bell_file()
        bell.parent.mkdir(parents=True, exist_ok=True)
        with bell.open("ab") as file:
            file.write(b".")
    except OSError as problem:
        logger.warning("The page cache's bell cannot be rung: %s", problem)
    if settings.REDIS_URL:
        try:
            _redis().publish(CHANNEL, "")
        except (redis.RedisError, OSError) as problem:
            logger.warning("Redis does not carry the page cache's bell: %s", problem)


def bell_file() -> Path:
    """Return the file whose size tells the processes of this machine that something changed."""
    return Path(settings.VAR) / "page-cache.bell"


def _redis(*, waits: bool = False) -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=_REDIS_TIMEOUT,
        socket_timeout=None if waits else _REDIS_TIMEOUT,
        health_check_interval=10,
    )


# --- listening ------------------------------------------------------------------------------


class Reader:
    """Reads what is new in the journal and drops it from a store."""

    def __init__(
        self, store: Store, after_drop: Callable[[list[Hashable]], object] = lambda keys: None
    ) -> None:
        self.store = store
        self._after_drop = after_drop
        self._last: int | None = None
        self._missing: dict[int, float] = {}
        self._read_at = 0.0

    @property
    def has_begun(self) -> bool:
        """Whether it knows where the journal stood, so that something may be kept."""
        return self._last is not None

    def read(self) -> None:
        """Drop what has changed since the last time. Raises DatabaseError."""
        now = time.monotonic()
        if self._last is None:
            self._begin(now)
        elif now - self._read_at > KEPT_FOR.total_seconds() / 2:
            self.store.clear()  # lines may be gone that nobody here has read
            self._begin(now)
        else:
            self._follow(self._last, now)
        self._read_at = now

    def _begin(self, now: float) -> None:
        last = Purge.objects.aggregate(last=Max("pk"))["last"] or 0
        first = max(last - LOOK_BACK, 0)
        there = set(Purge.objects.filter(pk__gt=first).values_list("pk", flat=True))
        oldest = min(there, default=last)
        self._missing = {pk: now for pk in range(oldest, last) if pk not in there}
        self._last = max(there, default=last)

    def _follow(self, last: int, now: float) -> None:
        news = Q(pk__gt=last) | Q(pk__in=list(self._missing)) if self._missing else Q(pk__gt=last)
        for pk, tags, hard in Purge.objects.filter(news).values_list("pk", "tags", "hard"):
            self._missing.pop(pk, None)
            if pk > last:
                self._missing |= dict.fromkeys(range(last + 1, pk), now)
                last = pk
            self._after_drop(self.store.drop(tags, hard=hard))
        self._last = last
        self._missing = {
            pk: since for pk, since in self._missing.items() if now - since < MISSING_FOR
        }


class Listener:
    """A thread of this process that reads the journal when a bell rings, or time is up."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._bell = str(bell_file())
        self._heard = -1
        self._wake = threading.Event()
        self._rounds = threading.Condition()
        self._begun = self._ended = 0
        self._pid = 0
        self._starting = threading.Lock()

    def catch_up(self) -> None:
        """Return once everything that was committed on this machine has been dropped."""
        if self._pid != os.getpid():
            self._start()
        if self._bell_size() != self._heard:
            self._wait_for_a_round()

    def _start(self) -> None:
        """Begin in this process: threads do not survive a fork."""
        with self._starting:
            if self._pid == os.getpid():
                return
            threading.Thread(target=self._listen, name="page cache", daemon=True).start()
            if settings.REDIS_URL:
                threading.Thread(target=self._hear_redis, name="Redis bell", daemon=True).start()
            self._pid = os.getpid()

    def _wait_for_a_round(self) -> None:
        with self._rounds:
            wanted = self._begun + 1
            self._wake.set()
            if not self._rounds.wait_for(lambda: self._ended >= wanted, PATIENCE):
                self.reader.store.clear()  # nobody can know what must not be shown

    def _listen(self) -> None:
        while True:
            self._wake.clear()
            with self._rounds:
                self._begun += 1
            self._round()
            with self._rounds:
                self._ended = self._begun
                self._rounds.notify_all()
            self._wake.wait(POLL)

    def _round(self) -> None:
        size = self._bell_size()
        try:
            self.reader.read()
        except (DatabaseError, InterfaceError) as problem:
            connection.close()
            if size != self._heard:
                logger.warning("The page cache cannot read what changed: %s", problem)
                self.reader.store.clear()
        except Exception:
            logger.exception("The page cache cannot read what changed")
            self.reader.store.clear()
        self._heard = size

    def _bell_size(self) -> int:
        try:
            return os.stat(self._bell).st_size
        except OSError:
            return 0

    def _hear_redis(self) -> None:
        while settings.REDIS_URL:
            try:
                with _redis(waits=True).pubsub(ignore_subscribe_messages=True) as channel:
                    channel.subscribe(CHANNEL)
                    self._wake.set()  # for what rang while nobody listened
                    for _ in channel.listen():
                        self._wake.set()
            except (redis.RedisError, OSError):
                time.sleep(_REDIS_PAUSE)
