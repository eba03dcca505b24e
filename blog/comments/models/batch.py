"""Many decisions in one step: all of them or none, asked of the database five hundred at a time.

What one decision does (blog.comments.models.comment), a batch does for each of its comments: the
status moves if it still is what somebody saw, the log says so, counters and trust follow, and
each article is dropped from the caches once.
"""

import datetime as dt
import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from blog.comments.models.comment import ReaderComment
from blog.comments.models.commenter import CommenterTrust
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
from blog.comments.signals import conversation_changed

SLICE: Final = 500
Each = TypeVar("Each")
_GOES_TO: Final = {
    Verb.APPROVE: Status.APPROVED,
    Verb.UNAPPROVE: Status.PENDING,
    Verb.MARK_SPAM: Status.SPAM,
    Verb.TRASH: Status.TRASH,
}


@dataclass
class Batch:
    """What became of many comments: how many moved, and which were left as they are."""

    number: UUID = field(default_factory=uuid4)
    decided: int = 0
    left: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    """One comment as the database has it, locked, with what was decided on it."""

    pk: int
    thread_id: int
    parent_id: int | None
    author_key: str
    status: Status
    edited_at: dt.datetime | None
    moves: list[tuple[int, str, str]]  # decision, whose, from where

    @property
    def latest(self) -> int | None:
        """The decision that put it where it is."""
        return self.moves[-1][0] if self.moves else None

    @property
    def judged(self) -> bool:
        """Whether a person put it where it is."""
        return bool(self.moves) and self.moves[-1][1] == Decision.Who.MODERATOR

    @property
    def before_it_went(self) -> Status:
        """Where it was before it became spam or trash, if readers or moderators saw it."""
        for _, _, before in reversed(self.moves):
            if before in (Status.PENDING, Status.APPROVED):
                return Status(before)
        return Status.PENDING


@dataclass(frozen=True)
class _Move:
    comment: _Found
    to: Status
    undoes: int | None = None


@transaction.atomic
def decide_together(
    seen: Mapping[int, Status],
    verb: Verb,
    by: Any,
    seen_at: dt.datetime | None = None,
    reason: str = "",
) -> Batch:
    """Do the same to many comments, each of which somebody saw at `seen_at` with a status.

    What has another status by now, or other words, is left as it is.
    """
    if verb == Verb.TRASH and not reason and Status.APPROVED in seen.values():
        raise IllegalDecisionError("Give a reason for taking away approved comments.")
    batch, moves = Batch(), []
    for comment in _locked(seen):
        stands = comment.status == seen[comment.pk] and comment.status in ALLOWED_FROM[verb]
        rewritten = seen_at and comment.edited_at and comment.edited_at > seen_at
        if stands and not rewritten:
            to = comment.before_it_went if verb == Verb.RESTORE else _GOES_TO[verb]
            moves.append(_Move(comment, to))
    moved = {move.comment.pk for move in moves}
    batch.decided, batch.left = len(moved), [pk for pk in seen if pk not in moved]
    _carry_out(moves, verb, by, batch.number, reason)
    return batch


@transaction.atomic
def undo_batch(batch: UUID, by: Any) -> tuple[list[Decision], list[Decision]]:
    """Undo each decision of a batch that still stands; return those undone and the others."""
    taken = list(
        Decision.objects.filter(batch=batch)
        .exclude(verb=Verb.UNDO)
        .defer("signals", "note", "sentence")
    )
    undoable = {each.comment_id: each for each in taken if each.is_undoable and each.comment_id}
    moves = []
    for comment in _locked(undoable):
        decision = undoable[comment.pk]
        stands = comment.latest == decision.pk and comment.status == decision.to_status
        # Words that readers have not seen do not come into their sight by an undo.
        rewritten = comment.edited_at and comment.edited_at > decision.at
        if stands and not (rewritten and decision.from_status == Status.APPROVED):
            moves.append(_Move(comment, Status(decision.from_status), decision.pk))
    _carry_out(moves, Verb.UNDO, by, uuid4())
    undone = {move.undoes for move in moves}
    return (
        [each for each in taken if each.pk in undone],
        [each for each in taken if each.pk not in undone],
    )


# --- the steps ------------------------------------------------------------------------------


def _locked(numbers: Iterable[int]) -> Iterator[_Found]:
    """Find comments in one order, so that two batches never wait for each other."""
    for some in _slices(sorted(numbers)):
        rows = list(
            ReaderComment.objects.select_for_update(no_key=True)
            .filter(pk__in=some)
            .order_by("pk")
            .values_list("pk", "thread_id", "parent_id", "author_key", "status", "edited_at")
        )
        moves: dict[int | None, list[tuple[int, str, str]]] = defaultdict(list)
        decisions = Decision.objects.filter(comment_id__in=some).moves()
        found = decisions.values_list("comment_id", "pk", "who", "from_status")
        for comment, decision, who, before in found:
            moves[comment].append((decision, who, before))
        for pk, thread, parent, key, status, edited_at in rows:
            yield _Found(pk, thread, parent, key, Status(status), edited_at, moves[pk])


def _carry_out(moves: Sequence[_Move], verb: Verb, by: Any, batch: UUID, reason: str = "") -> None:
    now = timezone.now()
    for some in _slices(moves):
        _move(some, now)
        Decision.objects.bulk_create(
            Decision(
                comment_id=move.comment.pk,
                comment_number=move.comment.pk,
                verb=verb,
                from_status=move.comment.status,
                to_status=move.to,
                who=Decision.Who.MODERATOR,
                actor=by,
                batch=batch,
                at=now,
                reason=reason,
                undoes_id=move.undoes,
            )
            for move in some
        )
        MailJob.objects.write_about_approved(
            (move.comment.pk, move.comment.parent_id, move.comment.author_key)
            for move in some
            if move.to == Status.APPROVED
        )
    _count(moves)


def _move(moves: Sequence[_Move], now: dt.datetime) -> None:
    alike = defaultdict(list)
    for move in moves:
        alike[move.comment.status, move.to].append(move.comment.pk)
    for (before, to), numbers in alike.items():
        changes: dict[str, Any] = {"status": to, "status_changed_at": now}
        if to == Status.APPROVED:
            changes["approved_at"] = now
        found = ReaderComment.objects.filter(pk__in=numbers, status=before)
        if found.update(**changes) != len(numbers):
            raise AlreadyDecidedError("Somebody decided on these comments at the same moment.")


def _count(moves: Sequence[_Move]) -> None:
    """Let threads and trust follow, and drop what showed the comments: each article once."""
    threads: dict[int, Counter[Status]] = defaultdict(Counter)
    people: dict[str, Counter[Status]] = defaultdict(Counter)
    hidden, shown = set(), set()
    for move in moves:
        comment = move.comment
        threads[comment.thread_id].subtract([comment.status])
        threads[comment.thread_id].update([move.to])
        if comment.judged:
            people[comment.author_key].subtract([comment.status])
        people[comment.author_key].update([move.to])
        if comment.status == Status.APPROVED:
            hidden.add(comment.thread_id)
        elif move.to == Status.APPROVED:
            shown.add(comment.thread_id)
    CommentThread.objects.recount_together(threads, hidden, shown)
    CommenterTrust.recount_together(people)
    LessonDue.note(move.comment.pk for move in moves)
    for thread_id in hidden | shown:
        transaction.on_commit(
            functools.partial(conversation_changed.send, sender=CommentThread, thread_id=thread_id)
        )


def _slices(many: Iterable[Each]) -> Iterator[list[Each]]:
    rest = iter(many)
    while some := list(islice(rest, SLICE)):
        yield some
