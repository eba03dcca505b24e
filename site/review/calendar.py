"""Counting months as people do. Plain Python."""

import calendar
import datetime as dt


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month, so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
