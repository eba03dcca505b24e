"""How one article is discussed: a panel in its editor, kept apart from the page's revisions."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.panels import Panel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from blog.comments.models import CommentThread
from blog.comments.models.status import Status
from blog.comments.moderation.comment_page import module
from blog.comments.moderation.rights import READERS_OF_THE_DESK, Right, may
from blog.models import ArticlePage

# A hundred years: what is longer is "for ever", which is 0.
LONGEST = 36_500
SAVED = "Saved. This takes effect at once, whether or not the article is published again."


class DiscussionForm(forms.ModelForm):
    """Whether readers may write below this article, and for how long."""

    class Meta:
        model = CommentThread
        fields = ["mode", "closes_after_days"]
        labels = {"mode": "Comments", "closes_after_days": "Close after days"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "discussion-%s", "label_suffix": "", **kwargs})
        self.fields["closes_after_days"].widget.attrs["max"] = LONGEST

    def clean_closes_after_days(self) -> int | None:
        """Refuse more days than a calendar has."""
        days = self.cleaned_data["closes_after_days"]
        if days is not None and days > LONGEST:
            raise forms.ValidationError(f"At most {LONGEST:,} days. 0 is for ever.")
        return days


class DiscussionView(WagtailAdminTemplateMixin, TemplateView):
    """Changes how one article is discussed, for who edits it and for who moderates."""

    template_name = "comments/moderation/discussion.html"
    page_title = "Discussion"
    header_icon = "openquote"
    form: DiscussionForm | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse everybody else."""
        permissions = self.article.permissions_for_user(request.user)
        if not (may(request.user, Right.MODERATE) or permissions.can_edit()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def article(self) -> ArticlePage:
        """The article."""
        return get_object_or_404(ArticlePage.objects.defer("body"), pk=self.kwargs["page_id"])

    def get_header_title(self) -> str:
        """Name the article."""
        return f"Discussion: {self.article.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead home."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and the state of the thread."""
        thread = thread_of(self.article)
        context = super().get_context_data(**kwargs)
        return context | {
            "form": self.form or DiscussionForm(instance=thread),
            "article": self.article,
            "state": state_of(self.article, thread),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save it, and say so where it was asked: in the editor or here."""
        from_a_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
        thread = CommentThread.objects.of(self.article)
        self.form = DiscussionForm(request.POST, instance=thread)
        if not self.form.is_valid():
            if from_a_script:
                first = next(iter(self.form.errors.values()))[0]
                return JsonResponse({"said": first}, status=422)
            return self.render_to_response(self.get_context_data(**kwargs), status=422)
        self.form.save()
        if from_a_script:
            return JsonResponse({"said": SAVED, "state": state_of(self.article, thread)})
        messages.success(request, SAVED)
        return HttpResponseRedirect(request.path)


class DiscussionPanel(Panel):
    """How an article is discussed, in its editor."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one article."""

        template_name = "comments/moderation/discussion_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the form and what the counters count."""
            context = super().get_context_data(parent_context)
            if self.instance.pk is None:
                return {**context, "form": None}
            thread = thread_of(self.instance)
            return {
                **context,
                "form": DiscussionForm(instance=thread),
                "state": state_of(self.instance, thread),
                "counts": [
                    (thread.count(status), status.label.lower())
                    for status in (Status.APPROVED, Status.PENDING, Status.SPAM)
                ],
                "address": reverse("reader_comment:discussion", args=[self.instance.pk]),
                "list_url": reverse("reader_comments:index")
                if may(self.request.user, *READERS_OF_THE_DESK)
                else "",
            }

        @property
        def media(self) -> Media:
            """A script saves it apart from the page."""
            return module("discussion")


def discussion_panel(page_type: type[Model]) -> Panel | None:
    """Return the panel for page types that are discussed."""
    if not issubclass(page_type, ArticlePage):
        return None
    return DiscussionPanel(heading="Discussion", icon="openquote")


def thread_of(article: ArticlePage) -> CommentThread:
    """Return the article's thread; one not begun yet is not begun by looking."""
    known = CommentThread.objects.filter(page_id=article.pk).first()
    return known or CommentThread(page_title=article.title)


def state_of(article: ArticlePage, thread: CommentThread) -> str:
    """Say what readers find below the article."""
    if not thread.is_shown:
        return "Readers see no comments here and cannot write any."
    if not thread.is_open(article.published_on):
        return "Comments are closed: readers see them and cannot add to them."
    closes = thread.closes_on(article.published_on)
    until = f" until {closes:%B} {closes.day}, {closes.year}" if closes else ""
    return f"Readers can comment{until}."
