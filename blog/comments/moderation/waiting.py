"""What waits, on the first screen of those who decide on comments."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.forms import Media
from django.urls import reverse
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component

from blog.comments.models import CommentThread, ReaderComment
from blog.comments.models.status import Status
from blog.comments.moderation.desk import NAME
from blog.comments.moderation.rights import Right, may
from blog.comments.moderation.rows import Row, with_all_a_row_shows

# As many as stand on the first screen; the list has the rest.
SHOWN = 5


class WaitingCommentsPanel(Component):
    """The comments that have waited longest, to be decided on at once, and the way to the rest."""

    name = "waiting_comments"
    template_name = "comments/moderation/waiting_panel.html"
    order = 110

    @property
    def media(self) -> Media:
        """The style of the desk."""
        return Media(css={"all": ["moderation/list.css", "moderation/comment_page.css"]})

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Take the number from the counters: a table of comments grows large."""
        return {
            "count": CommentThread.objects.totals()[Status.PENDING],
            "waiting": [Row(comment, may_moderate=True) for comment in _oldest()],
            "list_url": reverse(f"{NAME}:index"),
            # Back to this panel, where the next one waits.
            "here": f"{reverse('wagtailadmin_home')}#waiting-comments-section",
            "csrf_token": (parent_context or {}).get("csrf_token"),
        }


class WaitingSummary(SummaryItem):
    """How many wait, and for how long, in the line below the clinic's name."""

    order = 400
    template_name = "comments/moderation/waiting_summary.html"

    def is_shown(self) -> bool:
        """Show it to those who decide."""
        return may_moderate(self.request.user)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Count by the counters, and ask for the first."""
        return {
            "count": CommentThread.objects.totals()[Status.PENDING],
            "oldest": ReaderComment.objects.awaiting().only("submitted_at").first(),
            "list_url": reverse(f"{NAME}:index"),
        }


def may_moderate(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Say whether somebody decides on comments."""
    return may(user, Right.MODERATE)


def _oldest() -> list[ReaderComment]:
    return list(with_all_a_row_shows(ReaderComment.objects.awaiting())[:SHOWN])
