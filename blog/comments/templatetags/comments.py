"""What pages show of readers' comments."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from blog.comments import text
from blog.comments.conversation import Conversation, conversation_of
from blog.comments.feeds import comments_feed_path
from blog.comments.forms import CommentForm
from blog.comments.models import CommentSettings, CommentThread, ReaderComment
from blog.comments.models.thread import count_tag
from blog.models import ArticlePage
from delivery.page_cache.tags import shows
from pages.syndication import ATOM

register = template.Library()

_CONTROLS = "comments/controls.html"


@register.inclusion_tag("comments/thread.html", takes_context=True)
def comment_thread(context: Context, article: ArticlePage) -> dict[str, Any]:
    """Show what readers say about an article, and the form to join in.

    There is no token and no cookie in it: the same bytes serve every reader.
    """
    request = context.get("request")
    previewed = getattr(request, "is_preview", False)
    return thread_context(conversation_of(article), previewed)


def thread_context(conversation: Conversation, previewed: bool = False) -> dict[str, Any]:
    """Return what the templates of a thread take."""
    form = None
    if conversation.is_open and not previewed:
        form = CommentForm.blank(conversation.article.pk, conversation.version)
    return {
        "conversation": conversation,
        "article": conversation.article,
        "form": form,
        "previewed": previewed,
        "discussion": CommentSettings.current(),
    }


@register.simple_tag
def controls(form: CommentForm) -> SafeString:
    """Show the fields of the form; those of a blank one are made once for all its readers."""
    if form.is_bound:
        return render_to_string(_CONTROLS, {"form": form})
    return _blank_controls(form.initial["page_token"], form.initial["parent"])


@lru_cache(maxsize=256)
def _blank_controls(page_token: str, parent: int | str) -> SafeString:
    blank = CommentForm(initial={"page_token": page_token, "parent": parent})
    return render_to_string(_CONTROLS, {"form": blank})


@register.simple_tag
def comment_counts(
    articles: Iterable[ArticlePage], besides: ArticlePage | None = None
) -> dict[int, int]:
    """Return how many comments each article shows, by its id: one query for all."""
    ids = [article.pk for article in (*articles, besides) if article]
    shows(*(count_tag(pk) for pk in ids))
    threads = CommentThread.objects.filter(page_id__in=ids, approved_count__gt=0)
    return {
        thread.page_id: thread.approved_count
        for thread in threads
        if thread.page_id and thread.is_shown
    }


@register.simple_tag
def comments_feed(article: ArticlePage) -> str:
    """Return the path of the feed of an article's comments."""
    return comments_feed_path(article, ATOM)


@register.filter
def comment_count(counts: dict[int, int], article: ArticlePage) -> int:
    """Return one article's count from those of `comment_counts`; none where nobody counted."""
    return counts.get(article.pk, 0) if counts else 0


@register.filter
def said(body: str) -> SafeString:
    """Show a reader's plain text as HTML."""
    # Safe: to_html escapes everything and makes each tag itself; hostile strings test it.
    return mark_safe(text.to_html(body))


@register.filter
def weighed(body: str) -> SafeString:
    """Show a reader's plain text to whoever decides on it, with the hosts of its links in bold."""
    # Safe: made as to_html makes it; hostile strings test it.
    return mark_safe(text.to_weighed_html(body))


@register.filter
def initial(comment: ReaderComment) -> str:
    """Return the letter that stands for somebody without a picture."""
    return next((char.upper() for char in comment.author_name if char.isalnum()), "•")
