"""The moderation list: comments by status, why each was held, and what can be done to it."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.forms import Media, Script
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from blog.comments.models import CommentThread, Decision, ReaderComment
from blog.comments.models.status import Status
from blog.comments.moderation.deciding import DecisionView, UndoView
from blog.comments.moderation.filters import ALL, TABS, CommentFilter
from blog.comments.moderation.latest import Latest
from blog.comments.moderation.pages import page
from blog.comments.moderation.recent import RecentView, UndoStepView
from blog.comments.moderation.rows import Row, buttons_for, with_all_a_row_shows
from blog.comments.moderation.together import ConfirmedView, TogetherView

NAME = "reader_comments"
# A narrowed list is counted up to here: who sees that there are more narrows it further.
MOST_COUNTED = 1_000


class ModerationList(generic.IndexView):
    """Comments of one status, each with all that is needed to decide on it."""

    any_permission_required = ["view", "moderate"]
    template_name = "comments/moderation/list.html"
    results_template_name = "comments/moderation/results.html"
    is_searchable = False
    page_title = "Reader comments"

    @cached_property
    def filter(self) -> CommentFilter:
        """What the list is asked for."""
        return CommentFilter(self.request.GET)

    @cached_property
    def totals(self) -> dict[Status, int]:
        """How many comments each tab holds."""
        return totals_for(self.request)

    def get_queryset(self) -> QuerySet[ReaderComment]:
        """Return the tab's comments, as far as the filter leaves them."""
        return self.filter.comments()

    def paginate_queryset(self, queryset: QuerySet[ReaderComment], page_size: int) -> Any:
        """Go by place and not by number: what waits oldest first, all else newest first."""
        oldest_first = self.filter.tab == Status.PENDING
        rows = with_all_a_row_shows(queryset)
        self.page = page(rows, self.request.GET, page_size, oldest_first)
        return None, None, self.page.comments, False

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs, the rows, and the decision that can be taken back at once."""
        context = super().get_context_data(*args, **kwargs)
        may_moderate = self.user_has_permission("moderate")
        context |= {
            "tabs": [(tab.value, tab.label, self.totals[tab]) for tab in TABS],
            "all_count": sum(self.totals[tab] for tab in TABS),
            "status": self.filter.tab,
            "filter": self.filter,
            "may_moderate": may_moderate,
            "rows": [Row(comment, may_moderate) for comment in context["object_list"]],
            "reasons": Decision.Reason.choices,
            "buttons": buttons_for(*self._asked_for),
            "latest": Latest.remembered(self.request) if may_moderate else None,
            "here": self.request.get_full_path(),
            "query": self.filter.without(""),
            "page": self.page,
            **self._counted(),
        }
        context["media"] += Media(
            css={"all": ["moderation/list.css"]},
            js=[Script("moderation/desk.js", type="module")],  # type: ignore[list-item]
        )
        return context

    @property
    def _asked_for(self) -> list[Status]:
        return [tab for tab in TABS if self.filter.tab in {tab, ALL}]

    def _counted(self) -> dict[str, Any]:
        """Say how many there are: from the counters, or counted as far as is worth the wait."""
        if not self.filter.narrows:
            return {"count": sum(self.totals[each] for each in self._asked_for)}
        if self.page.is_all:
            return {"count": len(self.page.comments)}
        found = self.filter.comments().values("pk")[: MOST_COUNTED + 1].count()
        return {"count": min(found, MOST_COUNTED), "more": found > MOST_COUNTED}


class CountingMenuItem(MenuItem):
    """The menu item, with how many comments wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those who may open the list."""
        policy = ReaderCommentViewSet.model_policy()
        return policy.user_has_any_permission(request.user, ModerationList.any_permission_required)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """Count on each request: the item itself is made once a process."""
        waiting = totals_for(request)[Status.PENDING]
        label = f"{self.label} ({waiting})" if waiting else self.label
        return LinkMenuItem(
            self.name,
            label,
            self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


def totals_for(request: HttpRequest) -> dict[Status, int]:
    """Return how many comments there are of each status, asked once for a whole screen."""
    if not hasattr(request, "_comment_totals"):
        request._comment_totals = CommentThread.objects.totals()  # type: ignore[attr-defined]
    return request._comment_totals  # type: ignore[attr-defined]


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
        """Return the list, decisions on one comment and on many, and taking them back."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("together/", self.construct_view(TogetherView), name="together"),
            path("together/confirmed/", self.construct_view(ConfirmedView), name="confirmed"),
            path("decisions/", self.construct_view(RecentView), name="recent"),
            path(
                "decisions/<uuid:batch>/undo/",
                self.construct_view(UndoStepView),
                name="undo_step",
            ),
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
