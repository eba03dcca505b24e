"""Every decision that no person made has a sentence, which stays as it was written (S1)."""

import pytest
from django.utils import timezone

from blog.comments import evidence
from blog.comments.models import CommenterTrust, CommentSettings, Decision, ReaderComment
from blog.comments.models.commenter import author_key
from intake.keys import issue_key, issue_page_token
from tests.comments.conftest import BODY, page_of
from tests.comments.test_moderating import LIST, desk  # noqa: F401
from tests.factories import ReaderCommentFactory

pytestmark = pytest.mark.django_db


def send(reader, article, **fields) -> ReaderComment:
    known = set(ReaderComment.objects.values_list("pk", flat=True))
    fields = {
        "key": issue_key(f"comment.write:{article.pk}"),
        "page_token": issue_page_token("comment", article.pk, 0),
    } | fields
    assert reader.write(article, **fields).status_code == 303
    return ReaderComment.objects.exclude(pk__in=known).get()


def trust(email: str) -> None:
    CommenterTrust.objects.create(
        author_key=author_key(email), verified_at=timezone.now(), approved_count=2
    )


def test_held_approved_and_spam_each_say_why(reader, article):
    trust("friend@example.org")

    held = send(reader, article)
    approved = send(reader, article, email="Friend@example.org", body="Thank you, very helpful.")
    spam = send(reader, article, email="c@example.org", body="Buy.", second_opinion="x")

    assert [held.status, approved.status, spam.status] == ["pending", "approved", "spam"]
    assert held.decisions.get().sentence == "Held: this commenter is not trusted yet."
    assert approved.decisions.get().sentence == "Approved: this commenter is trusted."
    assert "A field that people do not see was filled in." in spam.decisions.get().reasons


def test_holding_everybody_holds_friends_too(reader, article):
    trust("friend@example.org")
    CommentSettings(rule=CommentSettings.Rule.HOLD_ALL).save()

    assert send(reader, article, email="friend@example.org").status == "pending"


@pytest.mark.parametrize(
    "unearned",
    [
        {"verified_at": None},
        {"approved_count": 1},
        {"spam_count": 1},
        {"blocked": True},
    ],
)
def test_trust_is_earned_by_a_confirmed_address_and_a_clean_record(reader, article, unearned):
    trust("ann@example.org")
    CommenterTrust.objects.update(**unearned)

    assert send(reader, article).status == "pending"


def test_a_rotated_key_forgets_nobody(reader, article, settings):
    trust("ann@example.org")
    settings.COMMENTS_KEY_FALLBACKS = [settings.COMMENTS_KEY]
    settings.COMMENTS_KEY = "a new one"

    assert send(reader, article).status == "approved"


def test_what_is_known_of_texts_and_domains_is_noticed(reader, article, thread):
    spam = "Cheap pills for your migraine at https://bestpills.com/x"
    first = send(reader, article, body=spam, email="a@example.org")
    first.mark_spam(by=None)

    again = send(reader, article, body=spam.upper() + "!", email="b@example.org")

    codes = {signal["code"] for signal in again.decisions.get().signals}
    assert {"repeated_text", "link_known_spam_domain"} <= codes
    assert "Spam has linked to bestpills.com before." in again.decisions.get().reasons


def test_a_domain_that_readers_see_already_is_not_new(reader, article, thread):
    ReaderCommentFactory(thread=thread, first_link_domain="a.com", status="approved")

    held = send(reader, article, body=f"{BODY} See https://a.com/study")

    assert {signal["code"] for signal in held.decisions.get().signals} == {
        "links_some",
        "too_fast",
    }


def test_the_sentences_outlive_their_rules(reader, article, monkeypatch, desk):  # noqa: F811
    comment = send(reader, article, body=f"{BODY} See https://never-seen.com/x")
    before, version = comment.decisions.get().reasons, str(evidence.TABLE_VERSION)

    monkeypatch.setattr(evidence, "WEIGHTS", {})
    monkeypatch.setattr(evidence, "WITHOUT_QUOTES", {})
    monkeypatch.setattr(evidence, "TABLE_VERSION", 99)

    stored = Decision.objects.get(comment=comment)
    assert stored.reasons == before
    assert len(before) > 2
    assert stored.model_version == version
    row = page_of(desk.get(LIST)).select_one(".moderation__why").text
    assert "No approved comment has linked to never-seen.com before." in row
