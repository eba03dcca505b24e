"""What a rule would have done: tried on comments that people have already decided on."""

from dataclasses import dataclass, field
from typing import Final

from django.db.models import OuterRef, Subquery

from blog.comments.models import Decision, ReaderComment
from blog.comments.models.commenter import author_keys
from blog.comments.models.status import Status
from blog.comments.rules import Action, Rule, Subject

MOST: Final = 1_000
SHOWN: Final = 10
# One in ten of all comments is more than one rule should meet, where there are enough to tell.
BROAD_FROM: Final = 0.1
ENOUGH: Final = 20
WRONG_FROM: Final = 0.2


@dataclass
class Trial:
    """Which of the latest decided comments a rule would have met, rightly or not."""

    tried: int = 0
    right: int = 0
    wrong: int = 0
    rightly: list[ReaderComment] = field(default_factory=list)
    wrongly: list[ReaderComment] = field(default_factory=list)

    @property
    def met(self) -> int:
        """How many it would have met."""
        return self.right + self.wrong

    @property
    def too_broad(self) -> str:
        """Say that it meets more than it should; blank when it does not."""
        if self.wrong and self.wrong >= self.met * WRONG_FROM:
            return (
                f"Of the last {self.tried} decided comments it would have met {self.met}, "
                f"{self.wrong} of them wrongly."
            )
        if self.tried >= ENOUGH and self.met >= self.tried * BROAD_FROM:
            return f"It would have met {self.met} of the last {self.tried} decided comments."
        return ""


def tried(rule: Rule) -> Trial:
    """Try a rule on the last thousand comments of readers that moderators have decided on."""
    trial = Trial()
    for comment in decided_comments():
        trial.tried += 1
        email = comment.author_email or ""
        subject = Subject(
            comment.author_name,
            comment.body,
            email,
            frozenset(author_keys(email)) if rule.key else frozenset(),
            comment.verified,
        )
        if not rule.meets(subject):
            continue
        if _is_right(rule, comment):
            trial.right += 1
            trial.rightly += [comment] * (len(trial.rightly) < SHOWN)
        else:
            trial.wrong += 1
            trial.wrongly += [comment] * (len(trial.wrongly) < SHOWN)
    return trial


def decided_comments() -> list[ReaderComment]:
    """Return the last comments whose place a moderator has decided on, the newest first."""
    moves = Decision.objects.filter(comment=OuterRef("pk")).moves().order_by("-pk")
    taken = [Status.APPROVED, Status.SPAM, Status.TRASH]
    readers = ReaderComment.objects.filter(status__in=taken, staff_user=None)
    return list(
        readers.annotate(who=Subquery(moves.values("who")[:1]))
        .filter(who=Decision.Who.MODERATOR)
        .order_by("-submitted_at", "-pk")[:MOST]
    )


def _is_right(rule: Rule, comment: ReaderComment) -> bool:
    let_in = comment.status == Status.APPROVED
    return let_in if rule.action is Action.TRUST else not let_in
