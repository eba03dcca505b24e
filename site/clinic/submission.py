"""Storing a request exactly once, and telling the clinic of it."""

import json
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.forms import AppointmentForm
from clinic.models import AppointmentRequest
from clinic.notices import tell_the_clinic
from intake.senders import fingerprint

FIELDS = ("name", "telephone", "email", "location", "preferred_time", "note")


def is_known(form: AppointmentForm) -> bool:
    """Say whether the very same request came today or yesterday: a double click, a retry."""
    today = timezone.localdate()
    keys = [_submission_key(form, day) for day in (today, today - timedelta(days=1))]
    return AppointmentRequest.objects.filter(submission_key__in=keys).exists()


def store(form: AppointmentForm) -> None:
    """Store the request of a valid form, and have the clinic told.

    What was sent is its own key: the page is cached and the same for all, so it can carry no
    key of one reader, and somebody who corrects a number and sends again is heard twice.
    """
    request = AppointmentRequest(
        **{name: form.cleaned_data[name] for name in FIELDS},
        probably_a_machine=form.caught,
        submission_key=_submission_key(form, timezone.localdate()),
    )
    try:
        with transaction.atomic():
            request.save()
            if not request.probably_a_machine:
                tell_the_clinic.enqueue(request.pk)
    except IntegrityError:
        # The other half of a double click was faster.
        if not is_known(form):
            raise


def _submission_key(form: AppointmentForm, day: date) -> str:
    location = form.cleaned_data["location"]
    said = [
        location.pk if name == "location" and location else str(form.cleaned_data[name] or "")
        for name in FIELDS
    ]
    return fingerprint("appointment", json.dumps([*said, day.isoformat()]))
