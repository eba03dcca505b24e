"""What a moderator decided last, kept in their session: the list offers to undo it."""

import datetime as dt
from dataclasses import asdict, dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from blog.comments.models.decision import UNDO_WITHIN

_KEY = "comments decided last"


@dataclass(frozen=True)
class Latest:
    """One step: a decision, or many that were made together."""

    batch: str
    said: str
    at: str

    @classmethod
    def remember(cls, request: HttpRequest, batch: UUID, said: str) -> None:
        """Keep what has just been done."""
        latest = cls(str(batch), said, timezone.now().isoformat())
        request.session[_KEY] = asdict(latest)

    @classmethod
    def remembered(cls, request: HttpRequest) -> "Latest | None":
        """Return it, as long as it can be undone."""
        kept = request.session.get(_KEY)
        latest = cls(**kept) if kept else None
        return latest if latest and timezone.now() - latest.moment < UNDO_WITHIN else None

    @classmethod
    def forget(cls, request: HttpRequest, batch: UUID) -> None:
        """It was undone."""
        latest = cls.remembered(request)
        if latest and latest.batch == str(batch):
            del request.session[_KEY]

    @property
    def moment(self) -> dt.datetime:
        """When it was done."""
        return dt.datetime.fromisoformat(self.at)
