"""The newest comments on an article, as a feed says them."""

from textwrap import shorten
from urllib.parse import urljoin
from uuid import uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from blog.comments import text
from blog.comments.conversation import Conversation
from blog.comments.models import ReaderComment
from blog.feeds.content import plain_html
from blog.feeds.entries import LONG_AGO, Author, Entry, Feed, speakable
from blog.models import ArticlePage
from organization.models import Clinic
from pages.syndication import FeedKind

NEWEST = 50
LONGEST_SUMMARY = 200


def comments_feed_path(article: ArticlePage, kind: FeedKind) -> str:
    """Return where the feed of an article's comments is."""
    return f"{article.url}comments/{kind.suffix}"


def feed_of(conversation: Conversation, kind: FeedKind) -> Feed:
    """Return the feed of what readers say about an article, newest first."""
    article, clinic = conversation.article, speakable(Clinic.current().name)
    entries = [_entry(comment, article) for comment in _newest(conversation)]
    title = speakable(article.title)
    return Feed(
        guid=f"urn:uuid:{uuid5(article.translation_key, 'comments')}",
        url=urljoin(article.absolute_url, comments_feed_path(article, kind)),
        home=f"{article.absolute_url}#comments",
        title=f"Comments on {title} | {clinic}",
        description=f"What readers say about {title}.",
        clinic=clinic,
        changed_on=max(
            (entry.changed_on for entry in entries),
            default=timezone.localtime(article.published_on or LONG_AGO),
        ),
        language=settings.LANGUAGE_CODE,
        entries=entries,
    )


def _newest(conversation: Conversation) -> list[ReaderComment]:
    """Return them as they came into sight: one that waited is news on the day it is approved."""
    if conversation.thread is None:
        return []
    shown = ReaderComment.objects.approved().filter(thread=conversation.thread)
    found = shown.order_by("-approved_at", "-pk").select_related("parent")[:NEWEST]
    return list(found)


def _entry(comment: ReaderComment, article: ArticlePage) -> Entry:
    name = speakable(comment.author_name).strip() or "Somebody"
    answered = comment.parent if comment.parent and comment.parent.is_visible else None
    moments = (comment.submitted_at, comment.approved_at, comment.edited_at)
    return Entry(
        guid=f"urn:uuid:{comment.uuid}",
        url=urljoin(article.absolute_url, reverse("comments:permalink", args=[comment.uuid])),
        title=f"{name} in reply to {speakable(answered.author_name)}" if answered else name,
        summary=shorten(speakable(comment.body), LONGEST_SUMMARY, placeholder=" …"),
        content=speakable(plain_html(text.to_html(comment.body), article.absolute_url)),
        published_on=timezone.localtime(comment.submitted_at),
        changed_on=timezone.localtime(max(filter(None, moments))),
        authors=[Author(name, url="")],
    )
