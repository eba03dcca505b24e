"""What readers see of a thread: one page of it, three queries however long it is."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Left
from django.utils import timezone

from blog.comments.models import CommentSettings, CommentThread, ReaderComment
from blog.comments.models.comment import STEP
from blog.comments.models.thread import thread_tag
from blog.models import ArticlePage
from delivery.page_cache.tags import changes_at, shows

# Greater than every character of a path, which is hexadecimal.
_BEYOND = "g"


@dataclass
class Remark:
    """A comment with its replies; without a comment, the gap that a removed one left."""

    comment: ReaderComment | None
    replies: list["Remark"] = field(default_factory=list)


@dataclass
class Conversation:
    """One page of what readers say about an article."""

    article: ArticlePage
    thread: CommentThread | None
    number: int = 1
    pages: int = 1
    remarks: list[Remark] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many comments readers can see on all its pages."""
        return self.thread.approved_count if self.thread else 0

    @property
    def is_shown(self) -> bool:
        """Whether there is anything here for readers: comments or the form.

        Not on pages that only some may read: who they are, a cookie-blind form cannot know.
        """
        return self._thread.is_shown and not self.article.get_view_restrictions().exists()

    @property
    def is_open(self) -> bool:
        """Whether readers may add to it."""
        closes_on = self._thread.closes_on(self.article.published_on)
        if closes_on and closes_on > timezone.now():
            changes_at(closes_on)
        open_now = self._thread.is_open(self.article.published_on)
        return open_now and self.article.live and self.is_shown

    @property
    def version(self) -> int:
        """The number of its present state."""
        return self.thread.version if self.thread else 0

    @property
    def deepest_reply(self) -> int:
        """How deep a comment may lie and still be replied to."""
        return CommentSettings.current().depth - 2

    def comments(self) -> Iterator[ReaderComment]:
        """Yield the comments of this page in the order they are read."""
        yield from _comments(self.remarks)

    def address(self, number: int) -> str:
        """Return the address of one of its pages; the first is the article itself."""
        return comments_address(self.article, number)

    @property
    def newer(self) -> str:
        """The address of the page before this one; blank for none."""
        return self.address(self.number - 1) if self.number > 1 else ""

    @property
    def older(self) -> str:
        """The address of the page after this one; blank for none."""
        return self.address(self.number + 1) if self.number < self.pages else ""

    @property
    def _thread(self) -> CommentThread:
        return self.thread or CommentThread(page_title=self.article.title)


def conversation_of(article: ArticlePage, number: int = 1) -> Conversation:
    """Return one page of an article's conversation.

    The head and the body of one answer both need it, so the article keeps it for them.
    """
    kept: dict[int, Conversation] = article.__dict__.setdefault("_conversations", {})
    if number not in kept:
        kept[number] = _read(article, number)
    return kept[number]


def comments_address(article: ArticlePage, number: int) -> str:
    """Return the path of one page of an article's comments."""
    return f"{article.url}comments/{number}/" if number > 1 else f"{article.url}#comments"


def _read(article: ArticlePage, number: int) -> Conversation:
    shows(thread_tag(article.pk))
    thread = CommentThread.objects.filter(page_id=article.pk).first() if article.pk else None
    conversation = Conversation(article, thread, number)
    if thread is None or not thread.approved_count or not conversation.is_shown:
        return conversation
    size = CommentSettings.current().threads_a_page
    roots = _roots(thread, number, size)
    if roots:
        conversation.pages = math.ceil(roots[0]["total"] / size)
        first, last = roots[0]["root"], roots[-1]["root"]
        shown = (
            ReaderComment.objects.approved()
            .in_thread(thread)
            .filter(path__gte=first, path__lt=f"{last}{_BEYOND}")
            .defer("author_email", "author_key", "sender_key", "submission_key", "content_key")
        )
        conversation.remarks = _nested(shown)
    return conversation


def _roots(thread: CommentThread, number: int, size: int) -> list[Any]:
    """Return the roots of one page and, with each, how many there are in all."""
    seen = ReaderComment.objects.approved().filter(thread=thread).order_by()
    roots = seen.annotate(root=Left("path", STEP))
    total = (
        ReaderComment.objects.approved()
        .filter(thread=OuterRef("thread"))
        .order_by()
        .values("thread")
        .annotate(n=Count(Left("path", STEP), distinct=True))
        .values("n")
    )
    return list(
        roots.values("root")
        .distinct()
        .annotate(total=Coalesce(Subquery(total, output_field=IntegerField()), 0))
        .order_by("root")[(number - 1) * size : number * size]
    )


def _nested(comments: Iterable[ReaderComment]) -> list[Remark]:
    """Hang each comment under its parent, or under the gap where its parent was."""
    known: dict[str, Remark] = {}
    roots: list[Remark] = []
    for comment in comments:
        siblings = roots
        for depth in range(comment.depth):
            above = comment.path[: (depth + 1) * STEP]
            if above not in known:
                known[above] = Remark(None)
                siblings.append(known[above])
            siblings = known[above].replies
        known[comment.path] = Remark(comment)
        siblings.append(known[comment.path])
    return roots


def _comments(remarks: list[Remark]) -> Iterator[ReaderComment]:
    for remark in remarks:
        if remark.comment:
            yield remark.comment
        yield from _comments(remark.replies)


def page_of(comment: ReaderComment) -> int:
    """Return the number of the page that a visible comment stands on."""
    before = (
        ReaderComment.objects.approved()
        .filter(thread=comment.thread_id, path__lt=comment.path[:STEP])
        .aggregate(n=Count(Left("path", STEP), distinct=True))
    )
    return before["n"] // CommentSettings.current().threads_a_page + 1
