"""What all processes of the site share: what has changed, and when periodic work last ran."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

# A turn may begin a moment before its time: clocks and work in hand make the timer drift.
TOLERANCE = timedelta(seconds=5)


class Generation(models.Model):
    """The current stamp of one thing that processes remember, such as the navigation."""

    topic = models.CharField(max_length=40, primary_key=True)
    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.topic} {self.stamp}"


class Purge(models.Model):
    """One line of the journal of changes: what every process must stop showing.

    Written in the transaction that changes the thing, so that neither is ever without the other.
    """

    tags = models.JSONField()
    hard = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return ", ".join(self.tags)


class FrontCopy(models.Model):
    """An address that a cache in front of us may hold, and one thing that its answer shows.

    Written only when such a cache is configured (WAGTAILFRONTENDCACHE).
    """

    url = models.CharField(max_length=2200)
    tag = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["url", "tag"], name="a_tag_of_a_url_once")]
        verbose_name_plural = "front copies"

    def __str__(self) -> str:
        return f"{self.url} shows {self.tag}"


class PeriodicRunManager(models.Manager["PeriodicRun"]):
    """Turns of periodic work, handed out once."""

    def claim(self, job: str, every: timedelta, now: datetime) -> bool:
        """Take the job's turn if it is due; of several timers, one gets it."""
        self.get_or_create(job=job)
        due = Q(started_at=None) | Q(started_at__lte=now - every + TOLERANCE)
        return self.filter(due, job=job).update(started_at=now) == 1

    def note_success(self, job: str) -> None:
        """Remember that the job's turn went well."""
        self.filter(job=job).update(succeeded_at=timezone.now())

    def last_started(self) -> datetime | None:
        """Return when the timer last did anything, to see whether it runs."""
        return self.aggregate(last=models.Max("started_at"))["last"]


class PeriodicRun(models.Model):
    """When a periodic job last ran."""

    job = models.CharField(max_length=100, primary_key=True)
    started_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)

    objects = PeriodicRunManager()

    def __str__(self) -> str:
        return self.job
