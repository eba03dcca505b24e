"""How often each sign of spam was right: what it said, beside what people then decided."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone

from blog.comments.models import Decision
from blog.comments.models.status import Status, Verb
from blog.comments.rules import Action

# So many of the latest are looked at: enough to tell, and never too many to read.
MOST: Final = 10_000
DAYS: Final = 365
WEAK_BELOW: Final = 0.8
# What the site decided by itself and nobody changed in that time was right.
STANDS_AFTER: Final = dt.timedelta(days=7)
_TAKEN_AWAY: Final = frozenset({Status.SPAM, Status.TRASH})


@dataclass
class Scorecard:
    """How often a sign was seen, and how often people agreed with it or decided otherwise."""

    fired: int = 0
    agreed: int = 0
    overturned: int = 0

    @property
    def judged(self) -> int:
        """How many of them people have decided on."""
        return self.agreed + self.overturned

    @property
    def precision(self) -> float | None:
        """The share that was right; None while nothing is decided."""
        return self.agreed / self.judged if self.judged else None

    @property
    def percent(self) -> str:
        """The share that was right, as it is shown."""
        # Rounded down: 79.6 % is under 80 %.
        return f"{int(100 * self.agreed / self.judged)} %" if self.judged else "—"

    @property
    def is_weak(self) -> bool:
        """Whether it is wrong too often."""
        return self.precision is not None and self.precision < WEAK_BELOW

    def count(self, agreed: bool | None) -> None:
        """Count one more; None where nobody has decided, or where it took no side."""
        self.fired += 1
        self.agreed += agreed is True
        self.overturned += agreed is False


@dataclass(frozen=True)
class Judged:
    """What the site noticed about one comment, and what became of the comment."""

    at: dt.datetime
    signals: list[dict[str, Any]]
    verdict: Status | None


def scorecards(since: Mapping[str, dt.datetime] | None = None) -> dict[str, Scorecard]:
    """Return the scorecard of each sign that was seen within a year, by its code.

    `since` says from when on a sign counts: a rule that was changed begins anew.
    """
    cards: dict[str, Scorecard] = {}
    for comment in latest_judged():
        for signal in comment.signals:
            code = str(signal.get("code", ""))
            if since and code in since and comment.at < since[code]:
                continue
            agreed = _agreed(signal, comment.verdict)
            cards.setdefault(code, Scorecard()).count(agreed)
    return cards


def latest_judged() -> Iterator[Judged]:
    """Return the latest comments that the site decided on, each once, by its latest words."""
    moves = Decision.objects.filter(comment_number=OuterRef("comment_number")).moves()
    last = moves.order_by("-pk").annotate(
        told=Concat("who", Value(" "), "verb", Value(" "), "from_status", Value(" "), "to_status")
    )
    decided = Decision.objects.filter(
        verb__in=[Verb.SUBMIT, Verb.EDIT], at__gt=timezone.now() - dt.timedelta(days=DAYS)
    )
    rows = (
        decided.order_by("-pk")
        .annotate(last=Subquery(last.values("told")[:1]))
        .values_list("comment_number", "at", "signals", "last")[:MOST]
    )
    seen: set[int] = set()
    for number, at, signals, told in rows:
        if number not in seen:
            seen.add(number)
            yield Judged(at, signals, _verdict(at, told))


def _verdict(at: dt.datetime, last: str | None) -> Status | None:
    """Return where a comment belongs, by the last that was decided on it."""
    if last is None:  # it was changed where it stood, and nothing was decided since
        return None
    who, verb, before, to = last.split(" ")
    if verb == Verb.ERASE:
        # Retention erases what was spam or trash all its time.
        kept = who == Decision.Who.MACHINE and before in _TAKEN_AWAY
        return Status(before) if kept else None
    if to == Status.PENDING:
        return None
    stood = timezone.now() - at > STANDS_AFTER
    return Status(to) if who == Decision.Who.MODERATOR or stood else None


def _agreed(signal: Mapping[str, Any], verdict: Status | None) -> bool | None:
    """Say whether a sign was right; None where it took no side, or nobody has said."""
    if verdict is None:
        return None
    action, weight = signal.get("action"), signal.get("weight", 0)
    if action == Action.HOLD:
        return verdict in _TAKEN_AWAY
    for_spam = action == Action.SPAM if action else weight > 0
    if (not action and not weight) or verdict == Status.TRASH:
        return None
    return (verdict == Status.SPAM) is for_spam
