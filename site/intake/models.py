"""How often someone has sent something, counted in the database."""

from django.db import models


class RateCount(models.Model):
    """How many times one sender did one thing in one stretch of time."""

    scope = models.CharField(max_length=40)
    who = models.CharField(max_length=64, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "who", "starts_at", "ends_at"], name="one_rate_count_a_stretch"
            )
        ]

    def __str__(self) -> str:
        return f"Rate count {self.pk}"
