"""What a reader says about an article, and the verbs that move it."""

import datetime as dt
import functools
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.timesince import timesince

from blog.comments import redaction, text
from blog.comments.models import searching
from blog.comments.models.commenter import CommenterTrust, Subscription, Token
from blog.comments.models.decision import Decision
from blog.comments.models.learning import LessonDue
from blog.comments.models.mail import MailJob
from blog.comments.models.status import (
    ALLOWED_FROM,
    AlreadyDecidedError,
    IllegalDecisionError,
    Status,
    Verb,
)
from blog.comments.models.thread import CommentThread
from blog.comments.noticing import noticed
from blog.comments.signals import conversation_changed
from blog.comments.text import LONGEST_NAME
from organization.models import Clinic

DEEPEST = 2
# How long its author may still change what readers already see.
EDITABLE_FOR = dt.timedelta(minutes=10)
# A step of a path: when it was submitted, and enough of its public id to tell it apart.
STEP = 20


class ReaderCommentQuerySet(models.QuerySet["ReaderComment"]):
    """Comments, asked for by what a person would call them."""

    def awaiting(self) -> "ReaderCommentQuerySet":
        """Comments nobody has decided on, oldest first."""
        return self.filter(status=Status.PENDING).order_by("submitted_at", "pk")

    def approved(self) -> "ReaderCommentQuerySet":
        """Comments that readers may see."""
        return self.filter(status=Status.APPROVED)

    def saying(self, words: str) -> "ReaderCommentQuerySet":
        """Comments that hold each of some words, or words beginning so, in text or name."""
        each = words.split()
        if not each:
            return self.none()
        if connection.vendor == "postgresql":
            return searching.matching(self, each)
        found = self
        for word in each:
            found = found.filter(Q(body__icontains=word) | Q(author_name__icontains=word))
        return found

    def in_thread(self, thread: CommentThread) -> "ReaderCommentQuerySet":
        """The comments of one article, each followed by its replies."""
        return self.filter(thread=thread).order_by("path")


class ReaderComment(models.Model):
    """A reader's remark on one article.

    Its status changes only through the verbs below, and each change leaves a Decision.
    """

    Status = Status

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    thread = models.ForeignKey(CommentThread, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="replies"
    )
    depth = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(max_length=(DEEPEST + 1) * STEP)

    author_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    author_email = models.EmailField(null=True, blank=True)  # noqa: DJ001 - erased is not blank
    author_key = models.CharField(max_length=64, blank=True)
    staff_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Written by somebody of the clinic, signed in. It stays so when their account is deleted.
    is_from_the_clinic = models.BooleanField(default=False)
    body = models.TextField(blank=True)

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    status_changed_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    submission_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    content_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    text_key = models.CharField(max_length=64, blank=True)
    sender_key = models.CharField(max_length=64, blank=True)
    sender_key_expires = models.DateTimeField(null=True, blank=True)

    language = models.CharField(max_length=10, blank=True)
    link_count = models.PositiveSmallIntegerField(default=0)
    first_link_domain = models.CharField(max_length=253, blank=True)
    spam_p = models.FloatField(null=True, blank=True)
    policy_version = models.CharField(max_length=20, blank=True)
    verified = models.BooleanField(default=False)
    phi_flag = models.BooleanField(default=False)
    redacted = models.BooleanField(default=False)
    imported_from = models.CharField(max_length=100, blank=True)

    objects = ReaderCommentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "reader comment"
        default_permissions = ["view"]
        permissions = [
            ("moderate_readercomment", "Can moderate reader comments"),
            ("reply_readercomment", "Can reply to reader comments as the clinic"),
            ("manage_comment_rules", "Can manage the rules for reader comments"),
            ("erase_readercomment", "Can erase reader comments and export what is stored"),
        ]
        indexes = [
            models.Index(fields=["status", "submitted_at", "id"], name="comments_by_status"),
            models.Index(fields=["thread", "status", "path"], name="comments_in_thread"),
            models.Index(fields=["author_key", "status"], name="comments_by_author"),
            models.Index(fields=["sender_key"], name="comments_by_sender"),
            models.Index(fields=["text_key"], name="comments_by_text"),
            models.Index(fields=["first_link_domain", "status"], name="comments_by_domain"),
            models.Index(
                fields=["submitted_at"], condition=Q(status="pending"), name="comments_awaiting"
            ),
            # What the moderators' list of all comments shows, in its order.
            models.Index(
                fields=["submitted_at", "id"],
                condition=~Q(status="erased"),
                name="comments_by_time",
            ),
            # What that list is narrowed to; PostgreSQL has its words and signals indexed too.
            models.Index(
                fields=["submitted_at", "id", "status"],
                condition=Q(link_count__gt=0),
                name="comments_with_links",
            ),
            models.Index(
                fields=["submitted_at", "id", "status"],
                condition=Q(verified=True),
                name="comments_verified",
            ),
            models.Index(
                fields=["submitted_at", "id", "status"],
                condition=Q(phi_flag=True),
                name="comments_personal",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="erased")
                | Q(
                    body="",
                    author_name="",
                    author_email__isnull=True,
                    author_key="",
                    sender_key="",
                    submission_key__isnull=True,
                    content_key__isnull=True,
                ),
                name="an_erased_comment_says_nothing",
            ),
            models.CheckConstraint(condition=Q(depth__lte=DEEPEST), name="replies_go_three_deep"),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_at__isnull=False),
                name="an_approved_comment_says_since_when",
            ),
            models.UniqueConstraint(fields=["thread", "path"], name="a_path_leads_to_one_comment"),
        ]

    def __str__(self) -> str:
        return f"Reader comment {self.pk}"

    # --- what it is -------------------------------------------------------------------------

    @property
    def is_visible(self) -> bool:
        """Whether readers may see it."""
        return self.status == Status.APPROVED

    @property
    def is_judged(self) -> bool:
        """Whether a moderator, and neither the site nor its author, put it where it is."""
        latest = self.decisions.moves().last()
        return latest is not None and latest.who == Decision.Who.MODERATOR

    @property
    def editable_until(self) -> dt.datetime | None:
        """Until when its author may change what readers see; None while they do not see it."""
        return self.approved_at + EDITABLE_FOR if self.is_visible and self.approved_at else None

    @property
    def is_editable(self) -> bool:
        """Whether its author may still change it.

        Not what an editor took words out of: they would come back. Spam and trash are told from
        what waits by nobody who only holds a receipt.
        """
        if self.status == Status.ERASED or self.redacted or self.is_from_the_clinic:
            return False
        return self.editable_until is None or timezone.now() < self.editable_until

    def place(self, parent: "ReaderComment | None") -> None:
        """Give a new comment its place: under its parent, after those that came earlier."""
        moment = int(self.submitted_at.timestamp() * 1000)
        step = f"{moment:012x}{self.uuid.hex[-(STEP - 12) :]}"
        self.parent = parent
        self.depth = parent.depth + 1 if parent else 0
        self.path = f"{parent.path if parent else ''}{step}"

    def what_happened(self, decision: Decision | None) -> str:
        """Tell somebody who comes second what was decided, by whom, and how long ago."""
        if decision is None or decision.verb == Verb.SUBMIT:
            return f"{self} is {Status(self.status).label.lower()}."
        done, actor = decision.get_verb_display(), decision.actor_name
        return f"{self} was already {done} by {actor} {_since(decision.at)} ago."

    # --- what is done to it -----------------------------------------------------------------

    def approve(self, by: Any, batch: UUID | None = None, note: str = "") -> Decision:
        """Let readers see this comment."""
        return self._moderate(Verb.APPROVE, Status.APPROVED, by, batch, note=note)

    def mark_spam(self, by: Any, batch: UUID | None = None, note: str = "") -> Decision:
        """Take it for spam: unseen, and erased when retention is over."""
        return self._moderate(Verb.MARK_SPAM, Status.SPAM, by, batch, note=note)

    def unapprove(self, by: Any, batch: UUID | None = None, note: str = "") -> Decision:
        """Take it from readers' sight, to be decided again."""
        return self._moderate(Verb.UNAPPROVE, Status.PENDING, by, batch, note=note)

    def trash(
        self, by: Any, reason: str = "", batch: UUID | None = None, note: str = ""
    ) -> Decision:
        """Throw it away. What readers have seen is not taken away without a reason."""
        if self.status == Status.APPROVED and not reason:
            raise IllegalDecisionError("Give a reason for taking away an approved comment.")
        return self._moderate(Verb.TRASH, Status.TRASH, by, batch, reason=reason, note=note)

    def restore(self, by: Any, batch: UUID | None = None, note: str = "") -> Decision:
        """Take it out of spam or trash, back to where it was before: pending or approved."""
        return self._moderate(Verb.RESTORE, self._before_it_went(), by, batch, note=note)

    def erase(self, by: Any, batch: UUID | None = None) -> Decision:
        """Forget what it said and who said it, for good, because of a request."""
        return self._erase(Decision.Who.MODERATOR, actor=by, batch=batch)

    def withdraw(self, sentence: str = "The reader withdrew it.") -> Decision:
        """Erase it at its own author's wish."""
        return self._erase(Decision.Who.READER, sentence=sentence)

    def revise(
        self, to: Status, sentence: str, words: dict[str, Any], **evidence: Any
    ) -> Decision:
        """Change its words at its author's wish; the policy has said what that makes of it."""
        before = self._checked(Verb.EDIT)
        with transaction.atomic():
            self._move(before, to, edited_at=timezone.now(), **words)
            return self._record(
                Verb.EDIT, before, to, Decision.Who.READER, sentence=sentence, **evidence
            )

    def expire(self, sentence: str) -> Decision:
        """Erase it because it was kept as long as it may be."""
        return self._erase(Decision.Who.MACHINE, sentence=sentence)

    def redact(self, by: Any, words: str, start: int | None = None) -> Decision:
        """Put the editors' marker in place of words, for good: they are kept nowhere.

        With `start`, only the words that stand there; without it, wherever they stand.
        """
        with transaction.atomic():
            locked = type(self).objects.select_for_update().filter(pk=self.pk).first()
            self.status = locked.status if locked else Status.ERASED
            status = self._checked(Verb.REDACT)
            body = locked.body if locked else ""
            spans = redaction.places(body, words)
            if start is not None:
                spans = redaction.place_at(body, words, start)
            if not spans:
                raise IllegalDecisionError("These words do not stand in the comment.")
            self._say_instead(redaction.without(body, spans))
            # What was noticed about the comment, or noted about it, may quote what goes.
            Decision.objects.erase_words(self)
            LessonDue.note([self.pk])
            gone = redaction.length(spans)
            return Decision.objects.create(
                comment=self,
                comment_number=self.pk,
                verb=Verb.REDACT,
                from_status=status,
                to_status=status,
                who=Decision.Who.MODERATOR,
                actor=by,
                sentence=f"{gone} character{'' if gone == 1 else 's'} removed for privacy.",
            )

    def reply(self, by: Any, body: str, key: str | None = None) -> "ReaderComment":
        """Answer it as the clinic, for every reader to see at once.

        However often the same key comes, there is one answer.
        """
        with transaction.atomic():
            # Whoever takes the comment away or erases it waits here, or has just done so.
            locked = type(self).objects.select_for_update().filter(pk=self.pk).first()
            if known := key and type(self).objects.filter(submission_key=key).first():
                return known
            if locked is None or not locked.is_visible:
                raise IllegalDecisionError(
                    f"{self} is not shown to readers: approve it before you reply."
                )
            answer = type(self)(
                thread_id=self.thread_id,
                author_name=Clinic.current().name[:LONGEST_NAME],
                staff_user=by,
                is_from_the_clinic=True,
                submission_key=key,
            )
            answer._set_words(body)
            # As deep as replies go, it stands beside what it answers.
            answer.place(locked if locked.depth < DEEPEST else locked.parent)
            answer.save(force_insert=True)
            answer._move(Status.PENDING, Status.APPROVED)
            answer._record(
                Verb.SUBMIT,
                None,
                Status.APPROVED,
                Decision.Who.MODERATOR,
                actor=by,
                sentence="Written in the admin, as the clinic.",
            )
            if answer.parent_id != locked.pk:
                MailJob.objects.write_about_approved([(answer.pk, locked.pk, "")])
        return answer

    def begin(self, status: Status, sentence: str, **evidence: Any) -> Decision:
        """Write down the first decision on a comment just stored as pending."""
        if status != Status.PENDING:
            self._move(Status.PENDING, status)
        return self._record(
            Verb.SUBMIT, None, status, Decision.Who.MACHINE, sentence=sentence, **evidence
        )

    # --- the steps of a decision ------------------------------------------------------------

    def _moderate(
        self, verb: Verb, to: Status, by: Any, batch: UUID | None, **words: Any
    ) -> Decision:
        before = self._checked(verb)
        with transaction.atomic():
            self._move(before, to)
            return self._record(
                verb, before, to, Decision.Who.MODERATOR, actor=by, batch=batch, **words
            )

    def _undo(self, decision: Decision, by: Any, batch: UUID | None) -> Decision:
        before, to = Status(decision.to_status), Status(decision.from_status)
        with transaction.atomic():
            self._move(before, to)
            return self._record(
                Verb.UNDO,
                before,
                to,
                Decision.Who.MODERATOR,
                actor=by,
                batch=batch,
                undoes=decision,
            )

    def _erase(self, who: Decision.Who, **words: Any) -> Decision:
        with transaction.atomic():
            # A decision or a reply that is just arriving waits here, and then finds out.
            locked = type(self).objects.select_for_update().filter(pk=self.pk).first()
            self.status = locked.status if locked else Status.ERASED
            self.edited_at = locked.edited_at if locked else None
            before = self._checked(Verb.ERASE)
            Decision.objects.erase_words(self)
            self._move(before, Status.ERASED, **_NOTHING)
            decision = self._record(Verb.ERASE, before, Status.ERASED, who, **words)
            MailJob.objects.about(self).delete()
            for held in (Token, Subscription):
                held.objects.filter(comment=self).delete()
            self._go_if_nobody_replied()
        return decision

    def _set_words(self, body: str) -> None:
        """Take on a text, and what is known of it."""
        found = text.domains(body)
        self.body = body
        self.link_count = text.link_count(body)
        self.first_link_domain = found[0][:253] if found else ""

    def _say_instead(self, body: str) -> None:
        """Have the comment say something else from now on, to everybody and in every cache."""
        self._set_words(body)
        self.redacted = True
        self.phi_flag = bool(noticed(self.author_name, body))
        self.edited_at = timezone.now()
        shown = ("body", "link_count", "first_link_domain", "redacted", "phi_flag", "edited_at")
        self.save(update_fields=shown)
        if self.is_visible:
            CommentThread(pk=self.thread_id).renew()
            self._tell_after_the_commit()

    def _checked(self, verb: Verb) -> Status:
        """Return the status it has, if the verb may start from there."""
        if self.status not in ALLOWED_FROM[verb]:
            raise AlreadyDecidedError(self._latest_words())
        return Status(self.status)

    def _move(self, before: Status, to: Status, **changes: Any) -> None:
        """Change the status, if it still is what we believe it to be, and so are the words."""
        now = timezone.now()
        if to is not before:
            changes |= {"status": to, "status_changed_at": now}
            if to == Status.APPROVED:
                changes["approved_at"] = now
        unmoved = type(self).objects.filter(pk=self.pk, status=before, edited_at=self.edited_at)
        moved = unmoved.update(**changes)
        if not moved:
            raise AlreadyDecidedError(self._latest_words())
        for name, value in changes.items():
            setattr(self, name, value)

    def _record(
        self,
        verb: Verb,
        before: Status | None,
        to: Status,
        who: Decision.Who,
        batch: UUID | None = None,
        **words: Any,
    ) -> Decision:
        """Write the decision and let every counter follow."""
        at_hand = self._state.fields_cache.get("thread")
        (at_hand or CommentThread(pk=self.thread_id)).recount(before, to)
        if before is not to and to is not Status.ERASED:
            by_a_person = who == Decision.Who.MODERATOR
            # Whoever changes their words takes along what was decided on the former ones.
            if by_a_person or verb == Verb.EDIT:
                CommenterTrust.recount(
                    self.author_key,
                    before if self.is_judged else None,
                    to if by_a_person else None,
                )
        if Status.APPROVED in (before, to):
            self._tell_after_the_commit()
        # What only grew old, or what nobody has decided on, changes no lesson.
        if verb != Verb.SUBMIT and who != Decision.Who.MACHINE:
            LessonDue.note([self.pk])
        if to is Status.APPROVED and before is not to and self._may_be_awaited(before):
            MailJob.objects.write_about_approved([(self.pk, self.parent_id, self.author_key)])
        return Decision.objects.create(
            comment=self,
            comment_number=self.pk,
            verb=verb,
            from_status=before or "",
            to_status=to,
            who=who,
            batch=batch or uuid4(),
            **words,
        )

    def _may_be_awaited(self, before: Status | None) -> bool:
        """Whether somebody may have asked for mail about it, as far as is known without asking.

        Who has only just written can have wished nothing yet.
        """
        parent = self._state.fields_cache.get("parent")
        return before is not None or bool(self.parent_id and getattr(parent, "is_followed", True))

    def _tell_after_the_commit(self) -> None:
        tell = functools.partial(
            conversation_changed.send, sender=CommentThread, thread_id=self.thread_id
        )
        transaction.on_commit(tell)

    def _before_it_went(self) -> Status:
        """Return where it was before it became spam or trash, if readers or moderators saw it.

        Words that were changed since nobody has let in.
        """
        for decision in reversed(self.decisions.all()):
            if decision.verb == Verb.EDIT:
                break
            if decision.from_status in (Status.PENDING, Status.APPROVED):
                return Status(decision.from_status)
            if decision.from_status == "":
                break
        return Status.PENDING

    def _go_if_nobody_replied(self) -> None:
        """Delete the row, unless it still holds a conversation together."""
        gone: ReaderComment | None = self
        while gone and gone.status == Status.ERASED and not gone.replies.exists():
            above = gone.parent
            CommentThread(pk=gone.thread_id).recount(Status.ERASED, None)
            gone.delete()
            gone = above

    def _latest_words(self) -> str:
        fresh = type(self).objects.filter(pk=self.pk).first()
        if fresh is None:
            return "This comment has been erased."
        return fresh.what_happened(fresh.decisions.moves().select_related("actor").last())


_NOTHING: dict[str, Any] = {
    "author_name": "",
    "author_email": None,
    "author_key": "",
    "body": "",
    "submission_key": None,
    "content_key": None,
    "text_key": "",
    "sender_key": "",
    "sender_key_expires": None,
    "language": "",
    "link_count": 0,
    "first_link_domain": "",
    "spam_p": None,
    "verified": False,
    "phi_flag": False,
}


def _since(moment: dt.datetime) -> str:
    """Return how long ago it was, to the second while that is fresh."""
    seconds = max(1, int((timezone.now() - moment).total_seconds()))
    if seconds >= 60:
        return timesince(moment, depth=1)
    return "1 second" if seconds == 1 else f"{seconds} seconds"
