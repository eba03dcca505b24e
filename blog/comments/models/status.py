"""The statuses of a comment and which one may follow which."""

from django.db import models


class Status(models.TextChoices):
    """Where a comment stands."""

    PENDING = "pending", "Pending"
    APPROVED = "approved", "Approved"
    SPAM = "spam", "Spam"
    TRASH = "trash", "Trash"
    ERASED = "erased", "Erased"


class Verb(models.TextChoices):
    """What can be done to a comment. Its past tense is the label."""

    SUBMIT = "submit", "submitted"
    APPROVE = "approve", "approved"
    MARK_SPAM = "mark_spam", "marked as spam"
    UNAPPROVE = "unapprove", "unapproved"
    TRASH = "trash", "moved to the trash"
    RESTORE = "restore", "restored"
    EDIT = "edit", "edited"
    ERASE = "erase", "erased"
    UNDO = "undo", "undone"
    REDACT = "redact", "redacted"


_S = Status
ALLOWED_FROM: dict[Verb, frozenset[Status]] = {
    Verb.APPROVE: frozenset({_S.PENDING}),
    Verb.MARK_SPAM: frozenset({_S.PENDING, _S.APPROVED}),
    Verb.UNAPPROVE: frozenset({_S.APPROVED}),
    Verb.TRASH: frozenset({_S.PENDING, _S.APPROVED, _S.SPAM}),
    Verb.RESTORE: frozenset({_S.SPAM, _S.TRASH}),
    Verb.EDIT: frozenset({_S.PENDING, _S.APPROVED, _S.SPAM, _S.TRASH}),
    Verb.ERASE: frozenset({_S.PENDING, _S.APPROVED, _S.SPAM, _S.TRASH}),
    # Its status stays.
    Verb.REDACT: frozenset({_S.PENDING, _S.APPROVED, _S.SPAM, _S.TRASH}),
}


class IllegalDecisionError(Exception):
    """A verb that the comment's status does not allow."""


class AlreadyDecidedError(IllegalDecisionError):
    """Somebody else was quicker. The message says who, what and when."""
