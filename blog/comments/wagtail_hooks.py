"""Where moderating joins Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from blog.comments.moderation.desk import ReaderCommentViewSet
from blog.comments.moderation.waiting import WaitingCommentsPanel, may_moderate


@hooks.register("register_admin_viewset")
def register_moderation() -> ReaderCommentViewSet:
    """Add the moderation list and its menu item."""
    return ReaderCommentViewSet()


@hooks.register("construct_homepage_panels")
def show_waiting_comments(request: HttpRequest, panels: list[Any]) -> None:
    """Tell those who may decide on comments how many wait."""
    if may_moderate(request.user):
        panels.append(WaitingCommentsPanel())
