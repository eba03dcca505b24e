"""What readers see of a thread: one page of it, two queries however long it is."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Left
from django.utils import timezone

from blog.comments.models import CommentSettings, CommentThread, ReaderComment
from blog.comments.models.comment import STEP
from blog.comments.models.thread import open_tag, thread_tag
from blog.models import ArticlePage
from delivery.page_cache.tags import changes_at, shows
from queries.prepared import Prepared

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
        shows(open_tag(self.article.pk))
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


def thread_of(article: ArticlePage) -> Conversation:
    """Return an article's conversation without a word of what was said."""
    shows(thread_tag(article.pk))
    thread = next(iter(_thread_of(article.pk)), None) if article.pk else None
    return Conversation(article, thread)


def comments_address(article: ArticlePage, number: int) -> str:
    """Return the path of one page of an article's comments."""
    return f"{article.url}comments/{number}/" if number > 1 else f"{article.url}#comments"


def _read(article: ArticlePage, number: int) -> Conversation:
    conversation = thread_of(article)
    conversation.number, thread = number, conversation.thread
    if thread is None or not thread.approved_count or not conversation.is_shown:
        return conversation
    size = CommentSettings.current().threads_a_page
    shown = _one_page(number, size)(thread.pk)
    if shown:
        conversation.pages = math.ceil(shown[0].total / size)  # type: ignore[attr-defined]
        conversation.remarks = _nested(shown)
    return conversation


_thread_of = Prepared(lambda article: CommentThread.objects.filter(page=article))


@lru_cache(maxsize=100)
def _one_page(number: int, size: int) -> Prepared[ReaderComment]:
    """Return the query for one page of a thread: so many roots and all that hangs below them.

    Each comment brings along how many roots there are in all, as `total`.
    """

    def build(thread: int) -> QuerySet[ReaderComment]:
        approved = ReaderComment.objects.approved().filter(thread=thread)
        root = Left("path", STEP)
        roots = approved.order_by().annotate(root=root).values("root").distinct().order_by("root")
        first = roots[(number - 1) * size : (number - 1) * size + 1]
        following = roots[number * size : number * size + 1]
        # Counted by a row of its own: without a group, a subquery cannot aggregate.
        counted = approved.order_by().annotate(all=Value(1)).values("all")
        total = counted.annotate(number=Count(root, distinct=True)).values("number")
        return (
            approved.order_by("path")
            .filter(path__gte=Subquery(first))
            .filter(path__lt=Coalesce(Subquery(following), Value(_BEYOND)))
            .annotate(total=Subquery(total, output_field=IntegerField()))
            .defer("author_email", "author_key", "sender_key", "submission_key", "content_key")
        )

    return Prepared(build)


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
