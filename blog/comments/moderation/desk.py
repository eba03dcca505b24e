"""The moderation list: comments by status, why each was held, and what can be done to it."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page
from django.db.models import QuerySet
from django.forms import Media, Script
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from blog.comments.models import CommentThread, Decision, ReaderComment
from blog.comments.models.status import Status
from blog.comments.moderation.deciding import DecisionView, UndoView
from blog.comments.moderation.rows import Row, with_all_a_row_shows

NAME = "reader_comments"
TABS = (Status.PENDING, Status.APPROVED, Status.SPAM, Status.TRASH)
ALL = "all"


class CountedPaginator(WagtailPaginator):
    """A paginator that is told how many there are, from the counters."""

    def __init__(self, *args: Any, known_count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_count = known_count

    @cached_property
    def count(self) -> int:
        """The count, without counting."""
        return self.known_count

    def page(self, number: Any) -> Page:
        """Return a page of comments, found by their numbers alone.

        A database asked for the thousandth page puts all before it in order: numbers, which an
        index has in order already, and not whole comments with all that is joined to them.
        """
        page = super().page(number)
        page.object_list = self.object_list.filter(pk__in=page.object_list.values("pk"))
        return page


class ModerationList(generic.IndexView):
    """Comments of one status, each with all that is needed to decide on it."""

    any_permission_required = ["view", "moderate"]
    template_name = "comments/moderation/list.html"
    results_template_name = "comments/moderation/results.html"
    is_searchable = False
    page_title = "Reader comments"

    @cached_property
    def status(self) -> str:
        """The tab that is open."""
        asked = self.request.GET.get("status", "")
        return asked if asked in {*TABS, ALL} else Status.PENDING

    @cached_property
    def totals(self) -> dict[Status, int]:
        """How many comments each tab holds."""
        return CommentThread.objects.totals()

    def get_queryset(self) -> QuerySet[ReaderComment]:
        """Return the tab's comments: what waits oldest first, all else newest first."""
        comments = with_all_a_row_shows(ReaderComment.objects.all())
        if self.status == ALL:
            return comments.exclude(status=Status.ERASED).order_by("-submitted_at", "-pk")
        order = (
            ("submitted_at", "pk") if self.status == Status.PENDING else ("-submitted_at", "-pk")
        )
        return comments.filter(status=self.status).order_by(*order)

    def get_paginator(self, *args: Any, **kwargs: Any) -> CountedPaginator:
        """Count by the counters: a table of comments grows large."""
        count = sum(self.totals[tab] for tab in TABS if self.status in {tab, ALL})
        return CountedPaginator(*args, known_count=count, **kwargs)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs, the rows, and the decision that can be taken back at once."""
        context = super().get_context_data(*args, **kwargs)
        may_moderate = self.user_has_permission("moderate")
        context |= {
            "tabs": [(tab.value, tab.label, self.totals[tab]) for tab in TABS],
            "all_count": sum(self.totals[tab] for tab in TABS),
            "status": self.status,
            "may_moderate": may_moderate,
            "rows": [Row(comment, may_moderate) for comment in context["object_list"]],
            "reasons": Decision.Reason.choices,
            "last_decision": self._last_decision() if may_moderate else None,
            "here": self.request.get_full_path(),
        }
        context["media"] += Media(
            css={"all": ["moderation/list.css"]},
            js=[Script("moderation/desk.js", type="module")],  # type: ignore[list-item]
        )
        return context

    def _last_decision(self) -> Decision | None:
        """Return what this moderator decided last, if it can still be undone."""
        latest = (
            Decision.objects.filter(actor=self.request.user)
            .select_related("comment", "actor")
            .order_by("-pk")
            .first()
        )
        return latest if latest and latest.is_undoable else None


class CountingMenuItem(MenuItem):
    """The menu item, with how many comments wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those who may open the list."""
        policy = ReaderCommentViewSet.model_policy()
        return policy.user_has_any_permission(request.user, ModerationList.any_permission_required)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """Count on each request: the item itself is made once a process."""
        waiting = CommentThread.objects.totals()[Status.PENDING]
        label = f"{self.label} ({waiting})" if waiting else self.label
        return LinkMenuItem(
            self.name,
            label,
            self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


class ReaderCommentViewSet(ModelViewSet):
    """List and decide: comments are neither added nor edited nor deleted here."""

    model = ReaderComment
    name = NAME
    url_prefix = "reader-comments"
    icon = "openquote"
    menu_label = "Comments"  # short: the menu cuts a longer one before its number
    menu_order = 150
    menu_item_class = CountingMenuItem
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    list_display = ["__str__"]
    index_view_class = ModerationList

    @classmethod
    def model_policy(cls) -> Any:
        """Return who may do what with comments."""
        from wagtail.permissions import policy_registry

        return policy_registry.get_by_type(cls.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Name only the addresses there are."""
        return {
            "model": self.model,
            "header_icon": self.icon,
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            **kwargs,
        }

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the list, a decision on one comment, and taking it back."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/decide/", self.construct_view(DecisionView), name="decide"),
            path("decisions/<int:pk>/undo/", self.construct_view(UndoView), name="undo"),
        ]

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Offer every permission on comments to the groups' editor."""
        return Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model)
        )

    def register_admin_url_finder(self) -> None:
        """There is no page to edit a comment on."""
