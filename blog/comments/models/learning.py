"""What moderators' decisions have taught: a lesson for each comment, and a count for each word.

A lesson keeps the fingerprints of the words it was taken from. So it can be taken back exactly,
whatever has become of the words, and the counts are no more than the sum of all lessons.
"""

import functools
import struct
from collections.abc import Iterable, Mapping
from typing import Final

from django.db import connection, models, transaction

from blog.comments.learner import Standing
from blog.comments.models.decision import Decision
from blog.comments.signals import lessons_due

A_TIME: Final = 1_000


class Lesson(models.Model):
    """What one comment taught, by the decision of a moderator that still stands."""

    comment_number = models.PositiveBigIntegerField(primary_key=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    spam = models.BooleanField()
    # What the filter thought when the comment came, before it knew this.
    spam_p = models.FloatField(null=True)
    features = models.BinaryField()
    version = models.PositiveSmallIntegerField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Lesson from reader comment {self.comment_number}"

    @property
    def hashes(self) -> tuple[int, ...]:
        """The fingerprints of its features."""
        return struct.unpack(f">{len(self.features) // 8}q", self.features)

    @staticmethod
    def packed(hashes: Iterable[int]) -> bytes:
        """Return fingerprints as they are kept: sorted, so that no order of words is left."""
        ordered = sorted(set(hashes))
        return struct.pack(f">{len(ordered)}q", *ordered)


class LessonDue(models.Model):
    """A comment whose lesson may no longer be what was decided on it."""

    comment_number = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Lesson due from reader comment {self.comment_number}"

    @classmethod
    def note(cls, numbers: Iterable[int]) -> None:
        """Remember comments whose lessons are to be looked at, in the decisions' transaction."""
        due = [LessonDue(comment_number=number) for number in numbers]
        if due:
            LessonDue.objects.bulk_create(due, batch_size=A_TIME)
            transaction.on_commit(functools.partial(lessons_due.send, sender=cls))


class TokenCount(models.Model):
    """In how many lessons of either kind one feature was. Nobody can read which one it is."""

    token = models.BigIntegerField(primary_key=True)
    spam = models.IntegerField(default=0)
    approved = models.IntegerField(default=0)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Token count {self.token}"

    @classmethod
    def of(cls, tokens: Iterable[int]) -> list[tuple[int, int, int]]:
        """Return the counts of some features, without the detours of the ORM: readers wait."""
        wanted = ", ".join(map(str, tokens))
        if not wanted:
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT token, spam, approved FROM {cls._meta.db_table} "  # noqa: S608 - numbers
                f"WHERE token IN ({wanted})"
            )
            found: list[tuple[int, int, int]] = cursor.fetchall()
        return found

    @classmethod
    def add(cls, changes: Mapping[int, tuple[int, int]]) -> None:
        """Move counts, in one order for everyone; what nothing is left of goes."""
        rows = [(token, *changes[token]) for token in sorted(changes) if any(changes[token])]
        table = cls._meta.db_table
        with connection.cursor() as cursor:
            for start in range(0, len(rows), A_TIME):
                some = rows[start : start + A_TIME]
                values = ", ".join(["(%s, %s, %s)"] * len(some))
                # Insert or add in one statement, which the ORM has no words for.
                cursor.execute(
                    f"INSERT INTO {table} (token, spam, approved) VALUES {values} "  # noqa: S608
                    f"ON CONFLICT (token) DO UPDATE SET spam = {table}.spam + excluded.spam, "
                    f"approved = {table}.approved + excluded.approved",
                    [value for row in some for value in row],
                )
        fewer = [token for token, spam, approved in rows if spam < 0 or approved < 0]
        for start in range(0, len(fewer), A_TIME):
            cls.objects.filter(
                token__in=fewer[start : start + A_TIME], spam=0, approved=0
            ).delete()


class SpamFilter(models.Model):
    """How far the filter is: one row, which whoever changes the counts holds on to."""

    approved = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)
    measured = models.PositiveIntegerField(default=0)
    called_spam = models.PositiveIntegerField(default=0)
    rightly = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return "Spam filter"

    @classmethod
    def held(cls) -> "SpamFilter":
        """Return the row, locked until the transaction ends."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)

    @property
    def standing(self) -> Standing:
        """How far it is, as a plain value."""
        return Standing(
            approved=self.approved,
            spam=self.spam,
            measured=self.measured,
            called_spam=self.called_spam,
            rightly=self.rightly,
        )
