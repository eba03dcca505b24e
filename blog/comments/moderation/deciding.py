"""Deciding on one comment and taking it back: a page again, or only the row for a script."""

import datetime as dt
import json
import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from blog.comments.models import CommentThread, Decision, ReaderComment
from blog.comments.models.status import AlreadyDecidedError, IllegalDecisionError, Verb
from blog.comments.moderation.latest import Latest
from blog.comments.moderation.rows import DECIDED_BY_HAND, Row, with_all_a_row_shows

ERASED = "This comment has been erased."
REREAD = "Please read it again: nothing was decided."


@dataclass(frozen=True)
class Outcome:
    """What became of a press: a sentence, and the status a script is answered with."""

    sentence: str
    status: int = 200

    def say(self, request: HttpRequest) -> None:
        """Show the sentence at the top of the next page."""
        (messages.success if self.status == 200 else messages.warning)(request, self.sentence)

    @classmethod
    def refused(cls, error: IllegalDecisionError) -> "Outcome":
        """Return why not: somebody was quicker, or something is missing."""
        return cls(str(error), 409 if isinstance(error, AlreadyDecidedError) else 422)


class PressView(PermissionCheckedMixin, View):
    """Does one thing to one comment, for those who may moderate."""

    model = ReaderComment
    permission_required = "moderate"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it; answer a script with the row, anybody else with the list."""
        number, outcome = self.press(pk)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return self._row(number, outcome)
        outcome.say(request)
        return redirect(get_valid_next_url_from_request(request) or list_address())

    def press(self, pk: int) -> tuple[int, Outcome]:
        """Do what the address says; return the number of the comment, and what became of it."""
        raise NotImplementedError

    def _row(self, number: int, outcome: Outcome) -> HttpResponse:
        comment = with_all_a_row_shows(ReaderComment.objects.filter(pk=number)).first()
        # Before it is counted: of answers that overtook each other the latest has every decision.
        counted_at = str(time.time())
        shown = {
            "number": number,
            "row": Row(comment, may_moderate=True) if comment else None,
            "outcome": outcome,
            "counts": json.dumps(CommentThread.objects.totals()),
            "counted_at": counted_at,
            "reasons": Decision.Reason.choices,
            "here": get_valid_next_url_from_request(self.request) or list_address(),
        }
        return render(
            self.request, "comments/moderation/answer.html", shown, status=outcome.status
        )


class DecisionView(PressView):
    """Decides on one comment."""

    def press(self, pk: int) -> tuple[int, Outcome]:
        """Do what the pressed button says, or say why it cannot be done."""
        verb = self.request.POST.get("verb", "")
        if verb not in DECIDED_BY_HAND:
            return pk, Outcome("Choose what to do with the comment.", 422)
        comment = ReaderComment.objects.filter(pk=pk).first()
        if comment is None:
            return pk, Outcome(ERASED, 409)
        if self._was_rewritten(comment):
            return pk, Outcome(f"{comment} has other words since you read it. {REREAD}", 409)
        words: dict[str, Any] = {}
        if verb == Verb.TRASH:
            reason = self.request.POST.get("reason", "")
            words["reason"] = reason if reason in Decision.Reason.values else ""
        try:
            decision = getattr(comment, verb)(by=self.request.user, **words)
        except IllegalDecisionError as error:
            return pk, Outcome.refused(error)
        done = decision.get_verb_display()
        Latest.remember(self.request, decision.batch, f"{comment} {done}")
        return pk, Outcome(f"{comment} is {done}.")

    def _was_rewritten(self, comment: ReaderComment) -> bool:
        """Whether its author changed the words after the list showed them."""
        try:
            seen = dt.datetime.fromisoformat(self.request.POST.get("seen", ""))
        except ValueError:
            return False
        return bool(comment.edited_at and seen.tzinfo and comment.edited_at > seen)


class UndoView(PressView):
    """Takes one decision back."""

    def press(self, pk: int) -> tuple[int, Outcome]:
        """Undo it, or say what happened since."""
        decision = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
        number = decision.comment_number
        try:
            decision.undo(by=self.request.user)
        except IllegalDecisionError as error:
            return number, Outcome.refused(error)
        Latest.forget(self.request, decision.batch)
        return number, Outcome(f"Reader comment {number}: undone.")


def list_address() -> str:
    """Return where the list stands."""
    return reverse("reader_comments:index")
