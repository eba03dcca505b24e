"""How many comments wait, on the first screen of those who decide on them."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.admin.ui.components import Component

from blog.comments.models import CommentThread, ReaderComment
from blog.comments.models.status import Status
from blog.comments.moderation.desk import NAME, ReaderCommentViewSet


class WaitingCommentsPanel(Component):
    """The number of comments that wait, how long the oldest has waited, and the way to them."""

    name = "waiting_comments"
    template_name = "comments/moderation/waiting_panel.html"
    order = 110

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Take the number from the counters: a table of comments grows large."""
        return {
            "count": CommentThread.objects.totals()[Status.PENDING],
            "oldest": ReaderComment.objects.awaiting().first(),
            "list_url": reverse(f"{NAME}:index"),
        }


def may_moderate(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Say whether somebody decides on comments."""
    return ReaderCommentViewSet.model_policy().user_has_permission(user, "moderate")
