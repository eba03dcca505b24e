"""Telling the clinic that somebody asked for an appointment, without saying what they wrote."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django_tasks import task

from organization.models import Clinic

SUBJECT = "Somebody asks for an appointment"
TEXT = """\
A request for an appointment has come in through the website of {clinic}.

Read and answer it here:
{address}

What was written is kept out of this message, because mail can be read on its way.
"""


@task()
def tell_the_clinic(request_pk: int) -> None:
    """Send the link to a request to the clinic's address for them, if it has one."""
    clinic = Clinic.current()
    if not clinic.appointments_email:
        return
    path = reverse("appointment_requests:edit", args=[request_pk])
    address = urljoin(settings.SITE_URL, path)
    send_mail(
        SUBJECT,
        TEXT.format(clinic=clinic.name, address=address),
        None,
        [clinic.appointments_email],
    )
