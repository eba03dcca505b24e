"""Replies of the clinic, prepared with care and used again."""

from django.core.exceptions import ValidationError
from django.db import models

from blog.comments import text
from blog.comments.disclosure import telling_phrases


class CannedReply(models.Model):
    """A prepared reply. It speaks to any reader, and to nobody as a patient."""

    title = models.CharField(
        max_length=60, unique=True, help_text="What it is for. Readers do not see this."
    )
    text = models.TextField(
        max_length=text.LONGEST_BODY,
        help_text="It must neither confirm nor deny that anybody is a patient.",
    )
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Those with smaller numbers come first."
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "prepared reply"
        verbose_name_plural = "prepared replies"
        ordering = ["order", "title"]
        # Whoever manages the rules for comments manages these.
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse what would say of every reader it answers that they are a patient."""
        self.text = text.normalize(self.text)
        found = telling_phrases(self.text)
        if found:
            said = ", ".join(f"“{phrase}”" for phrase in found)
            raise ValidationError(
                {"text": f"This speaks to somebody as a patient: {said}. Say it to any reader."}
            )
