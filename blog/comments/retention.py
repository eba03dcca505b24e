"""How long things are kept: spam, trash, comments of deleted articles, senders, tokens, mail."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from blog.comments.models import (
    CommentSettings,
    CommentThread,
    MailJob,
    ReaderComment,
    Subscription,
    Token,
)
from blog.comments.models.status import IllegalDecisionError, Status

BATCH = 500
# Who wished for mail has so long to confirm the address.
UNCONFIRMED_KEPT = dt.timedelta(days=7)
NOTICES_KEPT = dt.timedelta(days=30)


@dataclass
class Retained:
    """What one round of retention did."""

    erased: int = 0
    detached: int = 0
    senders: int = 0
    tokens: int = 0
    wishes: int = 0

    def sentences(self) -> list[str]:
        """Say it."""
        return [
            f"{self.erased} comments erased.",
            f"{self.detached} threads of deleted articles will be erased later.",
            f"{self.senders} sender keys forgotten.",
            f"{self.tokens} tokens expired.",
            f"{self.wishes} wishes for mail were never confirmed.",
        ]


def retain(now: dt.datetime | None = None) -> Retained:
    """Erase and forget everything that has been kept as long as it may be."""
    now = now or timezone.now()
    MailJob.objects.filter(moderator__isnull=False, created_at__lt=now - NOTICES_KEPT).delete()
    days = CommentSettings.current().retention_days
    before = now - dt.timedelta(days=days)
    binned = ReaderComment.objects.filter(
        status__in=[Status.SPAM, Status.TRASH], status_changed_at__lt=before
    )
    orphaned = ReaderComment.objects.filter(
        thread__page=None, thread__detached_at__lt=before
    ).exclude(status=Status.ERASED)
    return Retained(
        erased=_erase(binned, f"It was kept for {days} days as spam or trash.")
        + _erase(orphaned, f"Its article was deleted {days} days before."),
        detached=CommentThread.objects.filter(page=None, detached_at=None).update(detached_at=now),
        senders=ReaderComment.objects.filter(sender_key_expires__lt=now).update(
            sender_key="", sender_key_expires=None
        ),
        tokens=Token.objects.filter(expires_at__lt=now).delete()[0],
        wishes=_forget_unconfirmed(now - UNCONFIRMED_KEPT),
    )


def _forget_unconfirmed(before: dt.datetime) -> int:
    """Forget wishes that were never confirmed, and the mails that asked."""
    MailJob.objects.filter(kind=MailJob.Kind.CONFIRM, created_at__lt=before).delete()
    return Subscription.objects.filter(confirmed_at=None, asked_at__lt=before).delete()[0]


def _erase(comments: QuerySet[ReaderComment], sentence: str) -> int:
    """Erase in batches: each comment in a transaction of its own, replies before parents."""
    erased = 0
    while batch := list(comments.order_by("-depth", "pk")[:BATCH]):
        done = sum(_expired(comment, sentence) for comment in batch)
        erased += done
        if not done:
            break
    return erased


def _expired(comment: ReaderComment, sentence: str) -> bool:
    try:
        comment.expire(sentence)
    except IllegalDecisionError:
        return False  # Somebody has just erased it.
    return True
