"""Mail that is waiting to be sent, written in the transaction of what it tells.

No row holds an address: whom a mail goes to is looked up when it is sent, with the comment whose
author is told, or with the moderator's account. Erasing those erases what would be sent.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from blog.comments.models.commenter import Subscription
from intake.senders import fingerprint

# What is undone within that time nobody hears of.
GRACE = dt.timedelta(minutes=2)
# Whoever takes a mail has so long to send it, until somebody else does.
LEASE = dt.timedelta(minutes=5)
# Between tries: twice as long each time, and six hours at most; two days in all.
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=6)
GIVEN_UP_AFTER = 14


class MailKind(models.TextChoices):
    """What a mail is for. Each can be stopped by itself."""

    CONFIRM = "confirm", "Confirm the address"
    APPROVED = "approved", "Published"
    REPLY = "reply", "Somebody replied"
    WAITING = "waiting", "Comments wait, told at once"
    DIGEST = "digest", "Comments wait, told once a day"


def new_token() -> str:
    """Return what nobody can guess."""
    return secrets.token_urlsafe(16)


class MailJobQuerySet(models.QuerySet["MailJob"]):
    """Mails by when they are to be sent, and the ways in which they come to be written."""

    def write(self, mails: Iterable["MailJob"]) -> None:
        """Let mails wait; whatever was written about the same event before stays as it is."""
        MailJob.objects.bulk_create(mails, ignore_conflicts=True, batch_size=200)

    def write_about_approved(self, comments: Iterable[tuple[int, int | None, str]]) -> None:
        """Tell those who wished it that their comments are published, or answered.

        Takes of each comment that readers see from now on: its number, that of the comment it
        replies to, and its author's key. One query when nobody wished anything.
        """
        approved = list(comments)
        numbers = {number for pk, parent, _ in approved for number in (pk, parent) if number}
        wished = Subscription.objects.confirmed().filter(comment__in=numbers)
        wishes = dict(wished.values_list("comment_id", "author_key")) if numbers else {}
        due_at = timezone.now() + GRACE
        mails = []
        for pk, parent, author in approved:
            if pk in wishes:
                mails.append(self.model.published(pk, due_at))
            # Nobody hears of their own answers.
            if parent in wishes and wishes[parent] != author:
                mails.append(self.model.answered(parent, pk, due_at))
        if mails:
            self.write(mails)

    def waiting(self) -> Self:
        """Those that are still to be sent."""
        return self.filter(state=MailJob.State.WAITING)

    def due(self) -> Self:
        """Those whose time has come, the longest waiting first."""
        return self.waiting().filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def take(self) -> "MailJob | None":
        """Take the next that is due, so that nobody else does for a while."""
        for number in self.due().values_list("pk", flat=True)[:10]:
            claim = uuid4().hex
            mine = self.due().order_by().filter(pk=number)
            if mine.update(claim=claim, attempts=F("attempts") + 1, due_at=timezone.now() + LEASE):
                return self.get(pk=number)
        return None

    def about(self, comment: models.Model) -> Self:
        """Mails to a comment's author, and mails that tell of the comment."""
        return self.filter(Q(comment=comment) | Q(about=comment)).order_by("pk")

    def try_again(self) -> int:
        """Let those that were given up wait anew; return how many."""
        return self.filter(state=MailJob.State.FAILED).update(
            state=MailJob.State.WAITING, attempts=0, due_at=timezone.now(), claim=""
        )


class MailJob(models.Model):
    """One mail to be sent once, whatever fails on the way."""

    Kind = MailKind

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "Waits"
        SENT = "sent", "Sent"
        FAILED = "failed", "Given up"

    event_key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=MailKind)
    # Whose author is written to, at the address that the comment has.
    comment = models.ForeignKey(
        "reader_comments.ReaderComment", null=True, on_delete=models.CASCADE, related_name="+"
    )
    # The answer that its author is told of.
    about = models.ForeignKey(
        "reader_comments.ReaderComment", null=True, on_delete=models.CASCADE, related_name="+"
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # Of comments that came before, a moderator was told earlier.
    since = models.DateTimeField(null=True)
    # In the links of the mail; says nothing of whom it goes to.
    token = models.CharField(max_length=32, unique=True, default=new_token)

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # What went wrong last, without any address.
    problem = models.CharField(max_length=200, blank=True)

    objects = MailJobQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="mail_to_send")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, moderator__isnull=True)
                | Q(comment__isnull=True, moderator__isnull=False),
                name="a_mail_goes_to_one_person",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="a_sent_mail_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Mail job {self.pk}"

    # --- the mails there are ----------------------------------------------------------------

    @classmethod
    def published(cls, comment: int, due_at: dt.datetime) -> "MailJob":
        """Tell the author of a comment that it is published: once, however often it is."""
        return cls(
            event_key=f"approved:{comment}",
            kind=MailKind.APPROVED,
            comment_id=comment,
            due_at=due_at,
        )

    @classmethod
    def answered(cls, comment: int, answer: int, due_at: dt.datetime) -> "MailJob":
        """Tell the author of a comment that it has an answer."""
        return cls(
            event_key=f"reply:{comment}:{answer}",
            kind=MailKind.REPLY,
            comment_id=comment,
            about_id=answer,
            due_at=due_at,
        )

    @classmethod
    def confirmation(cls, comment: int) -> "MailJob":
        """Ask the author of a comment whether the address is theirs."""
        token = new_token()
        return cls(
            event_key=f"confirm:{comment}:{token}",
            kind=MailKind.CONFIRM,
            comment_id=comment,
            token=token,
        )

    @classmethod
    def notice(cls, choice: "NoticeChoice") -> "MailJob":
        """Tell a moderator at once of comments that came since they were told last."""
        since = choice.told_until.isoformat() if choice.told_until else "the first"
        return cls(
            event_key=f"waiting:{choice.user_id}:{since}",
            kind=MailKind.WAITING,
            moderator_id=choice.user_id,
            since=choice.told_until,
        )

    @classmethod
    def digest(cls, user: int, day: dt.date) -> "MailJob":
        """Tell a moderator once a day of all comments that wait."""
        return cls(
            event_key=f"digest:{user}:{day.isoformat()}",
            kind=MailKind.DIGEST,
            moderator_id=user,
        )

    # --- what it is -------------------------------------------------------------------------

    @property
    def message_id(self) -> str:
        """What tells mail servers and programs that a second one would be the same."""
        return fingerprint("message", self.event_key)[:32]

    @property
    def confirm_token(self) -> str:
        """What only the mail says, and no row of the database."""
        return fingerprint("confirm", self.token)[:32]

    @property
    def next_pause(self) -> dt.timedelta:
        """How long it waits after a try that failed."""
        return min(FIRST_PAUSE * 2 ** max(0, self.attempts - 1), LONGEST_PAUSE)

    # --- what becomes of it -----------------------------------------------------------------

    def note_sent(self) -> None:
        """Write down that a mail server has taken it."""
        self._settle(state=self.State.SENT, sent_at=timezone.now(), problem="")

    def put_off(self, problem: str) -> None:
        """Try again later; the last time, give up."""
        if self.attempts >= GIVEN_UP_AFTER:
            self.give_up(problem)
        else:
            self._settle(due_at=timezone.now() + self.next_pause, problem=problem)

    def give_up(self, problem: str) -> None:
        """Try no more, and say why."""
        self._settle(state=self.State.FAILED, problem=problem)

    def drop(self) -> None:
        """Forget it: there is nothing to tell any more."""
        self._mine().delete()

    def _settle(self, **changes: object) -> None:
        self._mine().update(claim="", **changes)

    def _mine(self) -> MailJobQuerySet:
        """Return the row, if nobody else took it when our time was over."""
        return type(self).objects.filter(pk=self.pk, claim=self.claim)


class MailRefusal(models.Model):
    """Somebody's word that they want no mail of one kind any more."""

    author_key = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=MailKind)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author_key", "kind"], name="one_refusal_a_kind")
        ]

    def __str__(self) -> str:
        return f"Mail refusal {self.pk}"


class NoticeChoice(models.Model):
    """When a moderator is told by mail that comments wait. Without a row: once a day."""

    class When(models.TextChoices):
        """How soon."""

        AT_ONCE = MailKind.WAITING.value, "At once, ten minutes apart at least"
        DAILY = MailKind.DIGEST.value, "Once a day, in the morning, while any wait"
        NEVER = "never", "Never"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    when = models.CharField(
        "tell me by e-mail of comments that wait",
        max_length=20,
        choices=When.choices,
        default=When.DAILY,
    )
    # Of what came until then, they were told at once.
    told_until = models.DateTimeField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Notice choice {self.pk}"

    @classmethod
    def of(cls, user: models.Model) -> "NoticeChoice":
        """Return what somebody chose; the default when they chose nothing."""
        return cls.objects.filter(user=user).first() or cls(user_id=user.pk)
