"""Mail that is waiting to be sent, written in the transaction of what it tells."""

from django.db import models


class MailJob(models.Model):
    """One mail to be sent once, whatever fails on the way."""

    event_key = models.CharField(max_length=120, unique=True)
    comment = models.ForeignKey(
        "reader_comments.ReaderComment", null=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            models.Index(
                fields=["leased_until", "created_at"],
                condition=models.Q(sent_at__isnull=True),
                name="mail_still_to_send",
            )
        ]

    def __str__(self) -> str:
        return f"Mail job {self.pk}"
