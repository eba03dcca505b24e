"""What readers want to be told by mail: asked for, confirmed from the address itself, stopped."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from blog.comments.mail.sending import send_waiting_mail
from blog.comments.models import (
    CommenterTrust,
    MailJob,
    MailRefusal,
    NoticeChoice,
    ReaderComment,
    Subscription,
    Token,
)
from blog.comments.models.commenter import author_key, author_keys
from blog.comments.models.status import Status
from blog.comments.submission import TooOftenError
from intake.limits import Limit, hit_all

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
A_SENDER_A_DAY = 10
WISHED = (MailJob.Kind.APPROVED, MailJob.Kind.REPLY)


@dataclass(frozen=True)
class Wish:
    """How far the wish of a comment's author has come."""

    possible: bool
    asked: bool
    confirmed: bool

    @classmethod
    def of(cls, comment: ReaderComment) -> "Wish":
        """Look it up."""
        known = Subscription.objects.filter(comment=comment).first()
        return cls(
            possible=bool(comment.author_email) and not comment.is_from_the_clinic,
            asked=known is not None,
            confirmed=known is not None and known.confirmed_at is not None,
        )


@transaction.atomic
def ask(comment: ReaderComment, sender: str) -> None:
    """Write to the address of a comment, to hear whether it belongs to who gave it.

    An address gets one such mail an hour and three a day. Raises TooOftenError.
    """
    key = author_key(comment.author_email or "")
    if not key:
        return
    verdicts = hit_all(
        [
            Limit("comment.mail-hour", key, 1, HOUR),
            Limit("comment.mail-day", key, 3, DAY),
            Limit("comment.mail-sender", sender, A_SENDER_A_DAY, DAY),
        ]
    )
    refused = [verdict for verdict in verdicts.values() if not verdict.allowed]
    if refused:
        raise TooOftenError(max(refused, key=lambda verdict: verdict.retry_after))
    Subscription.objects.update_or_create(
        comment=comment, defaults={"author_key": key, "asked_at": timezone.now()}
    )
    job = MailJob.confirmation(comment.pk)
    job.save()
    Token.grant(job.confirm_token, Token.Purpose.CONFIRM, comment)
    transaction.on_commit(send_waiting_mail.enqueue)


@transaction.atomic
def confirm(comment: ReaderComment) -> None:
    """Believe that a comment's address belongs to its author, who has the mail we sent there."""
    if comment.status == Status.ERASED or not comment.author_email:
        return
    now = timezone.now()
    CommenterTrust.verify(comment.author_email)
    ReaderComment.objects.filter(pk=comment.pk).update(verified=True)
    asked = Subscription.objects.filter(comment=comment)
    asked.filter(confirmed_at=None).update(confirmed_at=now)
    # Who asks anew takes back that they wanted no more.
    keys = author_keys(comment.author_email)
    MailRefusal.objects.filter(author_key__in=keys, kind__in=WISHED).delete()


def forgo(comment: ReaderComment) -> None:
    """Tell the author of a comment nothing more about it."""
    Subscription.objects.filter(comment=comment).delete()


def refuse(job: MailJob) -> None:
    """Send no more mail of a kind to whoever got one of it."""
    if job.moderator:
        _refuse_notices(job.moderator, job.kind)
    elif email := job.comment and job.comment.author_email:
        MailRefusal.objects.get_or_create(author_key=author_key(email), kind=job.kind)


def _refuse_notices(moderator: Model, kind: str) -> None:
    """Tell a moderator no more of comments that wait, unless they chose another way since."""
    choice = NoticeChoice.of(moderator)
    if choice.when == kind:
        choice.when = NoticeChoice.When.NEVER
        choice.save()
