"""How the filter is: whether it learned enough, how right its signs are, and where it erred."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.forms import Media
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from blog.comments import evidence
from blog.comments.learning import standing
from blog.comments.models import CommentRule, Decision, ReaderComment
from blog.comments.models.status import Status, Verb
from blog.comments.moderation.rights import READERS_OF_THE_DESK, RightRequired
from blog.comments.scorecards import Scorecard, scorecards

DAYS: Final = 14
MOST_MISTAKES: Final = 20
MOST_DOMAINS: Final = 10


class FilterHealth(RightRequired, WagtailAdminTemplateMixin, TemplateView):
    """The learner, the scorecards, the last days, the last mistakes, and where spam leads."""

    rights = READERS_OF_THE_DESK
    template_name = "comments/moderation/health.html"
    page_title = "Comment filter"
    header_icon = "view"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead home."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather it all: as many queries for much as for little."""
        context = super().get_context_data(**kwargs)
        context["media"] = context.get("media", Media()) + Media(
            css={"all": ["moderation/list.css", "moderation/comment_page.css"]}
        )
        return context | {
            "filter": standing(),
            "signs": signs(),
            "days": latest_days(),
            "mistakes": latest_mistakes(),
            "domains": spam_domains(),
        }


@dataclass(frozen=True)
class Sign:
    """A sign of spam or against it, and how right it was."""

    name: str
    card: Scorecard


def signs() -> list[Sign]:
    """Return each sign that was seen, in words, the one seen most first; then unseen rules."""
    written = {each.as_rule().code: each for each in CommentRule.objects.all()}
    cards = scorecards({code: rule.judged_since for code, rule in written.items()})
    names = {code: f"Rule: {rule.as_rule().label}" for code, rule in written.items()}
    known = [
        Sign(names.get(code) or _named(code), cards.get(code, Scorecard()))
        for code in {**cards, **names}
    ]
    return sorted(known, key=lambda sign: (-sign.card.fired, sign.name))


def _named(code: str) -> str:
    if code.startswith("rule_"):
        return "A rule that there is no more"
    return evidence.WITHOUT_QUOTES.get(code, code)


@dataclass
class Day:
    """What the site and its moderators decided on one day."""

    date: dt.date
    held: int = 0
    approved: int = 0
    spam: int = 0
    approved_by_hand: int = 0
    spam_by_hand: int = 0

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened."""
        counts = (getattr(self, name) for name in _COUNTED.values())
        return not any(counts)


_COUNTED: Final = {
    (Decision.Who.MACHINE, Status.PENDING): "held",
    (Decision.Who.MACHINE, Status.APPROVED): "approved",
    (Decision.Who.MACHINE, Status.SPAM): "spam",
    (Decision.Who.MODERATOR, Status.APPROVED): "approved_by_hand",
    (Decision.Who.MODERATOR, Status.SPAM): "spam_by_hand",
}


def latest_days() -> list[Day]:
    """Return the last two weeks, today first; nothing when nothing came or was decided."""
    today = timezone.localdate()
    days = {date: Day(date) for date in (today - dt.timedelta(days=n) for n in range(DAYS))}
    since = timezone.make_aware(dt.datetime.combine(min(days), dt.time()))
    rows = (
        Decision.objects.filter(
            Q(who=Decision.Who.MACHINE, verb=Verb.SUBMIT) | Q(who=Decision.Who.MODERATOR),
            at__gte=since,
        )
        .moves()
        .annotate(day=TruncDate("at"))
        .order_by()
        .values_list("day", "who", "to_status")
        .annotate(count=Count("pk"))
    )
    for day, who, to, count in rows:
        name = _COUNTED.get((who, to))
        if name and day in days:
            setattr(days[day], name, getattr(days[day], name) + count)
    return list(days.values()) if not all(day.is_quiet for day in days.values()) else []


def latest_mistakes() -> list[Decision]:
    """Return the latest decisions of moderators that overturned what the site itself decided."""
    before = (
        Decision.objects.filter(comment_number=OuterRef("comment_number"), pk__lt=OuterRef("pk"))
        .moves()
        .order_by("-pk")
    )
    overturned = Q(from_status=Status.SPAM, to_status__in=[Status.PENDING, Status.APPROVED]) | Q(
        from_status=Status.APPROVED, to_status=Status.SPAM
    )
    return list(
        Decision.objects.filter(overturned, who=Decision.Who.MODERATOR)
        .annotate(
            first=Subquery(before.values("who")[:1]),
            said_then=Subquery(before.values("sentence")[:1]),
        )
        .exclude(first=Decision.Who.MODERATOR)
        .select_related("actor")
        .order_by("-pk")[:MOST_MISTAKES]
    )


def spam_domains() -> list[tuple[str, int]]:
    """Return the websites that the spam there is leads to most."""
    spam = ReaderComment.objects.filter(status=Status.SPAM).exclude(first_link_domain="")
    counted = spam.values_list("first_link_domain").annotate(count=Count("pk")).order_by()
    return list(counted.order_by("-count", "first_link_domain")[:MOST_DOMAINS])
