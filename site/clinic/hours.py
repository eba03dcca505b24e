"""When a place is open: ordinary weeks, days that differ, and the hours of today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby

WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


@dataclass(frozen=True, order=True)
class Interval:
    """A stretch of one day, from opening to closing."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"A place cannot close at {self.closes} if it opens at {self.opens}.")

    def __contains__(self, moment: time) -> bool:
        return self.opens <= moment < self.closes


@dataclass(frozen=True)
class DayHours:
    """The hours of one day. Without an interval it is closed, or seen by appointment only."""

    intervals: tuple[Interval, ...] = ()
    by_appointment: bool = False

    @property
    def closed(self) -> bool:
        """Whether nobody is seen that day."""
        return not self.intervals and not self.by_appointment


CLOSED = DayHours()


@dataclass(frozen=True)
class SpecialHours:
    """Days whose hours differ from the ordinary week: a holiday, a move, a training day."""

    starts_on: date
    ends_on: date
    hours: DayHours = CLOSED
    label: str = ""

    @property
    def length(self) -> timedelta:
        """How long these hours hold."""
        return self.ends_on - self.starts_on

    def covers(self, day: date) -> bool:
        """Say whether these hours hold on a day."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class WeekdayGroup:
    """Weekdays in a row that share their hours, numbered from 0 for Monday."""

    first: int
    last: int
    hours: DayHours

    @property
    def name(self) -> str:
        """The days in words, such as "Monday to Friday"."""
        if self.first == self.last:
            return WEEKDAYS[self.first]
        joint = "and" if self.last == self.first + 1 else "to"
        return f"{WEEKDAYS[self.first]} {joint} {WEEKDAYS[self.last]}"

    @property
    def days(self) -> tuple[str, ...]:
        """Each of the days by name."""
        return WEEKDAYS[self.first : self.last + 1]

    def __contains__(self, weekday: int) -> bool:
        return self.first <= weekday <= self.last


@dataclass(frozen=True)
class Schedule:
    """The hours of one place. `week` has a day for each weekday, or none if none is known."""

    week: tuple[DayHours, ...] = ()
    special: tuple[SpecialHours, ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) not in (0, len(WEEKDAYS)):
            raise ValueError(f"A week has {len(WEEKDAYS)} days, not {len(self.week)}.")

    @classmethod
    def of(
        cls,
        intervals: Iterable[tuple[int, Interval]],
        by_appointment: Iterable[int] = (),
        special: Iterable[SpecialHours] = (),
    ) -> Schedule:
        """Build a schedule from the intervals of each weekday, numbered from 0 for Monday.

        A weekday that is not named is closed, unless no weekday is: then none is known.
        """
        intervals, appointments = list(intervals), set(by_appointment)
        week = tuple(
            DayHours(
                tuple(sorted({interval for number, interval in intervals if number == weekday})),
                weekday in appointments,
            )
            for weekday in range(len(WEEKDAYS))
        )
        known = any(not day.closed for day in week)
        return cls(
            week if known else (),
            tuple(sorted(special, key=lambda each: (each.starts_on, each.ends_on))),
        )

    @property
    def is_known(self) -> bool:
        """Whether anything can be said about when this place is open."""
        return bool(self.week or self.special)

    def on(self, day: date) -> DayHours | None:
        """Return the hours of a day; None when they are not known."""
        special = [each for each in self.special if each.covers(day)]
        if special:
            # A day within a longer stretch, such as a holiday in a month of short days, wins.
            shortest = min(each.length for each in special)
            return _together(each.hours for each in special if each.length == shortest)
        return self.week[day.weekday()] if self.week else None

    def open_at(self, moment: datetime, zone: tzinfo) -> bool | None:
        """Say whether a place in that zone is open at a moment; None when not known."""
        there = moment.astimezone(zone)
        today = self.on(there.date())
        if today is None:
            return None
        return any(there.time() in interval for interval in today.intervals)

    def next_change(self, moment: datetime, zone: tzinfo) -> datetime:
        """Return when the place next opens or closes, or when the day is over there."""
        there = moment.astimezone(zone)
        day = there.date()
        hours = self.on(day) or CLOSED
        times = sorted(each for span in hours.intervals for each in (span.opens, span.closes))
        later = next((each for each in times if each > there.time()), None)
        if later is None:
            return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
        return datetime.combine(day, later, tzinfo=zone)

    def upcoming(self, today: date) -> tuple[SpecialHours, ...]:
        """Return the special hours that are not over: those that are expire by themselves."""
        return tuple(each for each in self.special if each.ends_on >= today)

    def groups(self) -> tuple[WeekdayGroup, ...]:
        """Return the week with neighboring days of equal hours drawn together."""
        return tuple(WeekdayGroup(days[0], days[-1], hours) for hours, days in _runs(self.week))


def _together(rows: Iterable[DayHours]) -> DayHours:
    """Return the hours that several rows for the same day add up to."""
    rows = list(rows)
    return DayHours(
        tuple(sorted({interval for row in rows for interval in row.intervals})),
        any(row.by_appointment for row in rows),
    )


def _runs(week: Sequence[DayHours]) -> list[tuple[DayHours, list[int]]]:
    numbered = groupby(enumerate(week), key=lambda pair: pair[1])
    return [(hours, [number for number, _ in pairs]) for hours, pairs in numbered]
