"""Counting months."""

import datetime as dt

import pytest

from review.calendar import months_later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-11-22", 12, "2027-11-22"),
        ("2026-11-22", 1, "2026-12-22"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-01-15", 0, "2026-01-15"),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(day: str, months: int, later: str):
    assert months_later(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(later)
