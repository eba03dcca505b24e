"""One comment on the desk: the talk around it, why it is where it is, and all that can be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import Media, Script
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from blog.comments.models import (
    CommenterTrust,
    Decision,
    MailJob,
    ReaderComment,
    Subscription,
)
from blog.comments.models.comment import STEP
from blog.comments.models.status import Status, Verb
from blog.comments.moderation.rights import READERS_OF_COMMENTS, Right, RightRequired
from blog.comments.moderation.rows import Row, with_all_a_row_shows

SAW_ADDRESS = "reader_comments.see_address"
# How much of a long conversation, and of what somebody else wrote, stands on one screen.
MOST_AROUND = 100
MOST_OTHERS = 20


@dataclass(frozen=True)
class Others:
    """What else came from the same address, or from the same network."""

    comments: list[ReaderComment]
    more: bool

    @classmethod
    def among(cls, comments: QuerySet[ReaderComment]) -> "Others":
        """Take the newest of them."""
        shown = comments.select_related("thread__page").order_by("-submitted_at", "-pk")
        found = list(shown[: MOST_OTHERS + 1])
        return cls(found[:MOST_OTHERS], len(found) > MOST_OTHERS)


class OneComment(RightRequired, WagtailAdminTemplateMixin, TemplateView):
    """A screen about one comment, or about what the log knows of one that is gone."""

    rights: tuple[Right, ...] = READERS_OF_COMMENTS
    header_icon = "openquote"
    number: int

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take the number from the address."""
        super().setup(request, *args, **kwargs)
        self.number = self.kwargs["pk"]

    @cached_property
    def comment(self) -> ReaderComment:
        """The comment; whoever may not see it learns nothing of whether there is one."""
        found = (
            with_all_a_row_shows(ReaderComment.objects.filter(pk=self.number))
            .exclude(status=Status.ERASED)
            .annotate(
                asked_for_mail=Exists(Subscription.objects.filter(comment=OuterRef("pk"))),
                is_followed=Subscription.to_comments(),
            )
            .first()
        )
        if found is None:
            raise Http404("There is no such comment.")
        return found

    @property
    def comment_url(self) -> str:
        """Where all about the comment stands."""
        return reverse("reader_comment:page", args=[self.number])

    def get_header_title(self) -> str:
        """Name the comment by its number: no name goes into a title or a log."""
        return f"{self.page_title}: reader comment {self.number}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the comment, and to the list for those who may see it."""
        items: list[dict[str, Any]] = [*super().get_breadcrumbs_items()]
        if self.may(Right.VIEW, Right.MODERATE):
            items.append({"url": reverse("reader_comments:index"), "label": "Comments"})
        label = f"Reader comment {self.number}"
        if self.page_title == CommentPage.page_title:
            return [*items, {"url": "", "label": label}]
        return [
            *items,
            {"url": self.comment_url, "label": label},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what every screen about a comment shows."""
        context = super().get_context_data(**kwargs)
        context["media"] = context.get("media", Media()) + self.media
        return context

    @property
    def media(self) -> Media:
        """The style of the desk."""
        return Media(css={"all": ["moderation/list.css", "moderation/comment_page.css"]})


class CommentPage(OneComment):
    """All about one comment."""

    template_name = "comments/moderation/comment_page.html"
    page_title = "Reader comment"
    # Shown in the answer to somebody who asked for it, and nowhere else.
    address: str | None = None

    def get_header_title(self) -> str:
        """Name the comment by its number."""
        return f"Reader comment {self.number}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather what there is; of an erased comment, its history alone."""
        context = {**super().get_context_data(**kwargs), "number": self.number}
        try:
            comment = self.comment
        except Http404:
            decisions = Decision.objects.filter(comment_number=self.number)
            if not (log := list(decisions.select_related("actor"))):
                raise
            return {**context, "comment": None, "history": _history(log)}
        moderates = self.may(Right.MODERATE)
        row = Row(comment, moderates)
        return context | {
            "comment": comment,
            "row": row,
            "here": self.comment_url,
            "history": _history(row.log),
            "reasons": Decision.Reason.choices,
            "undoable": _undoable(row.log) if moderates else None,
            "may_redact": moderates,
            "may_erase": self.may(Right.ERASE),
            "may_see_address": self.may(Right.ERASE) and bool(comment.author_email),
            "address": self.address,
            "seen_by": _who_saw_the_address(comment),
            "explanation": explanation(row.log),
            "around": conversation_around(comment),
            "trust": _trust(comment),
            "mail": MailJob.objects.about(comment),
            "same_address": self._others(author_key=comment.author_key),
            "same_sender": self._others(sender_key=comment.sender_key),
        }

    def _others(self, **same: str) -> Others | None:
        if not all(same.values()):
            return None
        return Others.among(ReaderComment.objects.filter(**same).exclude(pk=self.number))


class AddressView(CommentPage):
    """Shows the address to those who may see it, and writes down that they did."""

    rights = (Right.ERASE,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, the address on it."""
        self.address = self.comment.author_email
        if self.address:
            log(self.comment, SAW_ADDRESS)
        return self.render_to_response(self.get_context_data(**kwargs))


def module(name: str) -> Media:
    """Return one of the desk's scripts."""
    # Django's own stubs know only strings here.
    return Media(js=[Script(f"moderation/{name}.js", type="module")])  # type: ignore[list-item]


# --- what the page tells --------------------------------------------------------------------


@dataclass(frozen=True)
class Explanation:
    """Why the site did with a comment what it did, as it was written down then."""

    sentence: str
    signals: list[dict[str, Any]]
    score: float | None

    @property
    def for_spam(self) -> list[dict[str, Any]]:
        """What spoke for spam."""
        return [signal for signal in self.signals if signal.get("weight", 0) > 0]

    @property
    def against_spam(self) -> list[dict[str, Any]]:
        """What spoke against it."""
        return [signal for signal in self.signals if signal.get("weight", 0) < 0]

    @property
    def noticed(self) -> list[dict[str, Any]]:
        """What spoke for neither."""
        return [signal for signal in self.signals if not signal.get("weight", 0)]


def explanation(decisions: Iterable[Decision]) -> Explanation | None:
    """Return the latest decision of the site itself, in its own words of then.

    It decides again when readers change their words.
    """
    latest = None
    for decision in decisions:
        if decision.who != Decision.Who.MODERATOR and decision.verb != Verb.ERASE:
            latest = Explanation(decision.sentence, decision.signals, decision.score)
    return latest


def conversation_around(comment: ReaderComment) -> list[ReaderComment]:
    """Return the conversation a comment stands in, whatever the status of each part.

    Of one too long for a screen: what the comment answers, and what answers it.
    """
    in_thread = ReaderComment.objects.in_thread(comment.thread)
    whole = list(_below(in_thread, comment.path[:STEP])[: MOST_AROUND + 1])
    if len(whole) <= MOST_AROUND:
        return whole
    above = [comment.path[: depth * STEP] for depth in range(1, comment.depth + 1)]
    answers = list(_below(in_thread, comment.path)[:MOST_AROUND])
    return [*in_thread.filter(path__in=above), *answers]


def _below(comments: QuerySet[ReaderComment], path: str) -> QuerySet[ReaderComment]:
    """Return a comment with all that hangs below it; "g" comes after every digit of a path."""
    return comments.filter(path__gte=path, path__lt=f"{path}g")


@dataclass(frozen=True)
class Event:
    """A line of the history."""

    decision: Decision
    undone: bool

    @property
    def moved(self) -> bool:
        """Whether the status changed."""
        return self.decision.from_status != self.decision.to_status


def _history(decisions: Sequence[Decision]) -> list[Event]:
    undone = {decision.undoes_id for decision in decisions}
    return [Event(decision, decision.pk in undone) for decision in decisions]


def _undoable(decisions: Sequence[Decision]) -> Decision | None:
    """Return the last change of the status, if it can be taken back: removed words cannot."""
    moves = [each for each in decisions if each.from_status != each.to_status]
    return moves[-1] if moves and moves[-1].is_undoable else None


def _who_saw_the_address(comment: ReaderComment) -> list[ModelLogEntry]:
    return list(
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(ReaderComment),
            object_id=str(comment.pk),
            action=SAW_ADDRESS,
        )
        .select_related("user")
        .order_by("-timestamp")[:MOST_OTHERS]
    )


def _trust(comment: ReaderComment) -> CommenterTrust | None:
    return (
        CommenterTrust.objects.filter(author_key=comment.author_key).exclude(author_key="").first()
    )
