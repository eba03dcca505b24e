"""Deciding on many comments in one step: first what was asked for and how many, then the deed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from blog.comments.models import Decision, ReaderComment
from blog.comments.models.batch import decide_together
from blog.comments.models.status import ALLOWED_FROM, IllegalDecisionError, Status, Verb
from blog.comments.moderation.deciding import list_address
from blog.comments.moderation.filters import CommentFilter
from blog.comments.moderation.latest import Latest
from blog.comments.moderation.rows import BUTTONS, DECIDED_BY_HAND

# What one step may decide on: enough for a flood, little enough to be done while one waits.
MOST: Final = 5_000
GOOD_FOR: Final = dt.timedelta(hours=1)
TOO_LATE: Final = "Nothing was decided: too much time has passed. Please choose again."
_SALT: Final = "comments decided together"
_EXAMPLES: Final = 5


@dataclass(frozen=True)
class Chosen:
    """Comments somebody is about to decide on, exactly as they were when asked for."""

    verb: Verb
    seen: dict[int, Status]
    at: dt.datetime

    @property
    def deed(self) -> str:
        """What is to be done, as the button says it."""
        return next(button.label for button in BUTTONS if button.verb == self.verb)

    @property
    def concerned(self) -> dict[int, Status]:
        """Those among them that the verb can be done to."""
        allowed = ALLOWED_FROM[self.verb]
        return {pk: status for pk, status in self.seen.items() if status in allowed}

    @property
    def needs_reason(self) -> bool:
        """Whether readers have seen what is to go to the trash."""
        return self.verb == Verb.TRASH and Status.APPROVED in self.concerned.values()

    def signed(self, by: Any) -> str:
        """Return it in a form that only the same person can bring back, unchanged."""
        numbers: dict[str, list[int]] = {}
        for pk, status in self.concerned.items():
            numbers.setdefault(status.value, []).append(pk)
        kept = [by.pk, self.verb.value, self.at.isoformat(), numbers]
        return signing.dumps(kept, salt=_SALT, compress=True)

    @classmethod
    def brought_back(cls, signed: str, by: Any) -> "Chosen":
        """Return what was signed. Raises BadSignature for anything else."""
        person, verb, at, numbers = signing.loads(signed, salt=_SALT, max_age=GOOD_FOR)
        if person != by.pk:
            raise signing.BadSignature("Somebody else asked for it.")
        seen = {pk: Status(status) for status, pks in numbers.items() for pk in pks}
        return cls(Verb(verb), seen, dt.datetime.fromisoformat(at))


class TogetherView(PermissionCheckedMixin, View):
    """Asks before many comments are decided on: how many, which, and what becomes of them."""

    model = ReaderComment
    permission_required = "moderate"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Freeze what was asked for, and show it."""
        back = get_valid_next_url_from_request(request) or list_address()
        verb = request.POST.get("verb", "")
        if verb not in DECIDED_BY_HAND:
            return _refused(request, "Choose what to do with the comments.", back)
        at = timezone.now()
        comments = self._asked_for()
        seen = dict(comments.values_list("pk", "status")[: MOST + 1])
        more = len(seen) > MOST
        chosen = Chosen(
            Verb(verb), {pk: Status(status) for pk, status in list(seen.items())[:MOST]}, at
        )
        if not chosen.concerned:
            return _refused(request, "None of these comments can be decided on like that.", back)
        shown = self._shown(chosen, more, back)
        return render(request, "comments/moderation/together.html", shown)

    def _asked_for(self) -> Any:
        """Return the selected comments, or all that the list shows with its filters."""
        if self.request.POST.get("all"):
            asked = CommentFilter(QueryDict(self.request.POST.get("asked", "")))
            return asked.comments().order_by("submitted_at", "pk")
        numbers = [n for n in self.request.POST.getlist("id") if n.isdecimal() and len(n) < 19]
        return ReaderComment.objects.filter(pk__in=numbers[:MOST]).order_by("submitted_at", "pk")

    def _shown(self, chosen: Chosen, more: bool, back: str) -> dict[str, Any]:
        concerned = chosen.concerned
        first = list(concerned)[:_EXAMPLES]
        return {
            "chosen": chosen,
            "number": len(concerned),
            "statuses": _by_status(concerned.values()),
            "left_out": len(chosen.seen) - len(concerned),
            "more": more,
            "most": MOST,
            "examples": ReaderComment.objects.filter(pk__in=first).order_by("submitted_at", "pk"),
            "unseen": len(concerned) - len(first),
            "signed": chosen.signed(self.request.user),
            "reasons": Decision.Reason.choices,
            "back": back,
        }


class ConfirmedView(PermissionCheckedMixin, View):
    """Does to many comments what was shown and confirmed, and to no other."""

    model = ReaderComment
    permission_required = "moderate"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide on the frozen set; say how many, and how many were left."""
        back = get_valid_next_url_from_request(request) or list_address()
        try:
            chosen = Chosen.brought_back(request.POST.get("signed", ""), request.user)
        except signing.BadSignature:
            return _refused(request, TOO_LATE, back)
        reason = request.POST.get("reason", "")
        try:
            batch = decide_together(
                chosen.seen,
                chosen.verb,
                by=request.user,
                seen_at=chosen.at,
                reason=reason if reason in Decision.Reason.values else "",
            )
        except IllegalDecisionError as error:
            return _refused(request, f"Nothing was decided. {error}", back)
        done = f"{_comments(batch.decided)} {chosen.verb.label}"
        messages.success(request, f"{done}.")
        Latest.remember(request, batch.number, done)
        if batch.left:
            messages.warning(
                request,
                f"{_comments(len(batch.left))} left as before: decided on, edited or erased since "
                "you asked.",
            )
        return redirect(back)


def _refused(request: HttpRequest, sentence: str, back: str) -> HttpResponse:
    messages.warning(request, sentence)
    return redirect(back)


def _by_status(statuses: Iterable[Status]) -> list[tuple[str, int]]:
    return [(status.label.lower(), number) for status, number in Counter(statuses).items()]


def _comments(number: int) -> str:
    return "1 comment" if number == 1 else f"{number:,} comments"
