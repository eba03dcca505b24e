"""The thread of one article: whether it is open, and how many comments it has."""

import datetime as dt
from collections.abc import Callable, Mapping, Set
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Sum
from django.utils import timezone

from blog.comments.models.counting import moved, steps
from blog.comments.models.settings import CommentSettings
from blog.comments.models.status import Status
from delivery.page_cache.purging import purge

# What changes when other words are seen; all else is whether more may be added.
_WORDS = ("version", "approved_count")

if TYPE_CHECKING:
    from blog.models import ArticlePage


class CommentThreadQuerySet(models.QuerySet["CommentThread"]):
    """Threads, and what they count."""

    def of(self, article: "ArticlePage") -> "CommentThread":
        """Return the article's thread, begun now if it has none."""
        known = self.filter(page_id=article.pk).first()
        if known is not None:
            return known
        begun, _ = self.get_or_create(
            page_id=article.pk,
            defaults={"page_title": article.title, "page_url": article.url or ""},
        )
        return begun

    def totals(self) -> dict[Status, int]:
        """Return how many comments of each status the whole site has, without counting them."""
        sums = {status.value: Sum(_counter(status)) for status in Status}
        found = self.aggregate(**sums)
        return {status: found[status.value] or 0 for status in Status}

    def recount_together(
        self, threads: Mapping[int, Mapping[Status, int]], hidden: Set[int], shown: Set[int]
    ) -> None:
        """Move many comments from counter to counter, and drop each article once.

        `hidden` are the threads that readers have seen something of which they no longer may,
        `shown` those with something new. Called in the transaction that moves the comments.
        """
        now, changed = timezone.now(), hidden | shown
        hard: list[str] = []
        soft: list[str] = []
        for some in steps(threads):
            changes: dict[str, Any] = {
                _counter(status): moved(
                    _counter(status), {pk: counts.get(status, 0) for pk, counts in some.items()}
                )
                for status in Status
                if any(counts.get(status) for counts in some.values())
            }
            if changes:
                self.filter(pk__in=some).update(**changes)
            seen = self.filter(pk__in=changed & some.keys())
            seen.update(version=F("version") + 1)
            self.filter(pk__in=shown & some.keys()).update(last_approved_at=now)
            for pk, page_id in seen.exclude(page=None).values_list("pk", "page_id"):
                dropped = hard if pk in hidden else soft
                dropped += [thread_tag(page_id), count_tag(page_id)]
        purge(*hard, hard=True)
        purge(*soft)


class CommentThread(models.Model):
    """What readers say about one article, which need not know of it.

    A plain foreign key: a ParentalKey would put comments into the article's revisions. When the
    article is deleted its comments stay behind, unseen, until retention erases them.
    """

    class Mode(models.TextChoices):
        """Whether readers may write and read here."""

        INHERIT = "inherit", "As set for the whole site"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed: shown, but nobody can add to it"
        HIDDEN = "hidden", "Hidden: neither shown nor open"

    page = models.OneToOneField(
        settings.WAGTAIL_PAGE_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    page_title = models.CharField(max_length=255, blank=True)
    page_url = models.CharField(max_length=2000, blank=True)
    detached_at = models.DateTimeField(null=True, blank=True, db_index=True)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.INHERIT)
    closes_after_days = models.PositiveIntegerField(
        null=True, blank=True, help_text="Blank: as set for the whole site. 0: never."
    )
    version = models.PositiveIntegerField(default=0)
    pending_count = models.PositiveIntegerField(default=0)
    approved_count = models.PositiveIntegerField(default=0)
    spam_count = models.PositiveIntegerField(default=0)
    trash_count = models.PositiveIntegerField(default=0)
    erased_count = models.PositiveIntegerField(default=0)
    last_approved_at = models.DateTimeField(null=True, blank=True)

    objects = CommentThreadQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "comment thread"

    def __str__(self) -> str:
        return f"Comment thread {self.pk}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Tell when readers may read or write here who could not, or no longer may."""
        before = self._as_shown()
        super().save(*args, **kwargs)
        after = self._as_shown()
        if not before or not after or before == after:
            return
        was_shown = type(self)(mode=before["mode"]).is_shown
        if was_shown == self.is_shown and all(before[name] == after[name] for name in _WORDS):
            self.tell(open_tag, hard=False)
        else:
            self.tell(thread_tag, count_tag, open_tag, hard=was_shown != self.is_shown)

    def count(self, status: Status) -> int:
        """Return how many of its comments have that status, from the counters."""
        return getattr(self, _counter(status))

    @property
    def effective_mode(self) -> "CommentThread.Mode":
        """The thread's own mode, or the site's where it inherits."""
        if self.mode == self.Mode.INHERIT:
            return self.Mode(CommentSettings.current().mode)
        return self.Mode(self.mode)

    @property
    def is_shown(self) -> bool:
        """Whether readers may see its approved comments."""
        return self.effective_mode != self.Mode.HIDDEN

    def is_open(self, published_on: dt.datetime | None) -> bool:
        """Whether readers may add to it, for an article first published on that day."""
        closes_on = self.closes_on(published_on)
        in_time = closes_on is None or timezone.now() < closes_on
        return self.effective_mode == self.Mode.OPEN and in_time

    def closes_on(self, published_on: dt.datetime | None) -> dt.datetime | None:
        """When it closes by its age; None for never."""
        days = self.closes_after_days
        if days is None:
            days = CommentSettings.current().closes_after_days
        return published_on + dt.timedelta(days=days) if days and published_on else None

    def recount(self, before: Status | None, after: Status | None) -> None:
        """Move one comment from a counter to another; None is outside of the thread.

        Called in the transaction that moves the comment, or changes its words where it is. What
        readers see has a new version whenever an approved comment comes, goes or changes.
        """
        changes: dict[str, object] = {}
        if before and before != after:
            changes[_counter(before)] = F(_counter(before)) - 1
        if after and before != after:
            changes[_counter(after)] = F(_counter(after)) + 1
        if Status.APPROVED in (before, after):
            changes["version"] = F("version") + 1
        if after == Status.APPROVED != before:
            changes["last_approved_at"] = timezone.now()
        if not changes:
            return
        type(self).objects.filter(pk=self.pk).update(**changes)
        if Status.APPROVED in (before, after):
            tags = (thread_tag,) if before == after else ()
            # What readers have seen and no longer may is dropped for good.
            self.tell(*tags, hard=before == Status.APPROVED)

    def renew(self) -> None:
        """Give it a new version: an approved comment has other words now."""
        type(self).objects.filter(pk=self.pk).update(version=F("version") + 1)

    def tell(self, *tags: Callable[[int], str], hard: bool) -> None:
        """Drop what shows its words and their number, or what is named, after the commit."""
        page_id = self.page_id
        if not page_id:  # nothing but its number is at hand, or its article has been deleted
            known = type(self).objects.filter(pk=self.pk)
            page_id = known.values_list("page_id", flat=True).first()
        if page_id:
            purge(*(tag(page_id) for tag in tags or (thread_tag, count_tag)), hard=hard)

    def _as_shown(self) -> dict[str, Any] | None:
        shown = type(self).objects.filter(pk=self.pk)
        return shown.values("mode", "closes_after_days", *_WORDS).first()

    def refreshed(self) -> Self:
        """Return the thread as the database has it now."""
        self.refresh_from_db()
        return self


def thread_tag(page_id: int) -> str:
    """Return the tag of a response that shows what readers say about a page."""
    return f"comments:{page_id}"


def count_tag(page_id: int) -> str:
    """Return the tag of a response that shows how many comments a page has."""
    return f"comments:{page_id}:count"


def open_tag(page_id: int) -> str:
    """Return the tag of a response that shows whether readers may add to a page's comments."""
    return f"comments:{page_id}:open"


def _counter(status: Status) -> str:
    return f"{status.value}_count"
