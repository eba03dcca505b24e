"""What moderating has come to: the log of decisions, and whether they are fair and quick."""

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.views.generic import TemplateView
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from blog.comments.models import Decision
from blog.comments.models.status import Status, Verb
from blog.comments.moderation.rights import READERS_OF_THE_DESK, Right, RightRequired

# --- the log --------------------------------------------------------------------------------


class LogFilter(WagtailFilterSet):
    """Decisions by when, who, what and why."""

    at = django_filters.DateFromToRangeFilter(label="When", widget=DateRangePickerWidget)
    verb = django_filters.MultipleChoiceFilter(label="What", choices=Verb.choices)
    who = django_filters.MultipleChoiceFilter(label="Whose doing", choices=Decision.Who.choices)
    reason = django_filters.MultipleChoiceFilter(label="Why", choices=Decision.Reason.choices)
    actor = django_filters.ModelChoiceFilter(
        label="Moderator",
        queryset=lambda request: get_user_model().objects.filter(
            Exists(Decision.objects.filter(actor=OuterRef("pk")))
        ),
    )
    comment_number = django_filters.NumberFilter(label="Number of the comment", min_value=1)

    class Meta:
        model = Decision
        fields = ["at", "verb", "who", "actor", "reason", "comment_number"]


class ModerationLog(RightRequired, ReportView):
    """Every decision, the newest first, to be filtered and taken along as a spreadsheet."""

    rights = READERS_OF_THE_DESK
    model = Decision
    page_title = "Moderation log"
    header_icon = "history"
    filterset_class = LogFilter
    index_url_name = "reader_comment:log"
    index_results_url_name = "reader_comment:log_results"
    export_filename = "moderation-log"
    export_headings = {
        "at": "When",
        "comment_number": "Reader comment",
        "actor_name": "Who",
        "get_verb_display": "What",
        "get_from_status_display": "From",
        "get_to_status_display": "To",
        "get_reason_display": "Reason",
        "sentence": "In words",
        "note": "Note",
        "address": "Address",
    }
    columns = [
        DateColumn("at", label="When", width="14%"),
        TitleColumn(
            "comment_number",
            label="Comment",
            accessor=lambda decision: f"Reader comment {decision.comment_number}",
            get_url=lambda decision: reverse(
                "reader_comment:page", args=[decision.comment_number]
            ),
        ),
        Column("actor_name", label="Who"),
        Column("get_verb_display", label="What"),
        Column("get_reason_display", label="Reason"),
        Column("sentence", label="In words", width="35%"),
    ]

    @property
    def list_export(self) -> list[str]:
        """Return the columns of the spreadsheet; addresses only for who may see them."""
        usual = [name for name in self.export_headings if name != "address"]
        return [*usual, "address"] if self.may(Right.ERASE) else usual

    def get_queryset(self) -> QuerySet[Decision]:
        """Fetch who decided along with each decision."""
        decisions = Decision.objects.select_related("actor").order_by("-pk")
        if self.is_export and self.may(Right.ERASE):
            return decisions.annotate(address=F("comment__author_email"))
        return decisions


# --- fair and quick -------------------------------------------------------------------------

PERIODS = (30, 90, 365)
# So many of the latest are looked at: enough to tell, and never too many to read.
MOST = 10_000


@dataclass(frozen=True)
class HeldBecause:
    """What became of the comments that one sentence held."""

    sentence: str
    approved: int
    spam: int
    trash: int

    @property
    def decided(self) -> int:
        """How many a person has decided on."""
        return self.approved + self.spam + self.trash

    @property
    def rate(self) -> str:
        """The share of them that readers may see."""
        return f"{self.approved / self.decided:.0%}"


class FairnessReport(RightRequired, WagtailAdminTemplateMixin, TemplateView):
    """Why comments were taken away, how many of those held were approved, and how soon."""

    rights = READERS_OF_THE_DESK
    template_name = "comments/moderation/fairness.html"
    page_title = "Reasons and times"
    header_icon = "history"

    @cached_property
    def days(self) -> int:
        """How far back to look."""
        asked = self.request.GET.get("days", "")
        return next((days for days in PERIODS if str(days) == asked), PERIODS[0])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead home."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask three questions of the log."""
        since = timezone.now() - dt.timedelta(days=self.days)
        decided = first_decisions(since)
        context = super().get_context_data(**kwargs)
        context["media"] = context.get("media", Media()) + Media(
            css={"all": ["moderation/list.css", "moderation/comment_page.css"]}
        )
        return context | {
            "days": self.days,
            "periods": PERIODS,
            "reasons": reasons_given(since),
            "held": held_because(decided),
            "decided": len(decided),
            "most": MOST,
            "half_within": _words(waits := [each.waited for each in decided], 50),
            "most_within": _words(waits, 90),
        }


@dataclass(frozen=True)
class FirstDecision:
    """What a person first decided on a comment that the site had held."""

    sentence: str
    to: str
    waited: dt.timedelta


def first_decisions(since: dt.datetime) -> list[FirstDecision]:
    """Return, for the comments that came since, what was first decided on them."""
    by_hand = Decision.objects.filter(
        comment_number=OuterRef("comment_number"),
        who=Decision.Who.MODERATOR,
        to_status__in=[Status.APPROVED, Status.SPAM, Status.TRASH],
    ).order_by("pk")
    held = Decision.objects.filter(
        verb=Verb.SUBMIT, who=Decision.Who.MACHINE, to_status=Status.PENDING, at__gte=since
    ).annotate(
        decided_at=Subquery(by_hand.values("at")[:1]),
        decided_to=Subquery(by_hand.values("to_status")[:1]),
    )
    rows = (
        held.filter(decided_at__isnull=False)
        .order_by("-pk")
        .values_list("sentence", "decided_to", "at", "decided_at")[:MOST]
    )
    return [FirstDecision(sentence, to, then - at) for sentence, to, at, then in rows]


def held_because(decided: Iterable[FirstDecision]) -> list[HeldBecause]:
    """Return for each sentence that held comments how many were let in."""
    counts: dict[str, Counter[str]] = {}
    for each in decided:
        counts.setdefault(each.sentence, Counter())[each.to] += 1
    found = [
        HeldBecause(sentence, to[Status.APPROVED], to[Status.SPAM], to[Status.TRASH])
        for sentence, to in counts.items()
    ]
    return sorted(found, key=lambda each: -each.decided)


def reasons_given(since: dt.datetime) -> list[tuple[str, int]]:
    """Return how often moderators took comments away, by their reason."""
    verbs = (
        Decision.objects.filter(
            who=Decision.Who.MODERATOR, verb__in=[Verb.TRASH, Verb.MARK_SPAM], at__gte=since
        )
        .order_by("-pk")
        .values_list("verb", "reason")[:MOST]
    )
    said = Counter(_reason(verb, reason) for verb, reason in verbs)
    return sorted(said.items(), key=lambda each: (-each[1], each[0]))


def _reason(verb: str, reason: str) -> str:
    if reason:
        return Decision.Reason(reason).label
    return Decision.Reason.SPAM.label if verb == Verb.MARK_SPAM else "No reason given"


def _words(waits: list[dt.timedelta], percent: int) -> str:
    """Return within what time so many percent were decided; blank when there are none."""
    if not waits:
        return ""
    if len(waits) == 1:
        longest = waits[0]
    else:
        seconds = [wait.total_seconds() for wait in waits]
        cut = statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]
        longest = dt.timedelta(seconds=cut)
    now = timezone.now()
    return (
        timesince(now - longest, now, depth=1)
        if longest >= dt.timedelta(minutes=1)
        else "a minute"
    )
