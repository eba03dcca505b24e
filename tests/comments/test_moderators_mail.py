"""Mail to moderators: at once or once a day, and a comment decided on by its link."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from blog.comments import text
from blog.comments.mail import sending
from blog.comments.mail.deciding import LASTS, SALT, link_for
from blog.comments.mail.moderators import APART, MOST_LISTED, write_notices
from blog.comments.models import MailJob, NoticeChoice, ReaderComment
from blog.comments.moderation.notices import NoticeForm
from blog.comments.retention import retain
from tests.comments.conftest import FORM, filled_in, page_of, person_with, signed_in
from tests.comments.hostile import HOSTILE
from tests.comments.mail_server import mail_port, mail_server
from tests.factories import ReaderCommentFactory, UserFactory

pytestmark = pytest.mark.django_db
__all__ = ["mail_port", "mail_server"]

SECRET = "What Ann said about her migraine"
ACCOUNT = "/admin/account/"


@pytest.fixture
def kim(moderator):
    """A moderator who wants to be told at once."""
    NoticeChoice.objects.create(user=moderator, when="waiting")
    return moderator


def written(thread, minutes: int = 1, **fields):
    """A comment that came some minutes ago, and waits."""
    came = timezone.now() - dt.timedelta(minutes=minutes)
    fields = {"body": SECRET, "submitted_at": came, "status_changed_at": came} | fields
    return ReaderCommentFactory(thread=thread, **fields)


def at(hour: int, day: int = 3) -> dt.datetime:
    """A moment in the clinic's own time, in the future of every comment."""
    local = timezone.localtime() + dt.timedelta(days=day)
    return local.replace(hour=hour, minute=5)


def told(server) -> list[str]:
    MailJob.objects.waiting().update(due_at=timezone.now())
    sending.send_due()
    return [letter["Subject"] for letter in server.letters]


def text_of(letter) -> str:
    return letter.get_body(("plain",)).get_content()


# --- at once ----------------------------------------------------------------------------------


def test_who_wants_to_be_told_at_once_is_told_of_what_came(kim, thread, mail_server):
    comment = written(thread, author_name="Ann Example")
    call_command("send_comment_mail")

    assert mail_server.recipients == [kim.email]
    letter = mail_server.letters[0]
    assert letter["Subject"] == "1 comment waits for a moderator"
    assert f"{comment}, on “About migraine”" in text_of(letter).replace("\n", " ")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in (text_of(letter), letter.get_body(("html",)).get_content()):
        assert SECRET not in part
        assert "Ann" not in part
        assert comment.author_email not in part


def test_nobody_is_told_twice_of_the_same_comment(kim, thread, mail_server):
    written(thread)
    for minutes in (0, 1, 30, 60):
        write_notices(timezone.now() + dt.timedelta(minutes=minutes))

    assert len(told(mail_server)) == 1


def test_a_flood_is_told_ten_minutes_apart(kim, thread, mail_server):
    written(thread)
    write_notices()
    for _ in range(3):
        written(thread, minutes=0, status_changed_at=timezone.now())
    write_notices(timezone.now() + dt.timedelta(minutes=5))
    assert len(told(mail_server)) == 1

    write_notices(timezone.now() + APART + dt.timedelta(minutes=1))

    assert told(mail_server)[1:] == ["3 comments wait for a moderator"]


def test_a_comment_that_is_just_being_stored_is_told_of_the_next_time(kim, thread):
    written(thread, minutes=0, status_changed_at=timezone.now())

    write_notices()
    assert not MailJob.objects.exists()
    write_notices(timezone.now() + dt.timedelta(minutes=1))

    assert MailJob.objects.count() == 1


def test_what_was_decided_meanwhile_is_not_told(kim, thread, mail_server):
    comment = written(thread)
    write_notices()
    comment.approve(by=kim)

    assert told(mail_server) == []
    assert not MailJob.objects.exists()


def test_spam_is_nobodys_mail(kim, thread, mail_server):
    written(thread).mark_spam(by=kim)
    write_notices(at(12))

    assert told(mail_server) == []


def test_a_long_queue_lists_the_newest(kim, thread, mail_server):
    for _ in range(MOST_LISTED + 5):
        written(thread)
    write_notices()

    assert told(mail_server) == [f"{MOST_LISTED + 5} comments wait for a moderator"]
    assert len(re.findall(r"/decide/", text_of(mail_server.letters[0]))) == MOST_LISTED


# --- once a day -------------------------------------------------------------------------------


def test_who_chose_nothing_is_told_once_in_the_morning(moderator, thread, mail_server):
    written(thread)
    for hour in (6, 7, 8, 9, 10, 12, 23):
        write_notices(at(hour))

    assert told(mail_server) == ["1 comment waits for a moderator"]
    write_notices(at(8, day=4))
    assert len(told(mail_server)) == 2


def test_a_morning_with_nothing_waiting_brings_no_mail(moderator, thread, mail_server):
    write_notices(at(8))

    assert told(mail_server) == []


@pytest.mark.parametrize("who", ["no moderator", "not active", "no address", "never"])
def test_others_are_told_nothing(who, thread, mail_server):
    match who:
        case "no moderator":
            person_with("view_readercomment")
        case "not active":
            person_with("moderate_readercomment", is_active=False)
        case "no address":
            person_with("moderate_readercomment", email="")
        case "never":
            NoticeChoice.objects.create(user=person_with("moderate_readercomment"), when="never")
    written(thread)
    write_notices(at(8))

    assert told(mail_server) == []


def test_who_may_no_longer_moderate_gets_no_mail_that_still_waits(kim, thread, mail_server):
    written(thread)
    write_notices()
    kim.user_permissions.clear()

    assert told(mail_server) == []


def test_ten_moderators_cost_the_timer_little(thread, django_assert_max_num_queries):
    for _ in range(10):
        person_with("moderate_readercomment")
    written(thread)

    with django_assert_max_num_queries(6):
        write_notices(at(8))
    assert MailJob.objects.count() == 10


def test_notices_are_forgotten_after_thirty_days(kim, thread):
    written(thread)
    write_notices()

    retain(timezone.now() + dt.timedelta(days=29))
    assert MailJob.objects.exists()
    retain(timezone.now() + dt.timedelta(days=31))
    assert not MailJob.objects.exists()


# --- each moderator's own choice ----------------------------------------------------------------


def test_a_moderator_chooses_in_their_account(moderator):
    browser = signed_in(moderator)
    page = page_of(browser.get(ACCOUNT))
    assert page.select_one("[name='comment-notices-when'][checked]")["value"] == "digest"

    form = NoticeForm(
        {"comment-notices-when": "waiting"}, instance=moderator, prefix="comment-notices"
    )
    assert form.is_valid()
    form.save()
    assert NoticeChoice.of(moderator).when == "waiting"


def test_others_have_nothing_to_choose():
    page = page_of(signed_in(person_with("view_readercomment")).get(ACCOUNT))

    assert not page.select("[name='comment-notices-when']")


def test_the_account_says_when_the_last_mail_failed(kim, thread, mail_server):
    mail_server.says_to[kim.email] = "550 unknown"
    written(thread)
    write_notices()
    told(mail_server)

    said = page_of(signed_in(kim).get(ACCOUNT)).text

    assert "The last mail to you was not sent. The mail server refused the address (550)." in said


def test_one_press_in_the_mail_program_stops_the_notices(kim, thread, mail_server):
    written(thread)
    write_notices()
    told(mail_server)
    address = mail_server.letters[0]["List-Unsubscribe"].strip(" <>")

    looked = Client().get(address.removeprefix(settings.SITE_URL))
    assert "when comments wait for a moderator" in page_of(looked).text
    assert NoticeChoice.of(kim).when == "waiting"
    pressed = Client(enforce_csrf_checks=True).post(
        address.removeprefix(settings.SITE_URL), {"List-Unsubscribe": "One-Click"}
    )

    assert pressed.status_code == 200
    assert NoticeChoice.of(kim).when == "never"


def test_an_old_mail_does_not_stop_what_was_chosen_since(kim, thread, mail_server):
    written(thread)
    write_notices()
    job = MailJob.objects.get()
    NoticeChoice.objects.update(when="digest")

    Client().post(f"/comments/mail/{job.token}/stop/")

    assert NoticeChoice.of(kim).when == "digest"


# --- decided by a link --------------------------------------------------------------------------


@pytest.fixture
def comment(thread):
    """A comment that waits."""
    return ReaderCommentFactory(thread=thread, body=SECRET)


def path(person, comment) -> str:
    return link_for(person, comment).removeprefix(settings.SITE_URL)


def press(address: str, verb: str, **fields):
    """Open the link without a session, and press one of its buttons."""
    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    form = page_of(browser.get(address)).select_one("main form")
    fields = filled_in(form) | {"verb": verb} | fields
    return browser.post(address, urlencode(fields), content_type=FORM)


@pytest.mark.parametrize(
    ("verb", "status"), [("approve", "approved"), ("mark_spam", "spam"), ("trash", "trash")]
)
def test_a_comment_is_decided_on_without_a_session(verb, status, moderator, comment):
    answer = press(path(moderator, comment), verb)

    assert answer.status_code == 200
    assert not answer.cookies
    comment.refresh_from_db()
    assert comment.status == status
    decision = comment.decisions.last()
    assert (decision.actor, decision.note) == (moderator, "Decided by a link in a mail.")
    assert f"{comment} is {decision.get_verb_display()}." in page_of(answer).text


def test_looking_shows_the_comment_and_changes_nothing(moderator, comment):
    for method in ("get", "head"):
        answer = getattr(Client(), method)(path(moderator, comment))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"

    page = page_of(Client().get(path(moderator, comment)))
    assert SECRET in page.text
    assert "Held: this commenter is not trusted yet." in page.text
    assert page.select_one("meta[name=robots]")["content"].startswith("noindex")
    assert comment.author_email not in str(page)
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_whoever_comes_second_is_told_what_the_first_did(moderator, comment):
    address = path(moderator, comment)
    lee = person_with("moderate_readercomment", first_name="Lee")
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    fields = filled_in(page_of(browser.get(address)).select_one("main form"))
    comment.mark_spam(by=lee)

    answer = browser.post(address, urlencode(fields | {"verb": "approve"}), content_type=FORM)

    assert answer.status_code == 409
    said = page_of(answer)
    assert "by Lee" in said.text
    assert "Nothing was changed." in said.text
    assert not said.select("main form")
    comment.refresh_from_db()
    assert comment.status == "spam"
    assert "by Lee" in page_of(browser.get(address)).text


def test_words_that_changed_since_are_read_again(moderator, comment):
    address = path(moderator, comment)
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    fields = filled_in(page_of(browser.get(address)).select_one("main form"))
    ReaderComment.objects.update(body="Other words", edited_at=timezone.now())

    answer = browser.post(address, urlencode(fields | {"verb": "approve"}), content_type=FORM)

    assert answer.status_code == 409
    assert "Other words" in page_of(answer).text
    comment.refresh_from_db()
    assert comment.status == "pending"
    assert press(address, "approve").status_code == 200


def test_an_unknown_button_decides_nothing(moderator, comment):
    assert press(path(moderator, comment), "erase").status_code == 422
    comment.refresh_from_db()
    assert comment.status == "pending"


@pytest.mark.parametrize("why", ["rights", "inactive", "password", "gone"])
def test_the_link_is_worth_what_its_moderator_may_do_today(why, moderator, comment):
    address = path(moderator, comment)
    match why:
        case "rights":
            moderator.user_permissions.clear()
        case "inactive":
            moderator.is_active = False
            moderator.save()
        case "password":
            moderator.set_password("another long password")
            moderator.save()
        case "gone":
            moderator.delete()

    for answer in (Client().get(address), Client().post(address, {"verb": "approve"})):
        assert answer.status_code == 403
        assert SECRET not in page_of(answer).text
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_the_link_ends_after_a_week_and_says_so(moderator, comment, monkeypatch):
    address = path(moderator, comment)
    later = timezone.now().timestamp() + LASTS.total_seconds() + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    answer = Client().get(address)

    assert answer.status_code == 410
    assert "older than seven days" in page_of(answer).text
    assert SECRET not in page_of(answer).text


@pytest.mark.parametrize(
    "token",
    ["x", "1:2:3", signing.dumps(["a"], salt=SALT), signing.dumps([1, 2, "x"])],
    ids=["a letter", "numbers", "another list", "another salt"],
)
def test_a_made_up_link_opens_nothing(token, moderator, comment):
    answer = Client().get(f"/comments/mail/{token}/decide/")

    assert answer.status_code in {403, 410}
    assert SECRET not in page_of(answer).text


def test_a_link_for_one_comment_is_none_for_another(moderator, comment, thread):
    other = ReaderCommentFactory(thread=thread)

    assert path(moderator, comment) != path(moderator, other)
    press(path(moderator, comment), "approve")
    other.refresh_from_db()
    assert other.status == "pending"


def test_an_erased_comment_says_so(moderator, comment):
    address = path(moderator, comment)
    comment.erase(by=moderator)

    answer = Client().get(address)

    assert answer.status_code == 410
    assert "has been erased" in page_of(answer).text


def test_another_site_decides_nothing(moderator, comment):
    answer = Client(headers={"Sec-Fetch-Site": "cross-site"}).post(
        path(moderator, comment), {"verb": "approve", "seen": "as first written"}
    )

    assert answer.status_code == 403
    comment.refresh_from_db()
    assert comment.status == "pending"


@pytest.mark.parametrize("part", range(3))
def test_hostile_words_are_only_words_on_the_page_that_decides(part, moderator, comment):
    for words in HOSTILE[part::3]:
        name, body = text.normalize_name(words)[:60], text.normalize(words)
        ReaderComment.objects.filter(pk=comment.pk).update(body=body, author_name=name)
        page = page_of(Client().get(path(moderator, comment)))
        shown = page.select_one("article.comment--draft")
        assert not shown.select("script, img, iframe, svg, style, form, base, object, math")
        assert page.select_one("main form button")
        for link in shown.select("a"):
            assert re.match(r"https?://", link["href"], re.IGNORECASE)
            assert set(link.attrs) <= {"href", "rel"}


def test_an_administrator_is_a_moderator_too(thread, mail_server):
    boss = UserFactory(is_superuser=True)
    comment = written(thread)
    write_notices(at(8))

    assert told(mail_server) == ["1 comment waits for a moderator"]
    assert mail_server.recipients == [boss.email]
    assert press(path(boss, comment), "approve").status_code == 200
