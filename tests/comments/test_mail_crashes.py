"""A worker that is killed while it sends: nothing is lost, and at worst the same message twice."""

import pytest
from django.utils import timezone

from blog.comments.mail import sending
from blog.comments.models import CommentThread, MailJob
from tests.comments.conftest import person_with
from tests.comments.mail_server import mail_port, mail_server
from tests.comments.test_cost import committed_article, kill_at
from tests.comments.test_mail import wished
from tests.factories import ReaderCommentFactory

__all__ = ["committed_article", "mail_port", "mail_server"]


@pytest.fixture
def approved(committed_article):
    """A comment that was approved, and whose author wants to know."""
    thread = CommentThread.objects.of(committed_article)
    wished(ReaderCommentFactory(thread=thread)).approve(by=person_with("moderate_readercomment"))
    MailJob.objects.update(due_at=timezone.now())


def test_a_worker_killed_before_the_mail_is_handed_over_sends_it_once(
    approved, mail_server, monkeypatch
):
    with monkeypatch.context() as patch:
        kill_at("smtplib.SMTP.sendmail", sending.send_due, patch)
    assert not mail_server.letters

    sending.send_due()
    assert not mail_server.letters  # somebody may still be sending it
    MailJob.objects.update(due_at=timezone.now())
    sending.send_due()

    assert len(mail_server.letters) == 1
    job = MailJob.objects.get()
    assert (job.state, job.attempts) == ("sent", 2)


def test_a_worker_killed_once_the_mail_is_taken_can_only_repeat_the_same_message(
    approved, mail_server, monkeypatch
):
    with monkeypatch.context() as patch:
        kill_at("blog.comments.models.mail.MailJob.note_sent", sending.send_due, patch)
    assert len(mail_server.letters) == 1

    MailJob.objects.update(due_at=timezone.now())
    sending.send_due()
    sending.send_due()

    assert len(mail_server.letters) == 2
    assert len({letter["Message-ID"] for letter in mail_server.letters}) == 1
