"""A reader writes a comment: no cookie, no JavaScript, and never twice."""

import pytest

from blog.comments.models import CommentThread, ReaderComment, Token
from intake.keys import issue_key
from tests.comments.conftest import BODY, Reader, page_of

pytestmark = pytest.mark.django_db


def first_key(article) -> str:
    return issue_key(f"comment.write:{article.pk}")


# --- the way without JavaScript -------------------------------------------------------------


def test_without_javascript_a_comment_is_checked_then_posted_then_acknowledged(reader, article):
    check = reader.write(article)
    answer = reader.confirm(check)
    receipt = reader.client.get(answer["Location"])

    assert page_of(check).h1.text == "Check your comment"
    assert answer.status_code == 303
    assert "An editor will read it" in receipt.content.decode()
    comment = ReaderComment.objects.get()
    assert (comment.author_name, comment.author_email) == ("Ann", "ann@example.org")
    assert (comment.body, comment.status) == (BODY, "pending")
    assert comment.thread.page_id == article.pk


def test_the_check_page_keeps_what_was_typed_and_shows_it_as_it_will_look(reader, article):
    check = page_of(reader.write(article, body="<b>Line one</b>\nline two"))

    assert check.select_one(".comment__body").get_text("|") == "<b>Line one</b>|line two"
    assert check.select_one("textarea").text.strip() == "<b>Line one</b>\nline two"
    assert check.select_one("[name=email]")["value"] == "ann@example.org"


def test_nothing_is_stored_before_it_is_confirmed(reader, article):
    reader.write(article)

    assert not ReaderComment.objects.exists()


def test_no_answer_sets_a_cookie_or_may_be_stored_or_indexed(reader, article):
    check = reader.write(article)
    answer = reader.confirm(check)
    receipt = reader.client.get(answer["Location"])

    for response in (check, answer, receipt):
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]
        assert "Cookie" not in response.get("Vary", "")
    for response in (check, receipt):
        assert "noindex" in page_of(response).select_one("meta[name=robots]")["content"]
        assert response["Referrer-Policy"] == "same-origin"


# --- the way with a key ---------------------------------------------------------------------


def token_of(article) -> str:
    from intake.keys import issue_page_token

    return issue_page_token("comment", article.pk, 0)


def with_key(reader, article, **fields):
    fields = {"key": first_key(article), "page_token": token_of(article)} | fields
    return reader.write(article, **fields)


def test_with_a_key_a_comment_is_posted_at_once(reader, article):
    answer = with_key(reader, article)

    assert answer.status_code == 303
    assert ReaderComment.objects.count() == 1


def test_the_key_is_handed_out_to_anybody_without_a_cookie(reader, article):
    answer = reader.client.get(f"/comments/{article.pk}/key/")

    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert with_key(reader, article, key=answer.json()["key"]).status_code == 303


def test_preview_asks_for_a_check_even_with_a_key(reader, article):
    answer = with_key(reader, article, preview="1")

    assert page_of(answer).h1.text == "Check your comment"
    assert not ReaderComment.objects.exists()


@pytest.mark.parametrize("wrong", ["", "forged", "a:b:c"])
def test_a_missing_or_forged_key_or_token_asks_for_a_check(reader, article, wrong):
    assert page_of(with_key(reader, article, key=wrong)).h1.text == "Check your comment"
    assert page_of(with_key(reader, article, page_token=wrong)).h1.text == "Check your comment"


def test_another_articles_key_asks_for_a_check(reader, article, new_article):
    other = new_article("another")

    assert page_of(with_key(reader, article, key=first_key(other))).h1.text.startswith("Check")


# --- once -----------------------------------------------------------------------------------


def test_the_same_key_gives_the_same_receipt_and_one_comment(reader, article):
    key = first_key(article)

    receipts = {with_key(reader, article, key=key)["Location"] for _ in range(3)}

    assert len(receipts) == 1
    assert ReaderComment.objects.count() == 1


def test_the_same_key_with_another_text_is_still_the_first_comment(reader, article):
    key = first_key(article)
    first = with_key(reader, article, key=key)

    second = with_key(reader, article, key=key, body="Something else altogether.")

    assert second["Location"] == first["Location"]
    assert ReaderComment.objects.get().body == BODY


def test_the_same_text_under_a_new_key_is_one_comment_whose_second_receipt_cannot_withdraw(
    reader, article
):
    first = with_key(reader, article)
    second = with_key(reader, article)

    assert ReaderComment.objects.count() == 1
    assert second.status_code == 303
    assert reader.client.get(second["Location"]).status_code == 200
    refused = reader.post(f"{second['Location']}withdraw/", {"withdraw": "yes"})
    assert refused.status_code == 404
    allowed = reader.post(f"{first['Location']}withdraw/", {"withdraw": "yes"})
    assert allowed.status_code == 303


def test_two_people_may_say_the_same(reader, article):
    with_key(reader, article, body="Thank you!")
    with_key(reader, article, body="Thank you!", email="ben@example.org", name="Ben")

    assert ReaderComment.objects.count() == 2


# --- errors that lose nothing ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Tell us the name"),
        ("name", "x" * 61, "61 characters long; 60 is the most"),
        ("name", "visit pills.example.com", "without a web address"),
        ("name", "\u200b\u3164", "Tell us the name"),
        ("email", "", "Tell us your email address"),
        ("email", "ann", "such as name@example.com"),
        ("email", "ann@example.org\nbcc: all@example.org", "such as name@example.com"),
        ("body", "", "Write your comment"),
        ("body", " \n\t ", "Write your comment"),
        ("body", "x" * 5001, "5,001 characters long; 5,000 is the most"),
    ],
)
def test_an_error_keeps_everything_and_leads_to_its_field(reader, article, field, value, words):
    answer = reader.write(article, **{field: value})
    page = page_of(answer)

    assert answer.status_code == 422
    assert page.title.text.startswith("Error:")
    link = page.select_one(".error-summary a")
    assert words in link.text
    control = page.select_one(link["href"])
    described = " ".join(page.find(id=name).text for name in control["aria-describedby"].split())
    assert words in described
    for other in {"name", "email", "body"} - {field}:
        kept = page.select_one(f"[name={other}]")
        assert (kept.get("value") or kept.text.strip()) == reader.fields()[other]


def test_a_staff_members_name_is_refused_however_it_is_dressed_up(reader, article, moderator):
    moderator.last_name = "Blackwood"
    moderator.save()

    for name in ("Kim Blackwood", "kim blackwood", "Dr. Kim Bl\u0430ckwood", "K1m B|ackw00d"):
        assert "goes by this name" in reader.write(article, name=name).content.decode()
    assert page_of(reader.write(article, name="Kim")).h1.text == "Check your comment"


def test_too_many_comments_are_asked_to_wait_and_keep_their_text(reader, article):
    answers = [with_key(reader, article, body=f"{BODY} {number}") for number in range(6)]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 61
    page = page_of(answers[-1])
    assert page.select_one("textarea").text.strip() == f"{BODY} 5"
    assert "Nothing you wrote is lost" in page.text
    assert ReaderComment.objects.count() == 5


# --- who may send what ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_another_sites_form_is_refused(article, headers):
    answer = with_key(Reader(**headers), article)

    assert answer.status_code == 403
    assert not ReaderComment.objects.exists()


def test_a_browser_that_says_nothing_of_the_origin_confirms_and_that_is_noted(article):
    silent = Reader()
    silent.client = type(silent.client)()

    check = with_key(silent, article)
    answer = silent.confirm(check)

    assert page_of(check).h1.text == "Check your comment"
    assert answer.status_code == 303
    codes = [signal["code"] for signal in ReaderComment.objects.get().decisions.get().signals]
    assert "no_origin" in codes


def test_what_a_form_does_not_ask_for_is_ignored(reader, article, moderator):
    with_key(
        reader,
        article,
        status="approved",
        approved="1",
        is_staff="1",
        staff_user=str(moderator.pk),
        thread="99",
        page="1",
    )

    comment = ReaderComment.objects.get()
    assert (comment.status, comment.staff_user, comment.thread.page_id) == (
        "pending",
        None,
        article.pk,
    )


def test_being_signed_in_changes_nothing(article, moderator):
    reader = Reader()
    reader.client.force_login(moderator)

    answer = with_key(reader, article)

    assert answer.status_code == 303
    assert "sessionid" not in answer.cookies
    assert ReaderComment.objects.get().staff_user is None


class Tripwire:
    """Something that nobody may look at."""

    def __getattribute__(self, name):
        raise AssertionError(f"{name} was looked at")


def test_the_view_never_looks_at_user_cookies_or_session(article, rf):
    from urllib.parse import urlencode

    from blog.comments import views
    from tests.comments.conftest import FORM

    body = urlencode(Reader().fields(key=first_key(article), page_token=token_of(article)))
    request = rf.post("/", body, content_type=FORM, headers={"Sec-Fetch-Site": "same-origin"})
    request.user = request.COOKIES = request.session = Tripwire()

    assert views.comments(request, article.pk).status_code == 303


def test_a_body_of_another_kind_or_size_is_refused(reader, article):
    address = f"/comments/{article.pk}/"

    assert reader.client.post(address, {"name": "multipart"}).status_code == 415
    assert reader.write(article, body="x" * 70_000).status_code == 413


def test_looking_at_the_forms_address_leads_to_the_article(reader, article):
    answer = reader.client.get(f"/comments/{article.pk}/")

    assert answer["Location"] == "/blog/migraine/#comments"


def test_unpublished_articles_take_no_comments(reader, article):
    article.unpublish()

    assert reader.write(article).status_code == 404
    assert reader.client.get(f"/comments/{article.pk}/key/").status_code == 404


@pytest.mark.parametrize("mode", ["closed", "hidden"])
def test_a_closed_thread_says_so_and_gives_the_text_back(reader, article, thread, mode):
    CommentThread.objects.update(mode=mode)

    answer = reader.write(article)

    assert answer.status_code == 403
    assert "closed" in answer.content.decode()
    assert BODY in page_of(answer).text


# --- receipts -------------------------------------------------------------------------------


def receipt_of(reader, article, **fields) -> str:
    return with_key(reader, article, **fields)["Location"]


def test_spam_and_pending_have_the_same_receipt(reader, article):
    pending = receipt_of(reader, article)
    spam = receipt_of(reader, article, second_opinion="caught", body="Buy now, this is cheap.")

    faces = [page_of(reader.client.get(address)) for address in (pending, spam)]

    assert sorted(ReaderComment.objects.values_list("status", flat=True)) == ["pending", "spam"]
    assert faces[0].h1.text == faces[1].h1.text == "Thank you"
    assert faces[0].select_one(".notice").text == faces[1].select_one(".notice").text


def test_the_receipt_says_when_a_comment_is_published(reader, article, moderator):
    receipt = receipt_of(reader, article)

    ReaderComment.objects.get().approve(by=moderator)

    assert page_of(reader.client.get(receipt)).h1.text == "Your comment is published"


def test_withdrawing_erases_everything(reader, article):
    receipt = receipt_of(reader, article)

    answer = reader.post(f"{receipt}withdraw/", {"withdraw": "yes"})

    assert "Your comment is removed" in reader.client.get(answer["Location"]).content.decode()
    assert not ReaderComment.objects.exists()
    assert not Token.objects.exists()
    assert reader.client.get(receipt).status_code == 404


def test_another_site_cannot_withdraw_and_a_look_changes_nothing(reader, article):
    receipt = receipt_of(reader, article)

    elsewhere = Reader(**{"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.post(f"{receipt}withdraw/", {"withdraw": "yes"}).status_code == 403
    assert reader.client.get(f"{receipt}withdraw/").status_code == 405
    assert ReaderComment.objects.get().body == BODY


@pytest.mark.parametrize("token", ["x", "0" * 32, "%00", "..", "é"])
def test_a_made_up_receipt_is_not_found(reader, db, site_home, token):
    assert reader.client.get(f"/comments/receipt/{token}/").status_code == 404


def test_the_token_of_a_receipt_is_not_stored(reader, article):
    receipt = receipt_of(reader, article)

    assert receipt.split("/")[3] not in str(list(Token.objects.values()))
