"""Letters to moderators: which comments wait, and a link to decide on each. No words of theirs."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from blog.comments.mail.deciding import link_for
from blog.comments.mail.letter import Item, Letter, Link, address_of, on_one_line
from blog.comments.models import MailJob, NoticeChoice, ReaderComment
from blog.comments.moderation.rights import Right

# Whoever is just writing may have begun earlier than others who have already finished.
SETTLED: Final = dt.timedelta(seconds=30)
APART: Final = dt.timedelta(minutes=10)
# A digest goes out in these hours of the clinic's day.
MORNING: Final = range(8, 11)
MOST_LISTED: Final = 20
MAY_MODERATE: Final = f"reader_comments.{Right.MODERATE}"
WHY = "You get this because you may decide on readers' comments. Choose when in your account: {}"


def write_notices(now: dt.datetime | None = None) -> None:
    """Let a mail wait for each moderator who wants to be told of comments that wait."""
    now = now or timezone.now()
    settled = now - SETTLED
    waiting = ReaderComment.objects.awaiting().filter(status_changed_at__lte=settled)
    if not waiting.exists():
        return
    people = list(_moderators())
    choices = {choice.user_id: choice for choice in NoticeChoice.objects.filter(user__in=people)}
    chosen = [choices.get(person.pk) or NoticeChoice(user=person) for person in people]
    local = timezone.localtime(now)
    if local.hour in MORNING:
        _write_digests(chosen, local.date())
    for choice in chosen:
        if choice.when == NoticeChoice.When.AT_ONCE:
            _write_notice(choice, settled)


def notice(job: MailJob) -> Letter | None:
    """Tell of the comments that came since somebody was told last, and wait still."""
    waiting = ReaderComment.objects.awaiting()
    if job.since:
        waiting = waiting.filter(status_changed_at__gt=job.since)
    return _letter(job, waiting)


def digest(job: MailJob) -> Letter | None:
    """Tell of all comments that wait."""
    return _letter(job, ReaderComment.objects.awaiting())


def _moderators() -> Iterable[Any]:
    """Return those who may moderate now, and can be written to."""
    people = get_user_model().objects.with_perm(
        MAY_MODERATE, backend="django.contrib.auth.backends.ModelBackend"
    )
    return people.exclude(email="").order_by("pk")


def _write_digests(chosen: Iterable[NoticeChoice], day: dt.date) -> None:
    daily = [choice for choice in chosen if choice.when == NoticeChoice.When.DAILY]
    MailJob.objects.write([MailJob.digest(choice.user_id, day) for choice in daily])


def _write_notice(choice: NoticeChoice, settled: dt.datetime) -> None:
    new = ReaderComment.objects.awaiting().filter(status_changed_at__lte=settled)
    if choice.told_until:
        if choice.told_until > settled - APART:
            return
        new = new.filter(status_changed_at__gt=choice.told_until)
    if not new.exists():
        return
    with transaction.atomic():
        MailJob.objects.write([MailJob.notice(choice)])
        told = NoticeChoice.objects.filter(pk=choice.pk, told_until=choice.told_until)
        told.update(told_until=settled)


def _letter(job: MailJob, waiting: QuerySet[ReaderComment]) -> Letter | None:
    person = job.moderator
    if person is None or not person.email or not person.is_active:
        return None
    if not person.has_perm(MAY_MODERATE) or NoticeChoice.of(person).when != job.kind:
        return None
    number = waiting.count()
    if not number:
        return None
    newest = waiting.select_related("thread__page").order_by("-submitted_at", "-pk")
    listed = list(newest[:MOST_LISTED])
    wait = "1 comment waits" if number == 1 else f"{number} comments wait"
    links = "The links work for seven days, and for you alone: do not forward this mail."
    more = f" The newest {MOST_LISTED} are listed here." if number > MOST_LISTED else ""
    return Letter(
        to=person.email,
        subject=f"{wait} for a moderator",
        paragraphs=(f"{wait} for a moderator.{more} {links}",),
        link=Link("Open the list", address_of("reader_comments:index")),
        items=tuple(_item(comment, person) for comment in listed),
        why=WHY.format(address_of("wagtailadmin_account")),
        stops="Do not tell me by e-mail",
    )


def _item(comment: ReaderComment, person: Any) -> Item:
    page = comment.thread.page
    title = on_one_line(page.title if page else comment.thread.page_title)
    came = timezone.localtime(comment.submitted_at)
    when = f"{date_format(came, 'F j')}, {date_format(came, 'g:i A')}"
    return Item(
        link=Link("Read it and decide", link_for(person, comment)),
        about=f"{comment}, on “{title}”, written {when}",
    )
