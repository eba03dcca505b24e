"""Counting addresses that were not found, without holding up who asked.

Each process counts in memory and writes it all down every few seconds, from a thread of its own:
a 404 costs no write, and a database that is busy delays nobody. What is counted is bounded, in
memory and in the table. A process that ends loses a few seconds of it.
"""

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from redirects import places
from redirects.addresses import is_sound
from redirects.models import MissingAddress
from redirects.noise import TOO_MANY, kind_of

logger = logging.getLogger(__name__)

# How many different addresses are counted between two times of writing down.
MOST_AT_ONCE = 500
Key = tuple[str, str]


@dataclass(slots=True)
class Note:
    """How often an address was asked for since the last time, and which page of ours led there."""

    count: int = 0
    linked_from: str = ""


class Notebook:
    """What one process has counted and not yet written down."""

    def __init__(self) -> None:
        self._notes: dict[Key, Note] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def note(self, path: str, referrer: str) -> None:
        """Count one reader, or one machine, who found nothing."""
        linked_from = _page_of_ours(referrer)
        kind = kind_of(path)
        if kind is not None and (kind.is_certain or not linked_from):
            self._add((kind.name, ""), Note(1))
        else:
            self._add(("", Redirect.normalise_path(path)), Note(1, linked_from))
        self._write_down_soon()

    def write_down(self) -> int:
        """Add everything to the table. Returns how many rows; none when the database is busy."""
        with self._lock:
            notes, self._notes, self._timer = self._notes, {}, None
        if not notes:
            return 0
        try:
            with transaction.atomic():
                _write(notes, timezone.now())
                _keep_within_bounds()
        except OperationalError as problem:  # busy, or away: again next time
            logger.warning("Addresses not found could not be written down yet: %s", problem)
            for key, note in notes.items():
                self._add(key, note)
            return 0
        return len(notes)

    def clear(self) -> None:
        """Forget what was counted."""
        with self._lock:
            self._notes = {}

    def _add(self, key: Key, note: Note) -> None:
        with self._lock:
            if key not in self._notes and len(self._notes) >= MOST_AT_ONCE:
                key, note = (TOO_MANY.name, ""), Note(note.count)
            known = self._notes.setdefault(key, Note())
            known.count += note.count
            known.linked_from = note.linked_from or known.linked_from

    def _write_down_soon(self) -> None:
        """Have a thread write it down in a while; what comes until then comes with it."""
        if not settings.MISSING_ADDRESSES_SECONDS:
            return
        with self._lock:
            if self._timer is not None and self._timer.is_alive():
                return
            self._timer = threading.Timer(settings.MISSING_ADDRESSES_SECONDS, self._in_thread)
            self._timer.daemon = True
            self._timer.start()

    def _in_thread(self) -> None:
        try:
            self.write_down()
        except Exception:
            logger.exception("Addresses not found could not be written down")
        finally:
            connection.close()


notebook = Notebook()


def _page_of_ours(referrer: str) -> str:
    """Return the path of the page of ours that has the link; of other sites nothing is kept."""
    try:
        parts = urlsplit(referrer)
        is_ours = parts.hostname in places.own_hosts() and is_sound(parts.path)
    except ValueError:
        return ""
    return parts.path if is_ours else ""


def _write(notes: dict[Key, Note], now: datetime) -> None:
    """Insert or increase in one statement, which the ORM has no words for."""
    moment = MissingAddress._meta.get_field("last_seen").get_db_prep_value(now, connection)
    values: list[Any] = []
    for (kind, path), note in sorted(notes.items()):
        values += [path, kind, note.count, moment, moment, moment, note.linked_from, False]
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s)"] * len(notes))
    table = MissingAddress._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (path, kind, count, first_seen, last_seen, faded_at, "  # noqa: S608
            f"linked_from, is_ignored) VALUES {rows} ON CONFLICT (path, kind) DO UPDATE SET "
            f"count = {table}.count + excluded.count, last_seen = excluded.last_seen, "
            f"linked_from = CASE WHEN excluded.linked_from = '' THEN {table}.linked_from "
            "ELSE excluded.linked_from END",
            values,
        )


def _keep_within_bounds() -> None:
    """Let go of the addresses that were asked for least and longest ago."""
    surplus = MissingAddress.objects.count() - MissingAddress.MOST
    if surplus > 0:
        _delete(
            MissingAddress.objects.filter(kind="")
            .order_by("is_ignored", "count", "last_seen")
            .values_list("pk", flat=True)[:surplus]
        )


def _delete(keys: Iterable[int]) -> None:
    MissingAddress.objects.filter(pk__in=list(keys)).delete()
