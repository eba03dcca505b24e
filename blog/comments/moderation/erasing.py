"""Erasing one comment for good, after a question."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.admin import messages

from blog.comments.models.status import IllegalDecisionError
from blog.comments.moderation.comment_page import OneComment
from blog.comments.moderation.rights import Right


class EraseView(OneComment):
    """Asks before a comment is erased for good, and erases it."""

    rights = (Right.ERASE,)
    template_name = "comments/moderation/erase.html"
    page_title = "Erase"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the comment that is about to go."""
        return {
            **super().get_context_data(**kwargs),
            "comment": self.comment,
            "comment_url": self.comment_url,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Forget what it said and who said it."""
        try:
            self.comment.erase(by=request.user)
        except IllegalDecisionError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, f"Reader comment {self.number} is erased.")
        return HttpResponseRedirect(self.comment_url)
