"""Who comments, known by fingerprint only: trust, wishes, and the tokens they hold."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from blog.comments.models.counting import moved, steps
from blog.comments.models.status import Status
from intake.senders import fingerprint, fingerprints


def author_key(email: str) -> str:
    """Return the fingerprint of an address; blank for none."""
    return fingerprint("address", email.strip().casefold()) if email.strip() else ""


def author_keys(email: str) -> list[str]:
    """Return the address's fingerprint and those it had under earlier keys."""
    return fingerprints("address", email.strip().casefold()) if email.strip() else []


class CommenterTrust(models.Model):
    """What the decisions on one person's comments have taught."""

    author_key = models.CharField(max_length=64, unique=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    approved_count = models.PositiveIntegerField(default=0)
    spam_count = models.PositiveIntegerField(default=0)
    blocked = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "commenter's trust"
        verbose_name_plural = "commenters' trust"

    def __str__(self) -> str:
        return f"Commenter's trust {self.pk}"

    @classmethod
    def earned(cls) -> Q:
        """Who is trusted: a confirmed address, two approved comments or more, no spam."""
        return Q(verified_at__isnull=False, approved_count__gte=2, spam_count=0, blocked=False)

    @classmethod
    def verify(cls, email: str) -> None:
        """Remember that somebody has shown to have an address."""
        now = timezone.now()
        if not cls.objects.filter(author_key__in=author_keys(email)).update(verified_at=now):
            cls.objects.update_or_create(
                author_key=author_key(email), defaults={"verified_at": now}
            )

    @classmethod
    def take_over(cls, email: str) -> None:
        """Bring along what was learned of somebody under an earlier key. None: nothing to ask."""
        today, *earlier = author_keys(email) or [""]
        if earlier:
            known = cls.objects.filter(author_key__in=earlier)
            for key in known.values_list("author_key", flat=True):
                cls.merge(key, today)

    @classmethod
    def merge(cls, old: str, new: str) -> None:
        """Add what is known under one fingerprint of an address to what another one knows."""
        with transaction.atomic():
            both = cls.objects.select_for_update().filter(author_key__in=[old, new]).order_by("pk")
            known = {row.author_key: row for row in both}
            earlier, later = known.get(old), known.get(new)
            if earlier is None:
                return
            if later is None:
                earlier.author_key = new
                earlier.save(update_fields=["author_key"])
                return
            later.approved_count += earlier.approved_count
            later.spam_count += earlier.spam_count
            later.blocked |= earlier.blocked
            later.reason = later.reason or earlier.reason
            confirmed = [row.verified_at for row in known.values() if row.verified_at]
            later.verified_at = min(confirmed, default=None)
            later.save()
            earlier.delete()

    @classmethod
    def recount(cls, key: str, before: Status | None, after: Status | None) -> None:
        """Let a moderator's decision move a person's counts, in the decision's transaction.

        What the site itself decided counts for nothing: anybody can fill in an address.
        """
        counted = (Status.APPROVED, Status.SPAM)
        if not key or (before not in counted and after not in counted):
            return
        cls.objects.get_or_create(author_key=key)
        changes = {}
        if before in counted:
            changes[f"{before}_count"] = F(f"{before}_count") - 1
        if after in counted:
            changes[f"{after}_count"] = F(f"{after}_count") + 1
        cls.objects.filter(author_key=key).update(**changes)

    @classmethod
    def recount_together(cls, people: Mapping[str, Mapping[Status, int]]) -> None:
        """Let many decisions move many people's counts, in the decisions' transaction."""
        counted = (Status.APPROVED, Status.SPAM)
        concerned = {
            key: counts for key, counts in people.items() if key and any(map(counts.get, counted))
        }
        for some in steps(concerned):
            new = [CommenterTrust(author_key=key) for key in some]
            CommenterTrust.objects.bulk_create(new, ignore_conflicts=True)
            changes = {
                f"{status}_count": moved(
                    f"{status}_count",
                    {key: counts.get(status, 0) for key, counts in some.items()},
                    keyed="author_key",
                )
                for status in counted
            }
            cls.objects.filter(author_key__in=some).update(**changes)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Wishes, by whether whoever has the address shares them."""

    def confirmed(self) -> Self:
        """Those that were confirmed from the address itself."""
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """The wish of a comment's author to be told by mail when it is published or answered."""

    author_key = models.CharField(max_length=64, db_index=True)
    comment = models.OneToOneField(
        "reader_comments.ReaderComment", on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Subscription {self.pk}"

    @classmethod
    def to_comments(cls) -> Exists:
        """Ask of each comment of a query whether its author is to be told of replies."""
        return Exists(cls.objects.confirmed().filter(comment=OuterRef("pk")))


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens, found by what their holder shows."""

    def held(self, token: str, *purposes: str) -> "Token | None":
        """Return the token somebody holds, if it is one of ours and still good."""
        return (
            self.filter(
                hash__in=token_hashes(token), purpose__in=purposes, expires_at__gt=timezone.now()
            )
            .select_related("comment__thread__page")
            .first()
        )


class Token(models.Model):
    """A right that whoever holds a link has. Only its hash is kept."""

    class Purpose(models.TextChoices):
        """What the holder may do."""

        RECEIPT = "receipt", "See and withdraw a comment"
        # Who sends the same text a second time need not be who sent the first.
        COPY = "copy", "See where a comment stands"
        CONFIRM = "confirm", "Confirm the address of a comment"

    LASTS = dt.timedelta(days=365)
    # A link in a mail, which others may come to see.
    CONFIRM_LASTS = dt.timedelta(days=3)

    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    hash = models.CharField(max_length=64, unique=True)
    comment = models.ForeignKey(
        "reader_comments.ReaderComment", on_delete=models.CASCADE, related_name="+"
    )
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Token {self.pk}"

    @classmethod
    def grant(cls, token: str, purpose: str, comment: models.Model) -> None:
        """Keep the hash of a token that somebody is about to be given."""
        cls.objects.create(hash=token_hash(token), **cls._rights(purpose, comment))

    @classmethod
    def grant_once(cls, token: str, purpose: str, comment: models.Model) -> None:
        """Keep the hash of a token that may have been given before."""
        cls.objects.get_or_create(hash=token_hash(token), defaults=cls._rights(purpose, comment))

    @classmethod
    def _rights(cls, purpose: str, comment: models.Model) -> dict[str, Any]:
        lasts = cls.CONFIRM_LASTS if purpose == cls.Purpose.CONFIRM else cls.LASTS
        return {"purpose": purpose, "comment": comment, "expires_at": timezone.now() + lasts}


def receipt_token(submission_key: str) -> str:
    """Return the receipt of one submission: the same however often it is sent."""
    return fingerprint("receipt", submission_key)[:32]


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return fingerprint("token", token)


def token_hashes(token: str) -> list[str]:
    """Return what is kept of a token, and what was kept of it under earlier keys."""
    return fingerprints("token", token)
