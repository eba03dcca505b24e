"""How often is too often: one count for all workers, which a restart does not forget."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from intake.models import RateCount


@dataclass(frozen=True)
class Limit:
    """At most `limit` times `per` stretch of time, for one sender in one scope."""

    scope: str
    who: str
    limit: int
    per: timedelta

    def stretch(self, now: datetime) -> tuple[datetime, datetime]:
        """Return the beginning and the end of the stretch that `now` falls into."""
        seconds = int(self.per.total_seconds())
        begin = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=UTC)
        return begin, begin + self.per


@dataclass(frozen=True)
class Verdict:
    """Whether one more is allowed; if not, in how many seconds it will be."""

    allowed: bool
    retry_after: int
    count: int


def hit(scope: str, who: str, limit: int, per: timedelta) -> Verdict:
    """Count one more and say whether it is still within the limit."""
    return hit_all([Limit(scope, who, limit, per)])[scope]


def hit_all(limits: Iterable[Limit]) -> dict[str, Verdict]:
    """Count one more in several scopes, in one query; return a verdict for each scope."""
    now = timezone.now()
    # In one order for everyone, so that two senders can't wait for each other.
    ordered = sorted(limits, key=lambda limit: (limit.scope, limit.who))
    counts = _count_one_more(ordered, now)
    return {limit.scope: _verdict(limit, counts[limit.scope, limit.who], now) for limit in ordered}


def forget_past(now: datetime | None = None) -> int:
    """Delete the counts whose stretch is over; return how many there were."""
    return RateCount.objects.filter(ends_at__lt=now or timezone.now()).delete()[0]


def _verdict(limit: Limit, count: int, now: datetime) -> Verdict:
    if count <= limit.limit:
        return Verdict(True, 0, count)
    ends_at = limit.stretch(now)[1]
    return Verdict(False, max(1, int((ends_at - now).total_seconds()) + 1), count)


def _count_one_more(limits: list[Limit], now: datetime) -> dict[tuple[str, str], int]:
    """Insert or increase in one statement, which the ORM has no words for."""
    field = RateCount._meta.get_field("starts_at")
    values: list[Any] = []
    for limit in limits:
        stretch = (field.get_db_prep_value(at, connection) for at in limit.stretch(now))
        values += [limit.scope, limit.who, *stretch]
    rows = ", ".join(["(%s, %s, %s, %s, 1)"] * len(limits))
    table = RateCount._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (scope, who, starts_at, ends_at, count) VALUES {rows} "  # noqa: S608
            f"ON CONFLICT (scope, who, starts_at, ends_at) "
            f"DO UPDATE SET count = {table}.count + 1 RETURNING scope, who, count",
            values,
        )
        return {(scope, who): count for scope, who, count in cursor.fetchall()}
