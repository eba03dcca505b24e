"""One comment as a row of the list: why it is where it is, and what can be done to it."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, QuerySet

from blog.comments.models import Decision, ReaderComment
from blog.comments.models.status import ALLOWED_FROM, Status, Verb

# A longer text begins folded: what is left of it is one press away.
SHOWN_AT_FIRST: Final = 600


@dataclass(frozen=True)
class Button:
    """What a button of a row does, says, and which key presses it."""

    verb: Verb
    label: str
    key: str


BUTTONS: Final = (
    Button(Verb.APPROVE, "Approve", "a"),
    Button(Verb.UNAPPROVE, "Unapprove", "u"),
    Button(Verb.RESTORE, "Restore", "u"),
    Button(Verb.MARK_SPAM, "Spam", "s"),
    Button(Verb.TRASH, "Trash", "d"),
)
DECIDED_BY_HAND: Final = frozenset(button.verb for button in BUTTONS)


def buttons_for(*statuses: Status) -> list[Button]:
    """Return what can be done to some comment of one of these statuses."""
    return [button for button in BUTTONS if not ALLOWED_FROM[button.verb].isdisjoint(statuses)]


def with_all_a_row_shows(comments: QuerySet[ReaderComment]) -> QuerySet[ReaderComment]:
    """Fetch what rows need in as many queries for fifty of them as for one."""
    return comments.select_related("thread__page", "parent").prefetch_related(
        Prefetch("decisions", Decision.objects.select_related("actor"))
    )


class Row:
    """One comment in the list."""

    def __init__(self, comment: ReaderComment, may_moderate: bool) -> None:
        self.comment = comment
        self.may_moderate = may_moderate
        self.log: list[Decision] = list(comment.decisions.all())

    @property
    def reasons(self) -> list[str]:
        """Why it is where it is, in the sentences stored with the last decision that gave any."""
        # That words were removed says nothing of why it is held.
        told = (each.reasons for each in reversed(self.log) if each.verb != Verb.REDACT)
        return next(filter(None, told), [])

    @property
    def latest(self) -> Decision | None:
        """What was decided last, by a person."""
        person = self.log and self.log[-1].who == Decision.Who.MODERATOR
        return self.log[-1] if person else None

    @property
    def undoable(self) -> Decision | None:
        """The decision that can be taken back."""
        moves = [each for each in self.log if each.from_status != each.to_status]
        undoable = self.may_moderate and moves and moves[-1].is_undoable
        return moves[-1] if undoable else None

    @property
    def buttons(self) -> list[Button]:
        """What can be done to it."""
        return buttons_for(Status(self.comment.status)) if self.may_moderate else []

    @property
    def needs_reason(self) -> bool:
        """Whether it may be trashed only with a reason."""
        return self.may_moderate and self.comment.is_visible

    @property
    def masked_email(self) -> str:
        """The address, as much of it as moderating needs."""
        name, _, domain = (self.comment.author_email or "").partition("@")
        return f"{name[:1]}•••@{domain}" if domain else ""

    @property
    def beginning(self) -> str:
        """The text, or as much of a long one as is read at a glance: whole words."""
        return self.comment.body[: self._fold]

    @property
    def rest(self) -> str:
        """What unfolds."""
        return self.comment.body[self._fold :].strip()

    @property
    def _fold(self) -> int:
        body = self.comment.body
        if len(body) <= SHOWN_AT_FIRST:
            return len(body)
        spaces = [body.rfind(space, 0, SHOWN_AT_FIRST + 1) for space in " \n"]
        return max(*spaces, 0) or SHOWN_AT_FIRST
