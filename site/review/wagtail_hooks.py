"""Where the medical review meets Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from review.due import may_see_reviews_due
from review.publishing import (
    PUBLISHED_UNREVIEWED,
    ask_before_bulk_publishing,
    ask_before_publishing,
    publish_unreviewed,
    submit_for_review,
)
from review.signers import SigningPanel, is_reviewer, tell_why_not_signing
from review.views import due_list

hooks.register("before_publish_page", ask_before_publishing)
hooks.register("before_bulk_action", ask_before_bulk_publishing)
hooks.register("before_edit_page", tell_why_not_signing)


@hooks.register("register_admin_urls")
def review_urls() -> list[URLResolver]:
    """Add the addresses of the question before publishing and of the list."""
    addresses = [
        path("publish/<int:page_id>/<int:revision_id>/", publish_unreviewed, name="publish"),
        path("submit/<int:page_id>/<int:revision_id>/", submit_for_review, name="submit"),
        path("due/", due_list, name="due"),
    ]
    return [path("medical-review/", include((addresses, "review"), namespace="review"))]


@hooks.register("construct_homepage_panels")
def show_what_waits_for_a_signature(request: HttpRequest, panels: list[Any]) -> None:
    """Tell reviewers what waits for them, and what they lack to sign it."""
    if is_reviewer(request.user):
        panels.append(SigningPanel(request.user))


class ReviewsDueMenuItem(MenuItem):
    """The way to the list, for those it is of use to."""

    def is_shown(self, request: Any) -> bool:
        """Show it to editors and reviewers."""
        return may_see_reviews_due(request.user)


@hooks.register("register_reports_menu_item")
def reviews_due_menu_item() -> MenuItem:
    """Add the list to the reports."""
    return ReviewsDueMenuItem(
        "Reviews due", reverse("review:due"), name="reviews-due", icon_name="check", order=650
    )


@hooks.register("register_log_actions")
def review_log_actions(actions: Any) -> None:
    """Let a page's history tell of publishing without a review."""

    @actions.register_action(PUBLISHED_UNREVIEWED)
    class PublishedUnreviewedFormatter(LogFormatter):
        """Says what was done, and what had been known when it was."""

        label = "Publish without medical review"

        def format_message(self, log_entry: Any) -> str:
            """Return the sentence for the history."""
            reasons = " ".join(log_entry.data.get("reasons", []))
            return f"Published without a current medical review. {reasons}".strip()
