"""Addresses about one comment. The list and its decisions have theirs in `desk`."""

from django.urls import path

from blog.comments.moderation.comment_page import AddressView
from blog.comments.moderation.discussion import DiscussionView
from blog.comments.moderation.erasing import EraseView
from blog.comments.moderation.health import FilterHealth
from blog.comments.moderation.redacting import RedactView
from blog.comments.moderation.replying import ReplyingPage, ReplyView
from blog.comments.moderation.reports import FairnessReport, ModerationLog

app_name = "reader_comment"
urlpatterns = [
    path("log/", ModerationLog.as_view(), name="log"),
    path("log/results/", ModerationLog.as_view(results_only=True), name="log_results"),
    path("reasons/", FairnessReport.as_view(), name="fairness"),
    path("filter/", FilterHealth.as_view(), name="health"),
    path("discussions/<int:page_id>/", DiscussionView.as_view(), name="discussion"),
    path("<int:pk>/", ReplyingPage.as_view(), name="page"),
    path("<int:pk>/address/", AddressView.as_view(), name="address"),
    path("<int:pk>/reply/", ReplyView.as_view(), name="reply"),
    path("<int:pk>/redact/", RedactView.as_view(), name="redact"),
    path("<int:pk>/erase/", EraseView.as_view(), name="erase"),
]
