"""Asking for an appointment: the page, the requests, and what becomes of them."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.twins import appointment_markdown
from content.blocks.stories import PageStory
from content.words import plain_text
from organization.telephone import dialed
from pages.models import SitePage
from pages.twins import Twinned
from seo.nodes import ContactPage

if TYPE_CHECKING:
    from accounts.models import User


class AppointmentPage(Twinned, SitePage):
    """The page with the form that asks for an appointment."""

    introduction = models.TextField(
        blank=True, help_text="What happens after somebody sends the form, in a sentence or two."
    )
    body = StreamField(PageStory(), blank=True, help_text="Shown below the form.")
    thanks_heading = models.CharField(max_length=80, default="Thank you")
    thanks_text = models.TextField(
        default="Your request has reached us. We will get back to you to find a time.",
        help_text="Shown after the form was sent. Promise only what the clinic keeps.",
    )

    content_panels = [
        *SitePage.content_panels,
        "introduction",
        "body",
        "thanks_heading",
        "thanks_text",
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    schema_page_type = ContactPage

    class Meta:
        verbose_name = "appointment page"

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction or plain_text(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """Add an empty form; nothing in it differs from reader to reader."""
        from clinic.forms import AppointmentForm

        context = super().get_context(request, *args, **kwargs)
        context["form"] = AppointmentForm()
        return context

    def as_markdown(self) -> str:
        """Return what the page says for machines that read text."""
        return appointment_markdown(self)


class AppointmentRequestQuerySet(models.QuerySet):
    """Requests, asked for by what the desk would call them."""

    def waiting(self) -> "AppointmentRequestQuerySet":
        """Requests of people that nobody has answered, oldest first."""
        new = self.filter(status=AppointmentRequest.Status.NEW, probably_a_machine=False)
        return new.order_by("submitted_at")

    def untouched_since(self, moment: dt.datetime) -> "AppointmentRequestQuerySet":
        """Requests to which nothing has happened since a moment."""
        return self.filter(changed_at__lt=moment)


class AppointmentRequest(models.Model):
    """What somebody who asks for an appointment told the clinic.

    Its status changes only through `move_to`, and each change leaves a StatusChange.
    """

    class Status(models.TextChoices):
        NEW = "new", "New"
        CONTACTED = "contacted", "Contacted"
        SCHEDULED = "scheduled", "Scheduled"
        CLOSED = "closed", "Closed"

    name = models.CharField(max_length=100)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField("e-mail", blank=True)
    location = models.ForeignKey(
        "clinic.LocationPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="appointment_requests",
        verbose_name="preferred location",
    )
    preferred_time = models.CharField(max_length=200, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    submitted_at = models.DateTimeField("received", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("last changed", default=timezone.now, editable=False)
    probably_a_machine = models.BooleanField(
        default=False, editable=False, help_text="A field that people do not see was filled in."
    )
    submission_key = models.CharField(max_length=64, unique=True, editable=False)

    objects = AppointmentRequestQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-submitted_at"]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="requests_by_status"),
            models.Index(fields=["changed_at"], name="requests_by_last_change"),
        ]
        # Readers make requests, nobody else.
        default_permissions = ("view", "change", "delete")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(telephone="", email=""), name="a_request_can_be_answered"
            )
        ]

    def __str__(self) -> str:
        """Name the request without naming the person: this text is kept in Wagtail's log."""
        return f"Request {self.pk}"

    @property
    def status_in_words(self) -> str:
        """The status, and a word of warning when a machine has probably asked."""
        status = self.get_status_display()
        return f"{status}, probably a machine" if self.probably_a_machine else status

    @property
    def telephone_link(self) -> str:
        """The number as a telephone dials it."""
        return dialed(self.telephone)

    def move_to(self, status: str, by: "User") -> None:
        """Change the status and remember who changed it, unless it is that already."""
        with transaction.atomic():
            current = type(self).objects.select_for_update().get(pk=self.pk)
            self.status = status
            if current.status == status:
                return
            self.changed_at = timezone.now()
            self.save(update_fields=["status", "changed_at"])
            self.changes.create(from_status=current.status, to_status=status, by=by)


class StatusChange(models.Model):
    """One step in the life of a request: who took it, and when."""

    request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="changes"
    )
    from_status = models.CharField(max_length=10, choices=AppointmentRequest.Status.choices)
    to_status = models.CharField(max_length=10, choices=AppointmentRequest.Status.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} to {self.get_to_status_display()}"


@register_setting(icon="calendar-alt", order=25)
class AppointmentSettings(BaseGenericSetting):
    """How long requests for an appointment are kept."""

    retention_days = models.PositiveSmallIntegerField(
        "keep requests for",
        default=90,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
        help_text="Days after the last change. Older requests are deleted for good, every day.",
    )

    panels = ["retention_days"]

    class Meta:
        verbose_name = "appointments"

    def __str__(self) -> str:
        return "Appointments"
