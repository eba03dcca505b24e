"""Nothing is kept longer than it may be."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog.comments.models import CommentSettings, CommentThread, Decision, ReaderComment, Token
from blog.comments.retention import retain
from tests.factories import ReaderCommentFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def days_later(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


def test_spam_and_trash_are_erased_after_thirty_days_and_nothing_else(thread):
    for status in ("pending", "approved", "spam", "trash"):
        ReaderCommentFactory(thread=thread, status=status, body=f"a {status} comment")

    assert retain(days_later(29)).erased == 0
    assert retain(days_later(31)).erased == 2

    assert set(ReaderComment.objects.values_list("status", flat=True)) == {"pending", "approved"}
    assert thread.refreshed().spam_count == thread.refreshed().trash_count == 0
    last = Decision.objects.filter(verb="erase").last()
    assert last.sentence == "It was kept for 30 days as spam or trash."


def test_the_settings_say_how_long(thread):
    CommentSettings(retention_days=7).save()
    ReaderCommentFactory(thread=thread, status="spam")

    assert retain(days_later(8)).erased == 1


def test_comments_of_a_deleted_article_are_erased_thirty_days_later(article, thread):
    parent = ReaderCommentFactory(thread=thread, status="approved")
    ReaderCommentFactory(thread=thread, status="approved", parent=parent)
    article.delete()

    assert retain().detached == 1
    assert ReaderComment.objects.count() == 2
    assert retain(days_later(31)).erased == 2

    assert not ReaderComment.objects.exists()
    assert CommentThread.objects.get().approved_count == 0


def test_a_sender_is_forgotten_after_thirty_days(thread):
    ReaderCommentFactory(thread=thread, sender_key="x" * 64, sender_key_expires=days_later(30))

    assert retain(days_later(29)).senders == 0
    assert retain(days_later(31)).senders == 1
    assert ReaderComment.objects.get().sender_key == ""


def test_a_receipt_ends_with_its_year(thread):
    Token.grant("a token", Token.Purpose.RECEIPT, ReaderCommentFactory(thread=thread))

    assert Token.objects.held("a token", Token.Purpose.RECEIPT)
    assert retain(days_later(366)).tokens == 1


def test_the_command_says_what_it_did(thread, capsys):
    ReaderCommentFactory(thread=thread, status="spam", status_changed_at=days_later(-40))
    ReaderComment.objects.update(status_changed_at=days_later(-40))

    call_command("comment_retention")

    assert "1 comments erased." in capsys.readouterr().out


def test_with_a_timer_once_a_day_no_sender_is_known_for_more_than_thirty_days(reader, article):
    reader.comment(article)
    sent = ReaderComment.objects.get().submitted_at

    # The last round that comes too early, and the next one, a day later.
    retain(sent + dt.timedelta(days=29) - dt.timedelta(minutes=1))
    retain(sent + dt.timedelta(days=30) - dt.timedelta(minutes=1))

    assert ReaderComment.objects.get().sender_key == ""
