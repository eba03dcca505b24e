"""One page of a long list, found by where the one before it ended.

A page number says how many rows to skip: the database reads them all, and while a queue is
being emptied they are others each time. A place says after which comment to go on.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from blog.comments.models import ReaderComment


@dataclass(frozen=True)
class Place:
    """Where a comment stands in time."""

    submitted_at: dt.datetime
    number: int

    @classmethod
    def of(cls, comment: ReaderComment) -> "Place":
        """Return a comment's place."""
        return cls(comment.submitted_at, comment.pk)

    @classmethod
    def read(cls, said: str) -> "Place | None":
        """Return the place that an address names; None for nonsense."""
        moment, _, number = said.rpartition("_")
        try:
            place = cls(dt.datetime.fromisoformat(moment), int(number))
        except ValueError:
            return None
        sound = place.submitted_at.tzinfo is not None and 0 < place.number < 2**63
        return place if sound else None

    def __str__(self) -> str:
        moment = self.submitted_at.astimezone(dt.UTC).replace(tzinfo=None)
        return f"{moment.isoformat()}Z_{self.number}"

    def later(self) -> Q:
        """What comes after it in time."""
        tie = Q(submitted_at__gt=self.submitted_at) | Q(pk__gt=self.number)
        return Q(submitted_at__gte=self.submitted_at) & tie

    def earlier(self) -> Q:
        """What comes before it in time."""
        tie = Q(submitted_at__lt=self.submitted_at) | Q(pk__lt=self.number)
        return Q(submitted_at__lte=self.submitted_at) & tie


@dataclass(frozen=True)
class CommentPage:
    """The comments of one page, and the way to its neighbors."""

    comments: list[ReaderComment]
    before: Place | None
    after: Place | None

    @property
    def is_all(self) -> bool:
        """Whether there is no other page."""
        return self.before is None and self.after is None


def page(
    comments: QuerySet[ReaderComment], asked: Any, size: int, oldest_first: bool
) -> CommentPage:
    """Return the page that `after` or `before` in an address lead to; else the first."""
    after, before = Place.read(asked.get("after", "")), Place.read(asked.get("before", ""))
    backwards = before is not None and after is None
    here = before if backwards else after
    ascending = oldest_first is not backwards
    if here:
        comments = comments.filter(here.later() if ascending else here.earlier())
    order = ("submitted_at", "pk") if ascending else ("-submitted_at", "-pk")
    found = list(comments.order_by(*order)[: size + 1])
    more, shown = len(found) > size, found[:size]
    if backwards:
        shown.reverse()
    if not shown:
        return CommentPage([], None, None)
    first, last = Place.of(shown[0]), Place.of(shown[-1])
    return CommentPage(
        shown,
        before=first if (more if backwards else here) else None,
        after=last if (backwards or more) else None,
    )
