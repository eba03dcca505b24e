"""Every change of a comment, mostly of its status: who, when, from, to, and why in words."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils import timezone

from blog.comments.evidence import without_quotes
from blog.comments.models.status import AlreadyDecidedError, IllegalDecisionError, Status, Verb

if TYPE_CHECKING:
    from blog.comments.models.comment import ReaderComment

UNDO_WITHIN = dt.timedelta(hours=24)
UNDOABLE = frozenset({Verb.APPROVE, Verb.MARK_SPAM, Verb.UNAPPROVE, Verb.TRASH, Verb.RESTORE})


class DecisionQuerySet(models.QuerySet["Decision"]):
    """The log. Nothing in it is changed or deleted, except words about an erased comment."""

    def update(self, **changes: object) -> NoReturn:
        """Refuse: what was decided stays as it was written."""
        raise IllegalDecisionError("Decisions are never changed.")

    def delete(self) -> NoReturn:
        """Refuse: what was decided stays."""
        raise IllegalDecisionError("Decisions are never deleted.")

    def that_noticed(self, code: str) -> Self:
        """Those that found something about a comment, by the code of its signal."""
        if connection.features.supports_json_field_contains:
            return self.filter(signals__contains=[{"code": code}])
        told = self.annotate(told=Cast("signals", models.TextField()))
        return told.filter(told__contains=f'"code": "{code}"')

    def moves(self) -> Self:
        """Those that changed the status: taking words out of a comment does not."""
        return self.exclude(from_status=F("to_status"))

    def whose_note_names(self, address: str) -> Self:
        """Those with a moderator's note that holds an address."""
        return self.filter(note__icontains=address)

    def erase_notes_that_name(self, address: str) -> int:
        """Take out the notes that hold an address; return how many."""
        return super(DecisionQuerySet, self.whose_note_names(address)).update(note="")

    def erase_words(self, comment: "ReaderComment") -> None:
        """Take out of a comment's decisions whatever quotes it."""
        for decision in self.filter(comment=comment):
            super(DecisionQuerySet, self.filter(pk=decision.pk)).update(
                note="", signals=without_quotes(decision.signals)
            )


class Decision(models.Model):
    """One change of one comment: of its status, or of its words."""

    class Who(models.TextChoices):
        """Whose doing it was."""

        MACHINE = "machine", "the site itself"
        MODERATOR = "moderator", "a moderator"
        READER = "reader", "the reader"

    class Reason(models.TextChoices):
        """Why a moderator took a comment away. There is none for disliking praise or blame."""

        SPAM = "spam", "Spam"
        OFF_TOPIC = "off_topic", "Off topic"
        ABUSE = "abuse", "Abuse"
        PRIVACY = "privacy", "Privacy"
        MEDICAL_ADVICE = "medical_advice", "Medical advice asked or given"
        DUPLICATE = "duplicate", "Duplicate"
        ADVERTISING = "advertising", "Advertising"
        ILLEGAL = "illegal", "Illegal"

    # The row outlives its comment: the number says which one it was about.
    comment = models.ForeignKey(
        "reader_comments.ReaderComment",
        null=True,
        on_delete=models.SET_NULL,
        related_name="decisions",
    )
    comment_number = models.PositiveBigIntegerField(db_index=True)
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    who = models.CharField(max_length=10, choices=Who.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verb = models.CharField(max_length=10, choices=Verb.choices)
    from_status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=10, choices=Status.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    note = models.TextField(blank=True)
    sentence = models.TextField(blank=True)
    signals = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    score = models.FloatField(null=True, blank=True)
    model_version = models.CharField(max_length=20, blank=True)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    objects = DecisionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(who="moderator") | ~Q(sentence=""),
                name="what_no_person_decided_has_a_sentence",
            ),
            models.CheckConstraint(
                condition=~Q(verb="trash", from_status="approved") | ~Q(reason=""),
                name="approved_comments_are_trashed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(verb="undo", undoes__isnull=False)
                | (~Q(verb="undo") & Q(undoes__isnull=True)),
                name="an_undo_undoes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Decision {self.pk} on reader comment {self.comment_number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the decision once."""
        if self.pk is not None and not self._state.adding:
            raise IllegalDecisionError("Decisions are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: what was decided stays."""
        raise IllegalDecisionError("Decisions are never deleted.")

    @property
    def reasons(self) -> list[str]:
        """Why, in sentences that were stored with it and read the same for ever."""
        said = [self.sentence, *(str(signal["sentence"]) for signal in self.signals)]
        if self.reason:
            said.append(f"Reason: {self.get_reason_display()}.")
        return [sentence for sentence in said if sentence]

    @property
    def actor_name(self) -> str:
        """Who it was, as a moderator would say it."""
        if self.actor:
            return self.actor.get_full_name() or self.actor.get_username()
        return self.Who(self.who).label

    @property
    def latest_of_its_comment(self) -> "Decision | None":
        """What was decided on the same comment last."""
        same = type(self).objects.filter(comment_number=self.comment_number)
        return same.moves().select_related("actor").last()

    @property
    def is_undoable(self) -> bool:
        """Whether it is of a kind, and recent enough, to be taken back."""
        recent = timezone.now() - self.at < UNDO_WITHIN
        return recent and self.verb in UNDOABLE and self.comment_id is not None

    def undo(self, by: Any, batch: uuid.UUID | None = None) -> "Decision":
        """Put the comment back where it was before this decision.

        Raises IllegalDecisionError when it is too late for that, AlreadyDecidedError when
        somebody has decided on the comment since.
        """
        if not self.is_undoable:
            raise IllegalDecisionError(f"{self} can no longer be undone.")
        comment = self.comment
        assert comment is not None  # noqa: S101 - is_undoable has just said so
        latest = comment.decisions.moves().select_related("actor").last()
        if latest != self:
            raise AlreadyDecidedError(comment.what_happened(latest))
        if self.from_status == Status.APPROVED and (comment.edited_at or self.at) > self.at:
            raise AlreadyDecidedError(f"The reader changed {comment} since. Decide on it anew.")
        return comment._undo(self, by, batch)
