"""A reader changes a comment: while it waits, and for ten minutes after it is published."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.comments.models import (
    CommenterTrust,
    CommentSettings,
    CommentThread,
    Decision,
    ReaderComment,
)
from blog.comments.models.commenter import author_key
from blog.comments.models.status import AlreadyDecidedError
from delivery.models import Purge
from tests.comments.conftest import BODY, Reader, filled_in, page_of, signed_in
from tests.comments.hostile import HOSTILE
from tests.comments.test_moderating import LIST

pytestmark = pytest.mark.django_db

BETTER = "The table that compares the two headaches is clear, and the pictures help."


@pytest.fixture
def receipt(reader, article):
    """The receipt of a comment that waits."""
    return reader.comment(article)["Location"]


@pytest.fixture
def comment(receipt):
    """The comment that the receipt is for."""
    return ReaderComment.objects.get()


def change(reader, receipt, **fields):
    """Open the form that the receipt leads to, change something, and save."""
    link = page_of(reader.client.get(receipt)).find("a", string="Change this comment")
    form = page_of(reader.client.get(link["href"])).select_one("form.comment-form")
    return reader.post(form["action"], filled_in(form) | fields)


def trusted(*, email: str = "ann@example.org") -> None:
    CommenterTrust.objects.update_or_create(
        author_key=author_key(email),
        defaults={"verified_at": timezone.now(), "approved_count": 2, "spam_count": 0},
    )


def minutes_after_approval(minutes: int) -> None:
    """Let that much time pass since the comment was approved."""
    ReaderComment.objects.update(approved_at=timezone.now() - dt.timedelta(minutes=minutes))


# --- while it waits -------------------------------------------------------------------------


def test_a_waiting_comment_is_changed_and_goes_on_waiting(reader, receipt, comment):
    answer = change(reader, receipt, name="Ann B.", body=BETTER)

    assert (answer.status_code, answer["Location"]) == (303, receipt)
    shown = page_of(reader.client.get(receipt))
    assert BETTER in shown.text
    assert "An editor will read it" in shown.text
    comment.refresh_from_db()
    assert (comment.author_name, comment.body, comment.status) == ("Ann B.", BETTER, "pending")
    assert comment.edited_at
    assert comment.decisions.last().sentence.startswith("The reader changed it. Held:")


def test_the_form_holds_the_comment_as_it_stands(reader, receipt):
    page = page_of(reader.client.get(f"{receipt}edit/"))

    assert page.select_one("[name=name]")["value"] == "Ann"
    assert page.select_one("textarea").text.strip() == BODY
    assert page.select_one("[name=email]") is None


def test_spam_is_changed_like_what_waits_and_looks_the_same(reader, article):
    receipt = reader.comment(article, second_opinion="caught")["Location"]
    assert ReaderComment.objects.get().status == "spam"

    answer = change(reader, receipt, body=BETTER)

    assert answer.status_code == 303
    shown = page_of(reader.client.get(receipt)).text
    assert "An editor will read it" in shown
    assert "until" not in shown
    comment = ReaderComment.objects.get()
    # A machine that filled in the hidden field is still a machine.
    assert (comment.body, comment.status) == (BETTER, "spam")


@pytest.mark.parametrize("verb", ["mark_spam", "trash"])
def test_what_a_moderator_threw_out_is_not_fetched_back(reader, receipt, comment, moderator, verb):
    getattr(comment, verb)(by=moderator)
    before = ReaderComment.objects.get().status
    trusted()

    change(reader, receipt, body=BETTER)

    assert ReaderComment.objects.get().status == before


def test_links_that_are_taken_out_no_longer_speak_against_it(reader, receipt, comment):
    change(reader, receipt, body=f"{BODY} https://bit.ly/x and https://a.example")
    comment.refresh_from_db()
    assert (comment.link_count, comment.first_link_domain) == (2, "bit.ly")

    change(reader, receipt, body=BETTER)

    comment.refresh_from_db()
    assert (comment.link_count, comment.first_link_domain) == (0, "")
    assert comment.decisions.last().signals == []


def test_a_comment_saved_as_it_was_leaves_no_trace(reader, receipt, comment):
    assert change(reader, receipt).status_code == 303

    comment.refresh_from_db()
    assert comment.edited_at is None
    assert comment.decisions.count() == 1


def test_a_retry_of_the_same_change_changes_nothing_more(reader, receipt, comment):
    for _ in range(3):
        assert change(reader, receipt, body=BETTER).status_code == 303

    assert comment.decisions.count() == 2


def test_a_preview_shows_it_and_saves_nothing(reader, receipt, comment):
    page = page_of(change(reader, receipt, body="<b>Bold</b>\nand plain", preview="1"))

    assert page.select_one(".comment--draft .comment__body").get_text("|") == (
        "<b>Bold</b>|and plain"
    )
    assert page.select_one("textarea").text.strip() == "<b>Bold</b>\nand plain"
    comment.refresh_from_db()
    assert comment.body == BODY


# --- once it is published -------------------------------------------------------------------


def test_a_change_of_what_readers_see_waits_again_and_the_old_words_go_at_once(
    reader, article, receipt, comment, moderator
):
    comment.approve(by=moderator)
    Purge.objects.all().delete()

    change(reader, receipt, body=BETTER)

    comment.refresh_from_db()
    assert comment.status == "pending"
    assert CommentThread.objects.get().approved_count == 0
    assert f"comments:{article.pk}" in Purge.objects.get(hard=True).tags
    page = reader.client.get(article.url).content.decode()
    assert BODY not in page
    assert BETTER not in page


def test_a_trusted_commenters_change_is_seen_at_once(reader, article, receipt, comment, moderator):
    comment.approve(by=moderator)
    trusted()
    version = CommentThread.objects.get().version
    Purge.objects.all().delete()

    change(reader, receipt, body=BETTER)

    approved_at = comment.approved_at
    comment.refresh_from_db()
    assert (comment.status, comment.approved_at) == ("approved", approved_at)
    thread = CommentThread.objects.get()
    assert (thread.approved_count, thread.version) == (1, version + 1)
    assert Purge.objects.filter(hard=True).exists()
    assert BETTER in reader.client.get(article.url).content.decode()


def test_a_trusted_commenters_suspicious_change_waits(reader, receipt, comment, moderator):
    comment.approve(by=moderator)
    trusted()

    change(reader, receipt, body=f"{BODY} https://bit.ly/x https://a.example https://b.example")

    assert ReaderComment.objects.get().status == "pending"


def test_where_everybody_waits_so_does_a_trusted_commenters_change(
    reader, receipt, comment, moderator
):
    CommentSettings(rule="hold_all").save()
    comment.approve(by=moderator)
    trusted()

    change(reader, receipt, body=BETTER)

    assert ReaderComment.objects.get().status == "pending"


def test_ten_minutes_after_it_is_published_a_comment_stays_and_the_text_is_given_back(
    reader, receipt, comment, moderator
):
    comment.approve(by=moderator)
    form = page_of(reader.client.get(f"{receipt}edit/")).select_one("form.comment-form")
    minutes_after_approval(9)
    assert reader.client.get(f"{receipt}edit/").status_code == 200
    minutes_after_approval(11)

    late = reader.post(form["action"], filled_in(form) | {"body": BETTER})

    assert late.status_code == 403
    assert "Ten minutes" in page_of(late).text
    assert BETTER in page_of(late).text
    assert reader.client.get(f"{receipt}edit/").status_code == 403
    assert "Change this comment" not in reader.client.get(receipt).content.decode()
    assert ReaderComment.objects.get().body == BODY


def test_what_an_editor_took_out_does_not_come_back(reader, receipt, comment):
    ReaderComment.objects.update(redacted=True)

    answer = reader.post(f"{receipt}edit/", {"name": "Ann", "body": BETTER})

    assert answer.status_code == 403
    assert "private details" in page_of(answer).text
    assert ReaderComment.objects.get().body == BODY


def test_who_was_approved_for_other_words_is_not_trusted_for_them(
    reader, receipt, comment, moderator
):
    comment.approve(by=moderator)
    assert CommenterTrust.objects.get().approved_count == 1

    change(reader, receipt, body=BETTER)
    assert CommenterTrust.objects.get().approved_count == 0

    ReaderComment.objects.get().approve(by=moderator)
    assert CommenterTrust.objects.get().approved_count == 1


def test_who_holds_an_older_copy_of_a_comment_approves_nothing(
    reader, receipt, comment, moderator
):
    change(reader, receipt, body="Something else altogether, and not so nice.")

    with pytest.raises(AlreadyDecidedError):
        comment.approve(by=moderator)

    assert ReaderComment.objects.get().status == "pending"


def test_the_desk_approves_no_words_that_its_moderator_has_not_been_shown(
    reader, receipt, comment, moderator
):
    desk = signed_in(moderator)
    row = page_of(desk.get(LIST)).select_one(f"#reader-comment-{comment.pk} form")
    press = filled_in(row) | {"verb": "approve"}
    change(reader, receipt, body="Something else altogether, and not so nice.")

    page = page_of(desk.post(row["action"], press, follow=True))
    assert "has other words since you read it" in page.text
    assert ReaderComment.objects.get().status == "pending"

    row = page_of(desk.get(LIST)).select_one(f"#reader-comment-{comment.pk} form")
    desk.post(row["action"], filled_in(row) | {"verb": "approve"})
    assert ReaderComment.objects.get().status == "approved"


def test_words_changed_in_the_trash_are_neither_restored_nor_undone_into_sight(
    reader, receipt, comment, moderator
):
    comment.approve(by=moderator)
    trashed = comment.trash(by=moderator, reason="off_topic")
    change(reader, receipt, body="Something else altogether, and not so nice.")

    with pytest.raises(AlreadyDecidedError, match="changed"):
        Decision.objects.get(pk=trashed.pk).undo(by=moderator)
    ReaderComment.objects.get().restore(by=moderator)

    assert ReaderComment.objects.get().status == "pending"


# --- what stands in the way -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Tell us the name"),
        ("name", "pills.example.com", "without a web address"),
        ("body", " \n", "Write your comment"),
        ("body", "x" * 5001, "5,001 characters long"),
    ],
)
def test_an_error_keeps_everything_and_leads_to_its_field(
    reader, receipt, comment, field, value, words
):
    answer = change(reader, receipt, **{"name": "Ann B.", "body": BETTER} | {field: value})
    page = page_of(answer)

    assert answer.status_code == 422
    assert page.title.text.startswith("Error:")
    link = page.select_one(".error-summary a")
    assert words in link.text
    described = page.select_one(link["href"])["aria-describedby"].split()
    assert words in " ".join(page.find(id=name).text for name in described)
    if field == "name":
        assert page.textarea.text.strip() == BETTER
    else:
        assert page.select_one("[name=name]")["value"] == "Ann B."
    comment.refresh_from_db()
    assert comment.body == BODY


def test_too_many_changes_are_asked_to_wait_and_keep_their_text(reader, receipt):
    answers = [change(reader, receipt, body=f"{BODY} {number}") for number in range(21)]

    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert page_of(answers[-1]).textarea.text.strip() == f"{BODY} 20"


def test_only_who_holds_the_receipt_changes_it(reader, article, receipt, comment):
    copy = reader.comment(article)["Location"]
    assert copy != receipt

    assert reader.client.get(f"{copy}edit/").status_code == 404
    assert reader.post(f"{copy}edit/", {"name": "Eve", "body": "Mine"}).status_code == 404
    assert "Change this comment" not in reader.client.get(copy).content.decode()
    elsewhere = Reader(**{"Sec-Fetch-Site": "cross-site"})
    refused = elsewhere.post(f"{receipt}edit/", {"name": "Eve", "body": "Mine"})
    assert refused.status_code == 403
    assert ReaderComment.objects.get().body == BODY


def test_a_withdrawn_comment_has_no_form(reader, receipt):
    reader.post(f"{receipt}withdraw/", {"withdraw": "yes"})

    assert reader.client.get(f"{receipt}edit/").status_code == 404
    assert reader.post(f"{receipt}edit/", {"name": "Ann", "body": BETTER}).status_code == 404


def test_no_answer_sets_a_cookie_or_may_be_stored_or_indexed(reader, receipt):
    for answer in (reader.client.get(f"{receipt}edit/"), change(reader, receipt, body="")):
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert "noindex" in page_of(answer).select_one("meta[name=robots]")["content"]


def test_a_change_costs_at_most_twelve_queries(reader, receipt, comment):
    address = f"{receipt}edit/"
    reader.post(address, {"name": "Ann", "body": f"{BETTER} a.example"})

    with CaptureQueriesContext(connection) as asked:
        reader.post(address, {"name": "Ann", "body": f"{BETTER} b.example"})

    queries = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(queries) <= 12, "\n".join(query[:150] for query in queries)


@pytest.mark.parametrize("hostile", HOSTILE[::7])
def test_hostile_words_are_taken_or_refused_with_a_message(reader, receipt, hostile):
    for fields in ({"name": hostile}, {"body": hostile}, {"body": hostile, "preview": "1"}):
        answer = reader.post(f"{receipt}edit/", {"name": "Ann", "body": BETTER} | fields)
        assert answer.status_code in {200, 303, 422}
        page = page_of(answer if answer.status_code != 303 else reader.client.get(receipt))
        assert len(page.select("h1")) == 1
        assert not page.select("main script, main img, main svg, main iframe")
