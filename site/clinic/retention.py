"""Forgetting requests for an appointment once they are old."""

from datetime import datetime, timedelta

from django.utils import timezone

from clinic.models import AppointmentRequest, AppointmentSettings


def forget_old_requests(now: datetime | None = None) -> int:
    """Delete requests to which nothing has happened for as long as the setting says.

    Returns how many there were.
    """
    kept_for = timedelta(days=AppointmentSettings.load().retention_days)
    old = AppointmentRequest.objects.untouched_since((now or timezone.now()) - kept_for)
    count = old.count()
    old.delete()
    return count
