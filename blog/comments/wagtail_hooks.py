"""Where moderating joins Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy

from blog.comments.models import CannedReply, CommentRule
from blog.comments.moderation import urls
from blog.comments.moderation.canned import CannedReplyViewSet
from blog.comments.moderation.comment_page import SAW_ADDRESS
from blog.comments.moderation.desk import ReaderCommentViewSet
from blog.comments.moderation.notices import NoticesPanel
from blog.comments.moderation.rights import READERS_OF_THE_DESK, RulesPolicy, may
from blog.comments.moderation.rules import CommentRuleViewSet
from blog.comments.moderation.waiting import (
    WaitingCommentsPanel,
    WaitingSummary,
    may_moderate,
)

register_permission_policy(CannedReply, RulesPolicy(CannedReply))
register_permission_policy(CommentRule, RulesPolicy(CommentRule))


@hooks.register("register_admin_viewset")
def register_moderation() -> list[Any]:
    """Add the moderation list with its menu item, the rules, and the prepared replies."""
    return [ReaderCommentViewSet(), CommentRuleViewSet(), CannedReplyViewSet()]


@hooks.register("register_admin_urls")
def comment_addresses() -> list[URLResolver]:
    """Add the screens about one comment."""
    return [path("reader-comments/", include(urls))]


@hooks.register("register_log_actions")
def comment_log_actions(actions: Any) -> None:
    """Let the log tell who saw an address; it never tells which."""

    @actions.register_action(SAW_ADDRESS)
    class SawAddressFormatter(LogFormatter):
        """Says that it was shown."""

        label = "See the address of a reader comment"
        message = "Saw the address"


class DeskReportItem(MenuItem):
    """A report of the desk, for those who may open the desk."""

    def is_shown(self, request: Any) -> bool:
        """Show it to nobody else."""
        return may(request.user, *READERS_OF_THE_DESK)


@hooks.register("register_reports_menu_item")
def log_menu_item() -> MenuItem:
    """Add the log to the reports."""
    address = reverse("reader_comment:log")
    return DeskReportItem(
        "Moderation log", address, name="moderation-log", icon_name="history", order=700
    )


@hooks.register("register_reports_menu_item")
def fairness_menu_item() -> MenuItem:
    """Add reasons and times to the reports."""
    address = reverse("reader_comment:fairness")
    return DeskReportItem(
        "Moderation reasons", address, name="moderation-reasons", icon_name="history", order=710
    )


@hooks.register("register_reports_menu_item")
def health_menu_item() -> MenuItem:
    """Add how the filter is to the reports."""
    address = reverse("reader_comment:health")
    return DeskReportItem(
        "Comment filter", address, name="comment-filter", icon_name="view", order=720
    )


@hooks.register("construct_homepage_panels")
def show_waiting_comments(request: HttpRequest, panels: list[Any]) -> None:
    """Tell those who may decide on comments how many wait."""
    if may_moderate(request.user):
        panels.append(WaitingCommentsPanel())


@hooks.register("construct_homepage_summary_items")
def sum_up_what_waits(request: HttpRequest, items: list[Any]) -> None:
    """Say how many wait below the clinic's name."""
    items.append(WaitingSummary(request))


@hooks.register("register_account_settings_panel")
def notices_panel(request: HttpRequest, user: Any, profile: Any) -> Any:
    """Let moderators choose when they are told by mail."""
    return NoticesPanel(request, user, profile)
