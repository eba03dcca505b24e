"""A new key forgets nobody: trust, receipts and what hangs on an address go along."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.comments.models import CommenterTrust, ReaderComment, Token
from blog.comments.models.commenter import author_key
from blog.comments.rotation import rekey
from tests.factories import ReaderCommentFactory

pytestmark = pytest.mark.django_db

ANN = "ann@example.org"


@pytest.fixture
def rotate(settings):
    """Replace the key, and keep the one before as a fallback."""

    def to(new: str) -> None:
        settings.COMMENTS_KEY_FALLBACKS = [settings.COMMENTS_KEY]
        settings.COMMENTS_KEY = new

    return to


@pytest.fixture
def trusted(thread):
    """Ann, whose address is confirmed and two of whose comments were approved."""
    comments = ReaderCommentFactory.create_batch(2, thread=thread, author_email=ANN)
    return CommenterTrust.objects.create(
        author_key=author_key(ANN), verified_at=timezone.now(), approved_count=2
    ), comments


def test_whoever_was_trusted_is_trusted_without_the_old_key(
    trusted, rotate, settings, reader, article
):
    rotate("a new one")

    assert rekey() == 1
    settings.COMMENTS_KEY_FALLBACKS = []

    assert set(ReaderComment.objects.values_list("author_key", flat=True)) == {author_key(ANN)}
    reader.comment(article, email=ANN)
    assert ReaderComment.objects.latest("pk").status == "approved"


def test_what_is_decided_after_the_change_counts_with_what_was_decided_before(
    trusted, rotate, reader, article, moderator
):
    rotate("a new one")

    reader.comment(article, email=ANN)
    ReaderComment.objects.latest("pk").mark_spam(by=moderator)
    rekey()

    known = CommenterTrust.objects.get()
    assert (known.author_key, known.approved_count, known.spam_count) == (author_key(ANN), 2, 1)
    assert known.verified_at


def test_trust_of_somebody_whose_comments_are_gone_is_met_when_they_write_again(
    trusted, rotate, reader, article
):
    ReaderComment.objects.all().delete()
    rotate("a new one")

    assert rekey() == 0
    reader.comment(article, email=ANN)

    assert ReaderComment.objects.get().status == "approved"
    assert CommenterTrust.objects.get().author_key == author_key(ANN)


def test_a_receipt_opens_after_the_change(thread, rotate, reader):
    Token.grant("a token", Token.Purpose.RECEIPT, ReaderCommentFactory(thread=thread))

    rotate("a new one")

    assert reader.client.get("/comments/receipt/a token/").status_code == 200


def test_a_second_round_moves_nobody_and_without_an_old_key_nothing_is_asked(
    trusted, rotate, settings, capsys
):
    rotate("a new one")
    call_command("rekey_commenters")
    call_command("rekey_commenters")
    assert capsys.readouterr().out.splitlines() == [
        "1 commenter moved to the new key.",
        "0 commenters moved to the new key.",
    ]
    settings.COMMENTS_KEY_FALLBACKS = []

    with CaptureQueriesContext(connection) as asked:
        rekey()
        CommenterTrust.take_over(ANN)

    assert len(asked) == 0
