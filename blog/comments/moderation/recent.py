"""What was decided in the last day, by whom, each step of it to be taken back."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from blog.comments.models import Decision, ReaderComment
from blog.comments.models.batch import undo_batch
from blog.comments.models.decision import UNDO_WITHIN, UNDOABLE
from blog.comments.models.status import Verb
from blog.comments.moderation.deciding import list_address
from blog.comments.moderation.latest import Latest

SHOWN: Final = 100
_TOLD: Final = 5


@dataclass(frozen=True)
class Step:
    """One decision, or many that were made together."""

    batch: UUID
    verb: str
    actor: Any
    at: Any
    number: int
    undone: int
    comment: int

    @property
    def done(self) -> str:
        """What was done, in the past tense."""
        return Verb(self.verb).label

    @property
    def can_be_undone(self) -> bool:
        """Whether any of it still stands, as far as undoing goes."""
        return self.undone < self.number


def steps(by: Any = None) -> list[Step]:
    """Return what can still be undone, the latest first; only somebody's with `by`."""
    found: QuerySet[Any] = Decision.objects.filter(
        at__gt=timezone.now() - UNDO_WITHIN,
        who=Decision.Who.MODERATOR,
        verb__in=UNDOABLE,
    )
    if by is not None:
        found = found.filter(actor=by)
    grouped = list(
        found.order_by()
        .values("batch", "verb", "actor")
        .annotate(
            number=Count("pk"),
            at=Max("at"),
            last=Max("pk"),
            undone=Count("undone_by"),
            comment=Min("comment_number"),
        )
        .order_by("-last")[:SHOWN]
    )
    people = get_user_model()._default_manager.in_bulk({each["actor"] for each in grouped})
    return [
        Step(
            actor=people.get(each.pop("actor")),
            **{name: value for name, value in each.items() if name != "last"},
        )
        for each in grouped
    ]


class RecentView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The moderators' decisions of the last day: mine, or everybody's."""

    model = ReaderComment
    permission_required = "moderate"
    template_name = "comments/moderation/recent.html"
    page_title = "Decisions of the last day"
    header_icon = "undo"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        above = {"url": list_address(), "label": "Reader comments"}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was decided."""
        everybody = self.request.GET.get("of") == "everybody"
        return super().get_context_data(**kwargs) | {
            "everybody": everybody,
            "steps": steps(None if everybody else self.request.user),
            "shown": SHOWN,
            "here": self.request.get_full_path(),
        }


class UndoStepView(PermissionCheckedMixin, View):
    """Takes back one step: a decision, or all that were made together and still stand."""

    model = ReaderComment
    permission_required = "moderate"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, batch: UUID) -> HttpResponse:
        """Undo it; say what was left, and why."""
        undone, untouched = undo_batch(batch, by=request.user)
        Latest.forget(request, batch)
        if undone:
            one = len(undone) == 1
            what = f"Reader comment {undone[0].comment_number}" if one else f"{len(undone):,}"
            messages.success(request, f"{what}: undone." if one else f"{what} comments: undone.")
        if untouched:
            messages.warning(request, _why_left(untouched))
        if not undone and not untouched:
            messages.warning(request, "There is nothing to undo.")
        return redirect(
            get_valid_next_url_from_request(request) or reverse("reader_comments:recent")
        )


def _why_left(untouched: list[Decision]) -> str:
    """Say what became of comments since, so that undoing left them alone."""
    some = untouched[:_TOLD]
    known = ReaderComment.objects.in_bulk([each.comment_id for each in some if each.comment_id])
    said = []
    for decision in some:
        comment = known.get(decision.comment_id or 0)
        if comment is None:
            said.append(f"Reader comment {decision.comment_number} has been erased.")
        elif timezone.now() - decision.at >= UNDO_WITHIN:
            said.append(f"{comment}: it is too late to undo it.")
        else:
            said.append(comment.what_happened(decision.latest_of_its_comment))
    if len(untouched) > len(some):
        said.append(f"And {len(untouched) - len(some):,} more.")
    return f"Left as {'it is' if len(untouched) == 1 else 'they are'}. {' '.join(said)}"
