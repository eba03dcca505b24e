"""That a request was answered: when, by whom, how. Never whose it was."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


class AnsweredRequest(models.Model):
    """Somebody's data was handed out or erased. The address is not written down."""

    class How(models.TextChoices):
        """What was done."""

        EXPORTED = "exported", "Exported"
        ERASED = "erased", "Erased"

    at = models.DateTimeField(default=timezone.now)
    # None: the operator, on the command line.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    how = models.CharField(max_length=10, choices=How.choices)
    # How many of each kind of thing.
    counts = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Answered request {self.pk}"

    @property
    def actor_name(self) -> str:
        """Who answered it."""
        user: Any = self.by
        return (user.get_full_name() or user.get_username()) if user else "the operator"

    @property
    def in_words(self) -> str:
        """What it came to: "Reader comments: 3, Requests for an appointment: 1"."""
        told = [f"{name}: {count}" for name, count in self.counts.items() if count]
        return ", ".join(told) or "nothing was kept"
