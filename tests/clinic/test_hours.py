"""Opening hours as plain values."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.hours import CLOSED, DayHours, Interval, Schedule, SpecialHours

MONDAY = date(2026, 11, 23)
THANKSGIVING = date(2026, 11, 26)
MORNING = Interval(time(9), time(12))
AFTERNOON = Interval(time(13), time(17))

quarters = st.lists(st.integers(0, 95), min_size=2, max_size=2, unique=True)
intervals = quarters.map(
    lambda pair: Interval(*(time(number // 4, number % 4 * 15) for number in sorted(pair)))
)
rows = st.lists(st.tuples(st.integers(0, 6), intervals), max_size=20)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
moments = st.datetimes(timezones=st.timezones()).filter(lambda each: 1900 < each.year < 9000)
specials = st.builds(
    lambda start, length, interval: SpecialHours(
        start, start + timedelta(days=length), DayHours((interval,)) if interval else CLOSED
    ),
    days,
    st.integers(0, 40),
    st.none() | intervals,
)


CHICAGO = ZoneInfo("America/Chicago")


def in_destin(hour):
    return datetime(2026, 11, 23, hour, tzinfo=CHICAGO)


def weekdays(*given_intervals):
    return Schedule.of((day, each) for day in range(5) for each in given_intervals)


def test_a_week_without_rows_is_not_known():
    schedule = Schedule.of([])

    assert not schedule.is_known
    assert schedule.on(MONDAY) is None
    assert schedule.open_at(in_destin(10), CHICAGO) is None
    assert schedule.groups() == ()


def test_days_without_a_row_are_closed_once_one_has_some():
    assert weekdays(MORNING).on(MONDAY + timedelta(days=5)) == CLOSED


def test_two_rows_of_a_day_stand_in_order():
    schedule = weekdays(AFTERNOON, MORNING)

    assert schedule.on(MONDAY).intervals == (MORNING, AFTERNOON)
    assert schedule.open_at(in_destin(9), CHICAGO) is True
    assert schedule.open_at(in_destin(12), CHICAGO) is False
    assert schedule.open_at(in_destin(17), CHICAGO) is False


def test_a_moment_is_told_in_the_zone_of_the_place():
    schedule = weekdays(AFTERNOON)

    assert schedule.open_at(datetime(2026, 11, 23, 19, 30, tzinfo=UTC), CHICAGO) is True
    assert schedule.open_at(datetime(2026, 11, 23, 13, 30, tzinfo=UTC), CHICAGO) is False


def test_equal_days_in_a_row_are_named_together():
    schedule = Schedule.of([(day, MORNING) for day in (0, 1, 2, 4)], by_appointment=[5])

    assert [group.name for group in schedule.groups()] == [
        "Monday to Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ]


def test_two_days_are_joined_by_and():
    assert Schedule.of([(5, MORNING), (6, MORNING)]).groups()[-1].name == "Saturday and Sunday"


def test_a_holiday_goes_before_the_week():
    schedule = Schedule.of([(3, MORNING)], special=[SpecialHours(THANKSGIVING, THANKSGIVING)])

    assert schedule.on(THANKSGIVING).closed
    assert not schedule.on(THANKSGIVING + timedelta(days=7)).closed


def test_a_day_within_a_longer_stretch_wins():
    december = SpecialHours(date(2026, 12, 1), date(2026, 12, 31), DayHours((MORNING,)))
    christmas = SpecialHours(date(2026, 12, 25), date(2026, 12, 25))
    schedule = Schedule.of([], special=[december, christmas])

    assert schedule.on(date(2026, 12, 25)).closed
    assert schedule.on(date(2026, 12, 24)).intervals == (MORNING,)


def test_two_rows_for_one_special_day_both_hold():
    schedule = Schedule.of(
        [],
        special=[
            SpecialHours(THANKSGIVING, THANKSGIVING, DayHours((AFTERNOON,))),
            SpecialHours(THANKSGIVING, THANKSGIVING, DayHours((MORNING,))),
        ],
    )

    assert schedule.on(THANKSGIVING).intervals == (MORNING, AFTERNOON)


def test_special_hours_expire_by_themselves():
    schedule = Schedule.of([], special=[SpecialHours(THANKSGIVING, THANKSGIVING)])

    assert schedule.upcoming(THANKSGIVING)
    assert not schedule.upcoming(THANKSGIVING + timedelta(days=1))


@pytest.mark.parametrize("closes", [time(9), time(8)])
def test_nothing_closes_before_it_opens(closes):
    with pytest.raises(ValueError, match="cannot close"):
        Interval(time(9), closes)


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="7 days"):
        Schedule((CLOSED,))


@given(rows)
def test_groups_tell_the_whole_week_in_order_and_never_repeat_themselves(rows):
    schedule = Schedule.of(rows)
    groups = schedule.groups()

    told = [group.hours for group in groups for _ in group.days]
    assert told == list(schedule.week)
    assert all(one.hours != next_.hours for one, next_ in pairwise(groups))


@given(rows, st.lists(specials, max_size=5), moments)
def test_a_place_is_open_exactly_within_the_hours_of_its_day(rows, special, moment):
    schedule = Schedule.of(rows, special=special)
    there = moment.astimezone(CHICAGO)
    today = schedule.on(there.date())

    expected = (
        None
        if today is None
        else any(each.opens <= there.time() < each.closes for each in today.intervals)
    )
    assert schedule.open_at(moment, CHICAGO) is expected


@given(st.lists(specials, max_size=6), days)
def test_what_is_over_never_matters_again(special, today):
    schedule = Schedule.of([], special=special)
    later = Schedule.of([], special=schedule.upcoming(today))

    assert later.on(today) == schedule.on(today)


@pytest.mark.parametrize(("now", "then"), [(8, 9), (9, 12), (11, 12), (12, 13), (16, 17)])
def test_what_is_said_of_today_changes_when_a_place_opens_or_closes(now, then):
    assert weekdays(MORNING, AFTERNOON).next_change(in_destin(now), CHICAGO) == in_destin(then)


@pytest.mark.parametrize("schedule", [Schedule(), weekdays(MORNING, AFTERNOON)])
def test_what_is_said_of_today_changes_at_midnight(schedule):
    tomorrow = datetime(2026, 11, 24, tzinfo=CHICAGO)

    assert schedule.next_change(in_destin(18), CHICAGO) == tomorrow


@given(rows, st.lists(specials, max_size=3), moments)
def test_until_it_changes_a_place_stays_open_or_closed(week, special, moment):
    schedule = Schedule.of(week, special=special)
    change = schedule.next_change(moment, CHICAGO)

    assert change > moment
    just_before = change - timedelta(seconds=1)
    if just_before > moment:
        assert schedule.open_at(just_before, CHICAGO) == schedule.open_at(moment, CHICAGO)
