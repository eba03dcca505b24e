"""Who is about to publish personal details is asked once, and may; the moderator is told."""

import pytest

from blog.comments.models import CommentSettings, ReaderComment, Token
from intake.keys import issue_key, issue_page_token
from organization.models import Clinic
from tests.comments.conftest import BODY, filled_in, page_of, signed_in
from tests.factories import ReaderCommentFactory

pytestmark = pytest.mark.django_db

WITH_NUMBER = f"{BODY} Call me at 850-555-0123."
WITH_BOTH = f"{WITH_NUMBER} Or write to me@example.org."


def at_once(article) -> dict[str, str]:
    """Return what a form with a key carries: it is not sent to be checked."""
    return {
        "key": issue_key(f"comment.write:{article.pk}"),
        "page_token": issue_page_token("comment", article.pk, 0),
    }


def question(answer):
    return page_of(answer).select_one("#personal")


def test_the_reminder_stands_above_the_form_and_on_the_check_page(reader, article):
    CommentSettings(reminder="Please keep your records to yourself.").save()

    for answer in (reader.client.get(article.url), reader.write(article)):
        form = page_of(answer).select_one("form.comment-form")
        reminder = form.select_one(".comment-form__reminder")
        assert reminder.text == "Please keep your records to yourself."
        assert form.index(reminder) < form.index(form.select_one("textarea").find_parent("div"))


def test_a_comment_with_nothing_personal_is_not_asked_about(reader, article):
    assert question(reader.write(article)) is None
    assert reader.write(article, **at_once(article)).status_code == 303


def test_even_with_a_key_a_telephone_number_is_asked_about_before_it_is_posted(reader, article):
    answer = reader.write(article, body=WITH_NUMBER, **at_once(article))

    assert answer.status_code == 200
    assert page_of(answer).h1.text == "Check your comment"
    assert "a telephone number (850-555-0123)" in " ".join(question(answer).text.split())
    assert not ReaderComment.objects.exists()


def test_nothing_typed_is_lost_and_who_insists_is_not_asked_again(reader, article):
    answer = reader.write(article, body=WITH_NUMBER, **at_once(article))

    form = page_of(answer).select_one("form.comment-form")
    assert filled_in(form)["body"] == WITH_NUMBER
    assert reader.confirm(answer).status_code == 303
    assert ReaderComment.objects.get().body == WITH_NUMBER


def test_who_takes_it_out_posts_what_is_left(reader, article):
    check = reader.write(article, body=WITH_NUMBER, **at_once(article))

    fields = filled_in(page_of(check).select_one("form.comment-form")) | {"body": BODY}
    answer = reader.post(f"/comments/{article.pk}/", fields)

    assert answer.status_code == 303
    assert ReaderComment.objects.get().phi_flag is False


def test_another_kind_of_detail_is_asked_about_anew_and_alone(reader, article):
    check = reader.write(article, body=WITH_NUMBER)

    fields = filled_in(page_of(check).select_one("form.comment-form")) | {"body": WITH_BOTH}
    again = reader.post(f"/comments/{article.pk}/", fields)

    assert "me@example.org" in question(again).text
    assert "850-555-0123" not in question(again).text
    assert reader.confirm(again).status_code == 303


def test_a_mistake_elsewhere_does_not_forget_the_question(reader, article):
    check = reader.write(article, body=WITH_NUMBER)
    fields = filled_in(page_of(check).select_one("form.comment-form"))

    wrong = reader.post(f"/comments/{article.pk}/", fields | {"email": "nobody"})
    mended = filled_in(page_of(wrong).select_one("form.comment-form"))

    answer = reader.post(f"/comments/{article.pk}/", mended | {"email": "ann@example.org"})
    assert answer.status_code == 303


def test_the_clinics_own_number_is_nobodys_secret(reader, article):
    Clinic(telephone="+1 850 555 0123").save()

    assert reader.write(article, body=WITH_NUMBER, **at_once(article)).status_code == 303
    assert ReaderComment.objects.get().phi_flag is False


def test_the_moderator_is_told_and_it_weighs_nothing(reader, article, moderator):
    reader.confirm(reader.write(article, body=WITH_BOTH))

    comment = ReaderComment.objects.get()
    decision = comment.decisions.get()
    assert comment.phi_flag
    assert comment.status == "pending"
    assert decision.score == 0
    assert {(signal["code"], signal["weight"]) for signal in decision.signals} == {
        ("phi_telephone", 0),
        ("phi_email", 0),
    }
    desk = signed_in(moderator).get("/admin/reader-comments/").content.decode()
    assert "personal details?" in desk
    assert "It seems to hold a telephone number." in desk
    flagged = signed_in(moderator).get("/admin/reader-comments/?personal=yes").content.decode()
    assert f"reader-comment-{comment.pk}" in flagged


def test_words_taken_out_take_the_flag_along(thread, moderator):
    comment = ReaderCommentFactory(thread=thread, body=WITH_NUMBER, phi_flag=True)

    comment.redact(moderator, "850-555-0123")

    assert ReaderComment.objects.get().phi_flag is False


def test_who_changes_a_comment_is_asked_too(reader, article, thread):
    comment = ReaderCommentFactory(thread=thread, body=BODY)
    Token.grant("a token", Token.Purpose.RECEIPT, comment)
    address = "/comments/receipt/a token/edit/"

    asked = reader.post(address, {"name": "Ann", "body": WITH_NUMBER})

    assert "850-555-0123" in question(asked).text
    assert ReaderComment.objects.get().body == BODY
    saved = reader.post(address, filled_in(page_of(asked).select_one("form.comment-form")))
    assert saved.status_code == 303
    changed = ReaderComment.objects.get()
    assert (changed.body, changed.phi_flag) == (WITH_NUMBER, True)
