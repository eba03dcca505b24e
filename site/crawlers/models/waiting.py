"""Addresses that search engines are still to be told of, and what they answered."""

import datetime as dt
from collections.abc import Iterable
from uuid import uuid4

from django.db import models
from django.utils import timezone

# Who takes addresses has so long to tell of them, until somebody else does.
LEASE = dt.timedelta(minutes=5)
# As many as one request may name.
A_REQUEST = 10_000
# Between tries: twice as long each time, and half a day at most; then it is too old to matter.
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=12)
GIVEN_UP_AFTER = 14


class WaitingAddressQuerySet(models.QuerySet["WaitingAddress"]):
    """Addresses by when search engines are to be told."""

    def add(self, addresses: Iterable[str]) -> None:
        """Let addresses wait; one that waits already, or is just being told, waits anew."""
        rows = [self.model(address=address) for address in sorted(set(addresses))]
        self.bulk_create(
            rows,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["address"],
            update_fields=["due_at", "claim", "tries"],
        )

    def due(self) -> "WaitingAddressQuerySet":
        """Those whose time has come, the longest waiting first."""
        return self.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def claim(self) -> str:
        """Take those that are due, as many as one request may name; return under what name.

        Whoever ends without a word lets them go after a while.
        """
        claim = uuid4().hex
        chosen = list(self.due().values_list("pk", flat=True)[:A_REQUEST])
        for start in range(0, len(chosen), 500):
            some = self.due().order_by().filter(pk__in=chosen[start : start + 500])
            some.update(claim=claim, due_at=timezone.now() + LEASE)
        return claim

    def put_off(self, claim: str, at_least: dt.timedelta) -> None:
        """Let those that could not be told wait longer each time; the oldest are given up."""
        taken = self.filter(claim=claim)
        taken.filter(tries__gte=GIVEN_UP_AFTER).delete()
        for tries in set(taken.values_list("tries", flat=True)):
            pause = max(at_least, min(FIRST_PAUSE * 2**tries, LONGEST_PAUSE))
            taken.filter(tries=tries).update(
                tries=tries + 1, due_at=timezone.now() + pause, claim=""
            )


class WaitingAddress(models.Model):
    """One address that has changed since search engines were told of it."""

    # Longer ones no search engine takes.
    address = models.CharField(max_length=2048, unique=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True, db_index=True)

    objects = WaitingAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "waiting addresses"

    def __str__(self) -> str:
        return self.address


class AnswerManager(models.Manager["Answer"]):
    """What search engines answered, the last few times."""

    KEPT = 20

    def note(self, status: int, addresses: int, words: str) -> "Answer":
        """Write down an answer, and forget the oldest."""
        answer = self.create(status=status, addresses=addresses, words=words)
        kept = self.order_by("-pk").values_list("pk", flat=True)[: self.KEPT]
        self.exclude(pk__in=list(kept)).delete()
        return answer


class Answer(models.Model):
    """What search engines said when they were told; status 0 when they could not be reached."""

    at = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField()
    addresses = models.PositiveIntegerField()
    words = models.TextField()

    objects = AnswerManager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.status}: {self.words}"

    @property
    def is_good(self) -> bool:
        """Whether the addresses were taken."""
        return self.status in {200, 202}
