"""How the filter learns: moderators' decisions become lessons, lessons become counts.

Learning happens after the commit, in the worker. In a decision's own transaction there is only
a note that a comment's lesson is due (`LessonDue`). Whoever settles it holds the one row of the
filter, replays what was decided on the comment, and makes its lesson just that: however often
and in whatever order notes are settled, the outcome is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django_tasks import task

from blog.comments import learner
from blog.comments.models import Decision, Lesson, LessonDue, ReaderComment, SpamFilter, TokenCount
from blog.comments.models.status import Status, Verb
from blog.comments.signals import lessons_due
from delivery.memory import forget, remembered

TOPIC: Final = "comments filter"
A_TIME: Final = 500


# --- asked ------------------------------------------------------------------------------------


def standing() -> learner.Standing:
    """Return how far the filter is, whether it counts and why: remembered by each process."""
    return remembered(TOPIC, "standing", _standing, tags=())


def opinion_on(body: str) -> learner.Opinion | None:
    """Return what the filter makes of a text, in one query; None while it has learned nothing."""
    so_far = standing()
    if not so_far.learned:
        return None
    found = learner.features(body)
    return learner.judge(found, _tallies(found), so_far)


def fingerprints(found: Iterable[str], secret: str = "") -> list[int]:
    """Return features as they are kept, under today's key unless another is given."""
    key = sha256(f"learner\0{secret or settings.COMMENTS_KEY}".encode()).digest()
    return learner.hashes(found, key)


def _standing() -> learner.Standing:
    row = SpamFilter.objects.filter(pk=1).first()
    return row.standing if row else learner.Standing()


def _tallies(found: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Look up how often features were seen, also under keys that were changed since."""
    meant: dict[int, str] = {}
    for secret in [settings.COMMENTS_KEY, *settings.COMMENTS_KEY_FALLBACKS]:
        meant |= zip(fingerprints(found, secret), found, strict=True)
    tallies: dict[str, tuple[int, int]] = {}
    for token, spam, approved in TokenCount.of(meant):
        before = tallies.get(meant[token], (0, 0))
        tallies[meant[token]] = (before[0] + spam, before[1] + approved)
    return tallies


# --- learned ----------------------------------------------------------------------------------


@task()
def learn() -> None:
    """Settle all lessons that are due."""
    settle()


def watch() -> None:
    """Learn, in the worker, whenever something was decided."""
    lessons_due.connect(_learn_soon, dispatch_uid="comments learn")


def settle() -> int:
    """Make each lesson that is due what the decisions say; return how many were looked at."""
    looked_at = 0
    while LessonDue.objects.exists():
        looked_at += _settle_some()
    return looked_at


@transaction.atomic
def rebuild() -> bool:
    """Make lessons and counts anew from the decisions; return whether anything was amiss."""
    SpamFilter.held()
    settle()
    before = _all_counts()
    taught = Decision.objects.filter(who=Decision.Who.MODERATOR).order_by()
    numbers = set(taught.values_list("comment_number", flat=True).distinct())
    LessonDue.note(sorted(numbers | set(Lesson.objects.values_list("pk", flat=True))))
    settle()
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for lesson in Lesson.objects.iterator(A_TIME):
        for token in lesson.hashes:
            counts[token][not lesson.spam] += 1
    sums = {token: (spam, approved) for token, (spam, approved) in counts.items()}
    if _all_counts() != sums:
        TokenCount.objects.all().delete()
        TokenCount.add(sums)
    _measure(SpamFilter.held())
    return before != sums


@dataclass(frozen=True)
class _Taught:
    """The decision that teaches something about a comment, and what."""

    decision: int
    spam: bool


def _learn_soon(**signal: object) -> None:
    learn.enqueue()


@transaction.atomic
def _settle_some() -> int:
    state = SpamFilter.held()
    due = dict(LessonDue.objects.order_by("pk").values_list("pk", "comment_number")[:A_TIME])
    numbers = set(due.values())
    wanted = _wanted(numbers)
    had = Lesson.objects.in_bulk(numbers)
    stale = [lesson for pk, lesson in had.items() if not _is(lesson, wanted.get(pk))]
    fresh = _lessons({pk: each for pk, each in wanted.items() if not _is(had.get(pk), each)})
    Lesson.objects.filter(pk__in=[lesson.pk for lesson in stale]).delete()
    Lesson.objects.bulk_create(fresh)
    TokenCount.add(_difference(stale, fresh))
    if stale or fresh:
        _measure(state)
    # What was noted since is another row: it is looked at again.
    LessonDue.objects.filter(pk__in=due).delete()
    return len(due)


def _is(lesson: Lesson | None, taught: _Taught | None) -> bool:
    return lesson is not None and taught is not None and lesson.decision_id == taught.decision


def _wanted(numbers: Iterable[int]) -> dict[int, _Taught]:
    """Return, by comment, what its decisions teach; nothing for most that stand otherwise."""
    log: dict[int, list[dict[str, Any]]] = defaultdict(list)
    decisions = Decision.objects.filter(comment_number__in=numbers).order_by("pk")
    for row in decisions.values("pk", "comment_number", "verb", "who", "to_status", "undoes_id"):
        log[row["comment_number"]].append(dict(row))
    found = {number: _taught_by(rows) for number, rows in log.items()}
    return {number: taught for number, taught in found.items() if taught}


def _taught_by(log: Sequence[dict[str, Any]]) -> _Taught | None:
    """Replay what was decided on one comment.

    A moderator's approval and mark of spam teach; an undo leads back to what was taught before;
    words removed for privacy are learned no more. Who changes their words, and whoever has them
    erased, takes the lesson along. What merely grows old leaves it.
    """
    taught: _Taught | None = None
    before: dict[int, _Taught | None] = {}
    for row in log:
        verb, by_moderator = row["verb"], row["who"] == Decision.Who.MODERATOR
        if verb == Verb.SUBMIT and by_moderator:
            return None  # The clinic's own words.
        if verb == Verb.ERASE and row["who"] == Decision.Who.MACHINE:
            continue
        before[row["pk"]] = taught
        if verb == Verb.REDACT:
            taught = _Taught(row["pk"], taught.spam) if taught else None
        elif verb == Verb.EDIT:
            taught = None
            before.clear()
        elif verb == Verb.UNDO:
            taught = before.get(row["undoes_id"])
        elif by_moderator and row["to_status"] in (Status.APPROVED, Status.SPAM):
            taught = _Taught(row["pk"], row["to_status"] == Status.SPAM)
        else:
            taught = None
    return taught


def _lessons(wanted: dict[int, _Taught]) -> list[Lesson]:
    """Take lessons from the comments as they now are; what was erased teaches nothing."""
    rows = ReaderComment.objects.filter(pk__in=wanted).exclude(status=Status.ERASED)
    return [
        Lesson(
            comment_number=pk,
            decision_id=wanted[pk].decision,
            spam=wanted[pk].spam,
            spam_p=spam_p,
            features=Lesson.packed(fingerprints(learner.features(body))),
            version=learner.VERSION,
        )
        for pk, body, spam_p in rows.values_list("pk", "body", "spam_p")
    ]


def _difference(stale: Iterable[Lesson], fresh: Iterable[Lesson]) -> dict[int, tuple[int, int]]:
    """Return by how much each count moves when some lessons go and others come."""
    moves: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for lessons, by in ((stale, -1), (fresh, 1)):
        for lesson in lessons:
            for token in lesson.hashes:
                moves[token][not lesson.spam] += by
    return {token: (spam, approved) for token, (spam, approved) in moves.items()}


def _measure(state: SpamFilter) -> None:
    """Count the lessons, and see how right the filter was about the latest of them."""
    state.spam = Lesson.objects.filter(spam=True).count()
    state.approved = Lesson.objects.filter(spam=False).count()
    latest = Lesson.objects.order_by("-decision_id").values_list("spam", "spam_p")
    window = list(latest[: learner.MEASURED_OVER])
    called = [spam for spam, p in window if p is not None and p >= learner.SPAM_FROM]
    state.measured, state.called_spam, state.rightly = len(window), len(called), sum(called)
    state.save()
    forget(TOPIC)


def _all_counts() -> dict[int, tuple[int, int]]:
    rows = TokenCount.objects.values_list("token", "spam", "approved")
    return {token: (spam, approved) for token, spam, approved in rows}
