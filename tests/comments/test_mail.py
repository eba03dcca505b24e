"""Mail to readers, by a real mail server: asked for, confirmed, sent once, and stopped."""

import datetime as dt
import re
import smtplib

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from blog.comments import text
from blog.comments.mail import sending
from blog.comments.mail.letter import message, on_one_line
from blog.comments.mail.readers import published
from blog.comments.models import (
    CommenterTrust,
    MailJob,
    MailRefusal,
    ReaderComment,
    Subscription,
    Token,
)
from blog.comments.models.batch import decide_together
from blog.comments.models.commenter import author_key
from blog.comments.models.mail import GIVEN_UP_AFTER
from blog.comments.models.status import Status, Verb
from blog.comments.retention import retain
from organization.models import Clinic
from tests.comments.conftest import BODY, Reader, page_of, person_with, signed_in
from tests.comments.hostile import HOSTILE
from tests.comments.mail_server import MailServer, listening, mail_port, mail_server
from tests.factories import ReaderCommentFactory

pytestmark = pytest.mark.django_db
__all__ = ["mail_port", "mail_server"]

ANN = "ann@example.org"


@pytest.fixture
def receipt(reader, article):
    """The receipt of a comment that waits."""
    return reader.comment(article)["Location"]


@pytest.fixture
def comment(receipt):
    """The comment that the receipt is for."""
    return ReaderComment.objects.get()


@pytest.fixture
def wishing(thread):
    """A comment whose author wants to be told of what becomes of it."""
    return wished(ReaderCommentFactory(thread=thread, author_email=ANN))


def wished(comment: ReaderComment) -> ReaderComment:
    Subscription.objects.create(
        comment=comment, author_key=comment.author_key, confirmed_at=timezone.now()
    )
    return comment


def ask(reader, receipt, **fields):
    """Press the button below the receipt."""
    form = page_of(reader.client.get(receipt)).select_one("#mail form")
    button = form.select_one("button")
    return reader.post(form["action"], {button["name"]: button["value"]} | fields)


def send_all() -> None:
    """Let the worker send all there is, as if its time had come."""
    MailJob.objects.waiting().update(due_at=timezone.now())
    sending.send_due()


def links_of(letter) -> list[str]:
    return re.findall(r"https?://\S+", letter.get_body(("plain",)).get_content())


def path_of(address: str) -> str:
    assert address.startswith(settings.SITE_URL)
    return address.removeprefix(settings.SITE_URL)


def link_to(letter, part: str) -> str:
    return path_of(next(link for link in links_of(letter) if part in link))


# --- is this address yours? -----------------------------------------------------------------


def test_the_whole_way_from_the_receipt_to_a_reply(
    reader, receipt, comment, moderator, mail_server
):
    assert ask(reader, receipt)["Location"] == f"{receipt}#mail"
    assert "We are sending you a mail" in page_of(reader.client.get(receipt)).text
    send_all()
    assert mail_server.recipients == [ANN]
    link = link_to(mail_server.letters[0], "/confirm/")

    page = page_of(Reader().client.get(link))
    assert page.h1.text == "Confirm your address"
    assert not CommenterTrust.objects.exists()
    done = Reader().post(link, {})

    assert page_of(done).h1.text == "Your address is confirmed"
    assert CommenterTrust.objects.get(author_key=author_key(ANN)).verified_at
    assert ReaderComment.objects.get().verified
    comment.refresh_from_db()
    comment.approve(by=moderator)
    answer = comment.reply(by=moderator, body="Thank you for reading.")
    send_all()
    let_in, replied = mail_server.letters[1:]
    assert let_in["Subject"] == "Your comment is published"
    assert link_to(let_in, f"/{comment.uuid}/")
    assert replied["Subject"] == "There is a reply to your comment"
    assert "The clinic replied" in replied.get_body(("plain",)).get_content()
    assert link_to(replied, f"/{answer.uuid}/")
    assert set(mail_server.recipients) == {ANN}


def test_nothing_is_told_until_the_address_is_confirmed(
    reader, receipt, comment, moderator, mail_server
):
    ask(reader, receipt)
    comment.approve(by=moderator)
    send_all()

    assert [letter["Subject"] for letter in mail_server.letters] == ["Confirm your e-mail address"]


def test_confirming_twice_is_confirming_once(reader, receipt, mail_server):
    ask(reader, receipt)
    send_all()
    link = link_to(mail_server.letters[0], "/confirm/")

    answers = [Reader().post(link, {}) for _ in range(2)]

    assert [page_of(answer).h1.text for answer in answers] == ["Your address is confirmed"] * 2
    assert Subscription.objects.count() == CommenterTrust.objects.count() == 1


def test_the_link_to_confirm_ends_after_three_days_and_says_so(reader, receipt, mail_server):
    ask(reader, receipt)
    send_all()
    link = link_to(mail_server.letters[0], "/confirm/")
    Token.objects.filter(purpose="confirm").update(
        expires_at=timezone.now() - dt.timedelta(seconds=1)
    )

    for answer in (Reader().client.get(link), Reader().post(link, {})):
        assert answer.status_code == 410
        assert page_of(answer).h1.text == "This link no longer works"
    assert not CommenterTrust.objects.exists()


def test_another_site_cannot_confirm_an_address(reader, receipt, mail_server):
    ask(reader, receipt)
    send_all()

    answer = Reader(**{"Sec-Fetch-Site": "cross-site"}).post(
        link_to(mail_server.letters[0], "/confirm/"), {}
    )

    assert answer.status_code == 403
    assert not CommenterTrust.objects.exists()


def test_the_database_alone_confirms_nothing(reader, receipt):
    ask(reader, receipt)

    job = MailJob.objects.get()

    assert Reader().client.get(f"/comments/mail/{job.token}/confirm/").status_code == 410
    assert Token.objects.held(job.confirm_token, "confirm")


def test_an_address_is_asked_once_an_hour_and_thrice_a_day(reader, receipt):
    assert ask(reader, receipt).status_code == 303
    second = ask(reader, receipt)

    assert second.status_code == 429
    assert int(second["Retry-After"]) <= 3601
    assert "We have just written to this address" in page_of(second).text
    assert MailJob.objects.count() == 1


def test_an_address_has_the_same_limit_whichever_comment_it_is_given_with(reader, article):
    first = reader.comment(article)["Location"]
    second = reader.comment(article, body=f"{BODY} Indeed.")["Location"]
    ask(reader, first)

    assert ask(reader, second).status_code == 429


def test_asking_takes_no_mail_server(reader, receipt, mail_port):
    assert ask(reader, receipt).status_code == 303


def test_a_wish_is_taken_back_on_the_receipt(reader, receipt, comment, moderator, mail_server):
    wished(comment)

    assert "Tell me nothing more" in page_of(reader.client.get(receipt)).text
    ask(reader, receipt)
    comment.approve(by=moderator)
    send_all()

    assert not mail_server.letters
    assert "We first write to the address" in page_of(reader.client.get(receipt)).text


def test_whoever_only_sent_the_same_text_again_learns_of_no_wish(reader, article, receipt):
    copy = reader.comment(article)["Location"]

    assert copy != receipt
    assert page_of(reader.client.get(copy)).select_one("#mail") is None
    assert reader.post(f"{copy}mail/", {"wish": "yes"}).status_code == 404


# --- published, answered --------------------------------------------------------------------


def test_what_is_undone_at_once_is_never_told(wishing, moderator, mail_server):
    decision = wishing.approve(by=moderator)
    sending.send_due()
    assert not mail_server.letters

    decision.undo(by=moderator)
    send_all()

    assert not mail_server.letters
    assert not MailJob.objects.exists()


def test_a_comment_is_published_to_its_author_once(wishing, moderator, mail_server):
    wishing.approve(by=moderator)
    send_all()
    wishing.unapprove(by=moderator)
    wishing.approve(by=moderator)
    send_all()

    assert len(mail_server.letters) == 1


def test_many_approved_together_are_told_like_one(thread, moderator, mail_server):
    parent = wished(ReaderCommentFactory(thread=thread, status="approved", author_email=ANN))
    others = [wished(ReaderCommentFactory(thread=thread)) for _ in range(3)]
    others.append(ReaderCommentFactory(thread=thread, parent=parent))

    with_nobody = [ReaderCommentFactory(thread=thread) for _ in range(2)]
    decide_together(
        {each.pk: Status.PENDING for each in (*others, *with_nobody)}, Verb.APPROVE, moderator
    )
    send_all()

    subjects = sorted(letter["Subject"] for letter in mail_server.letters)
    assert subjects == [
        "There is a reply to your comment",
        *["Your comment is published"] * 3,
    ]


def test_twenty_approved_together_cost_the_mail_no_more_queries_than_two(
    thread, moderator, django_assert_max_num_queries
):
    def queries(number):
        comments = [wished(ReaderCommentFactory(thread=thread)) for _ in range(number)]
        with django_assert_max_num_queries(60) as counted:
            decide_together(
                {each.pk: Status.PENDING for each in comments}, Verb.APPROVE, moderator
            )
        return len(counted)

    assert queries(20) == queries(2)
    assert MailJob.objects.count() == 22


def test_nobody_hears_of_their_own_answers(thread, moderator, mail_server):
    mine = wished(ReaderCommentFactory(thread=thread, status="approved", author_email=ANN))
    ReaderCommentFactory(thread=thread, parent=mine, author_email=ANN).approve(by=moderator)
    send_all()

    assert not mail_server.letters


def test_a_trusted_readers_reply_is_told_though_no_moderator_saw_it(
    reader, article, thread, mail_server
):
    parent = wished(ReaderCommentFactory(thread=thread, status="approved", author_email=ANN))
    CommenterTrust.objects.create(
        author_key=author_key("bob@example.org"), verified_at=timezone.now(), approved_count=2
    )
    reader.comment(article, email="bob@example.org", parent=str(parent.pk))
    assert ReaderComment.objects.latest("pk").is_visible
    send_all()

    assert mail_server.recipients == [ANN]


def test_an_answer_as_deep_as_answers_go_is_told_to_who_is_answered(
    thread, moderator, mail_server
):
    top = ReaderCommentFactory(thread=thread, status="approved")
    below = ReaderCommentFactory(thread=thread, status="approved", parent=top)
    deepest = wished(
        ReaderCommentFactory(thread=thread, status="approved", parent=below, author_email=ANN)
    )

    answer = deepest.reply(by=moderator, body="Thank you.")
    send_all()

    assert answer.parent == below
    assert mail_server.recipients == [ANN]


@pytest.mark.parametrize("gone", ["spam", "erased", "unpublished", "hidden", "answer erased"])
def test_what_is_out_of_sight_by_then_is_not_told(
    gone, article, thread, wishing, moderator, mail_server
):
    wishing.approve(by=moderator)
    answer = ReaderCommentFactory(thread=thread, parent=wishing)
    answer.approve(by=moderator)
    match gone:
        case "spam":
            wishing.mark_spam(by=moderator)
        case "erased":
            wishing.erase(by=moderator)
        case "unpublished":
            article.unpublish()
        case "hidden":
            thread.mode = "hidden"
            thread.save()
        case "answer erased":
            answer.erase(by=moderator)
    send_all()

    told = [letter["Subject"] for letter in mail_server.letters]
    assert told == (["Your comment is published"] if gone == "answer erased" else [])
    assert not MailJob.objects.waiting().exists()


def test_erasing_a_comment_erases_its_mail_and_its_wish(wishing, moderator):
    wishing.approve(by=moderator)
    wishing.erase(by=moderator)

    assert not MailJob.objects.exists()
    assert not Subscription.objects.exists()


def test_no_row_of_the_outbox_holds_an_address(reader, receipt, wishing, moderator):
    ask(reader, receipt)
    wishing.approve(by=moderator)

    for model in (MailJob, Subscription, MailRefusal, Token):
        assert ANN not in str(list(model.objects.values()))


# --- what a letter looks like -----------------------------------------------------------------


def test_a_letter_is_read_as_text_and_as_html_and_can_be_stopped_by_one_press(
    wishing, moderator, mail_server
):
    Clinic(name="A Clinic").save()
    wishing.approve(by=moderator)
    send_all()

    letter = mail_server.letters[0]
    job = MailJob.objects.get()
    assert letter["List-Unsubscribe"].strip() == (
        f"<{settings.SITE_URL}/comments/mail/{job.token}/stop/>"
    )
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["From"].addresses[0].display_name == "A Clinic"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].startswith(f"<{job.message_id}@")
    html = BeautifulSoup(letter.get_body(("html",)).get_content(), "html5lib")
    assert html.select_one("meta[name=viewport]")
    assert not html.select("img, script, link, iframe")
    shown = {link["href"] for link in html.select("a")}
    assert shown == set(links_of(letter))
    assert all(address.startswith(settings.SITE_URL) for address in shown)


@pytest.mark.parametrize("part", range(4))
def test_nothing_that_readers_type_comes_into_a_mail(part, thread, moderator, mail_server):
    hostile = [text.normalize(words) for words in HOSTILE[part::4]]
    for words in hostile:
        name = text.normalize_name(words)[:60]
        parent = wished(ReaderCommentFactory(thread=thread, body=words, author_name=name))
        parent.approve(by=moderator)
        answer = ReaderCommentFactory(thread=thread, parent=parent, body=words, author_name=name)
        answer.approve(by=moderator)
    while MailJob.objects.waiting().exists():
        send_all()

    assert len(mail_server.letters) == 2 * len(hostile)
    known = {"Your comment is published", "There is a reply to your comment"}
    seen = set()
    for letter in mail_server.letters:
        assert letter["Subject"] in known
        assert all(link.startswith(settings.SITE_URL) for link in links_of(letter))
        said = letter.get_body(("plain",)).get_content()
        seen.add(re.sub(r"https?://\S+", "", said))
    # But for its links, each is the same as all others of its kind.
    assert len(seen) == 2


@pytest.mark.parametrize("title", [words.replace("\0", "")[:255] for words in HOSTILE[:60]])
def test_not_even_the_title_of_an_article_breaks_a_mail(title, article, wishing, moderator):
    type(article).objects.filter(pk=article.pk).update(title=title)
    wishing.approve(by=moderator)
    job = MailJob.objects.get()

    letter = published(job)
    if letter is None:
        assert not on_one_line(title)
        return
    mail = message(letter, job)

    html = BeautifulSoup(mail.alternatives[0].content, "html5lib")
    assert not html.select("script, img, iframe, svg, form, base, link, object")
    assert all(link["href"].startswith(settings.SITE_URL) for link in html.select("a"))
    assert len(html.select("style")) == 1
    assert on_one_line(title) in " ".join(html.text.split()) or "&" in title
    mail.message().as_bytes()


@given(st.text(max_size=100))
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_words_on_one_line_hold_no_control_character(words):
    line = on_one_line(words)

    assert line.isprintable()
    assert "  " not in line


@pytest.mark.parametrize(
    "address",
    [
        '"a,b"@example.org',
        "ann@xn--80ak6aa92e.example",
        "o'hara+x@example.org",
        "a@b\u00fccher.example",
    ],
)
def test_an_odd_address_gets_its_mail_or_is_given_up(address, wishing, moderator, mail_server):
    ReaderComment.objects.update(author_email=address)
    wishing.refresh_from_db()
    wishing.approve(by=moderator)
    send_all()

    job = MailJob.objects.get()
    assert job.state == "sent", job.problem
    assert len(mail_server.recipients) == 1


# --- stopping -------------------------------------------------------------------------------


@pytest.fixture
def letter(wishing, moderator, mail_server):
    """The mail that says a comment is published."""
    wishing.approve(by=moderator)
    send_all()
    return mail_server.letters[0]


def stop_address(letter) -> str:
    return path_of(letter["List-Unsubscribe"].strip(" <>"))


def one_click(letter, **headers):
    """Press as a mail program does: no cookie, no origin of ours, its own content type."""
    address = stop_address(letter)
    return Client(enforce_csrf_checks=True, headers=headers).post(
        address, {"List-Unsubscribe": "One-Click"}
    )


def test_one_press_stops_one_kind_of_mail(letter, thread, wishing, moderator, mail_server):
    assert one_click(letter).status_code == 200
    assert one_click(letter).status_code == 200  # however often

    another = wished(ReaderCommentFactory(thread=thread, author_email=ANN))
    another.approve(by=moderator)
    wishing.reply(by=moderator, body="Thank you.")
    send_all()

    assert [each["Subject"] for each in mail_server.letters[1:]] == [
        "There is a reply to your comment"
    ]
    assert MailRefusal.objects.count() == 1


def test_a_press_from_another_site_is_taken_as_it_has_to_be(letter):
    answer = one_click(
        letter, **{"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}
    )

    assert answer.status_code == 200
    assert not answer.cookies
    assert MailRefusal.objects.exists()


def test_looking_at_the_link_asks_and_changes_nothing(letter):
    address = stop_address(letter)

    page = page_of(Client().get(address))

    assert page.h1.text == "Stop these mails?"
    assert "mail when comments of yours are published" in page.text
    assert Client().head(address).status_code == 200
    assert not MailRefusal.objects.exists()
    pressed = Client().post(address, "", content_type="application/x-www-form-urlencoded")
    assert page_of(pressed).h1.text == "You get no more of these mails"


def test_stopping_the_question_stops_it_for_every_comment(reader, article, receipt, mail_server):
    ask(reader, receipt)
    send_all()
    one_click(mail_server.letters[0])
    another = ReaderCommentFactory(thread_id=ReaderComment.objects.get().thread_id)
    ReaderComment.objects.filter(pk=another.pk).update(author_email=ANN)
    job = MailJob.confirmation(another.pk)
    job.save()
    Token.grant(job.confirm_token, Token.Purpose.CONFIRM, another)
    send_all()

    assert len(mail_server.letters) == 1


def test_who_confirms_again_wishes_again(reader, receipt, comment, moderator, mail_server):
    MailRefusal.objects.create(author_key=author_key(ANN), kind="approved")
    ask(reader, receipt)
    send_all()
    Reader().post(link_to(mail_server.letters[0], "/confirm/"), {})
    comment.refresh_from_db()
    comment.approve(by=moderator)
    send_all()

    assert len(mail_server.letters) == 2


def test_the_link_of_an_erased_comment_says_that_nothing_follows(letter, wishing, moderator):
    address = stop_address(letter)
    wishing.erase(by=moderator)

    assert Client().post(address).status_code == 410
    assert "No mail is sent" in page_of(Client().get(address)).text


# --- a mail server in a bad mood ----------------------------------------------------------------


def test_with_the_server_down_mail_waits_and_goes_out_once_it_is_back(
    wishing, moderator, mail_port, caplog
):
    wishing.approve(by=moderator)

    send_all()
    job = MailJob.objects.get()
    assert (job.state, job.attempts) == ("waiting", 1)
    assert job.problem == "The mail server could not be reached."
    pause = job.due_at - timezone.now()
    assert dt.timedelta(seconds=50) < pause <= dt.timedelta(minutes=1)
    assert ANN not in caplog.text
    assert job.problem in caplog.text

    server = MailServer()
    with listening(server, mail_port):
        send_all()
    job.refresh_from_db()
    assert (job.state, job.problem, len(server.letters)) == ("sent", "", 1)


def test_with_the_server_down_one_try_stands_for_all(thread, moderator, mail_port):
    for _ in range(5):
        wished(ReaderCommentFactory(thread=thread)).approve(by=moderator)

    send_all()

    assert sum(MailJob.objects.values_list("attempts", flat=True)) == 1


def test_waits_grow_to_six_hours_and_end_after_two_days(wishing, moderator, mail_port):
    wishing.approve(by=moderator)
    waited = dt.timedelta()
    for _ in range(GIVEN_UP_AFTER):
        MailJob.objects.update(due_at=timezone.now())
        sending.send_due()
        job = MailJob.objects.get()
        if job.state == "waiting":
            waited += job.due_at - timezone.now()
    assert job.state == "failed"
    assert dt.timedelta(days=1) < waited < dt.timedelta(days=2)

    call_command("send_comment_mail", "--again")

    assert MailJob.objects.get().state == "waiting"


def test_a_slow_server_is_left_alone_and_gets_the_same_message_again(
    wishing, moderator, mail_server, settings
):
    settings.EMAIL_TIMEOUT = 0.3
    mail_server.thinks = 1.0
    wishing.approve(by=moderator)
    send_all()

    job = MailJob.objects.get()
    assert (job.state, job.problem) == ("waiting", "The mail server did not answer in time.")

    mail_server.thinks = 0
    send_all()
    job.refresh_from_db()
    assert job.state == "sent"
    # It may have taken both: their Message-ID is one.
    assert len({letter["Message-ID"] for letter in mail_server.letters}) == 1


def test_a_server_that_drips_is_hung_up_on(wishing, moderator, mail_server, monkeypatch):
    monkeypatch.setattr(sending, "DEADLINE", 0.3)
    mail_server.thinks = 3.0
    wishing.approve(by=moderator)

    begun = timezone.now()
    send_all()

    assert timezone.now() - begun < dt.timedelta(seconds=2.5)
    assert MailJob.objects.get().problem == "The connection to the mail server broke off."


def test_an_address_that_is_refused_for_good_is_given_up_and_the_others_go_on(
    thread, moderator, mail_server, caplog
):
    mail_server.says_to[ANN] = "550 no such user ann@example.org"
    for email in (ANN, "bob@example.org"):
        wished(ReaderCommentFactory(thread=thread, author_email=email)).approve(by=moderator)
    send_all()

    refused = MailJob.objects.get(state="failed")
    assert refused.problem == "The mail server refused the address (550)."
    assert mail_server.recipients == ["bob@example.org"]
    assert "ann@" not in caplog.text


def test_a_refusal_for_now_is_tried_again(wishing, moderator, mail_server):
    mail_server.says_to[ANN] = "450 come back later"
    wishing.approve(by=moderator)
    send_all()
    assert MailJob.objects.get().problem == "The mail server refused the address (450)."

    mail_server.says_to.clear()
    send_all()

    assert MailJob.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("said", "state"), [("554 looks like spam", "failed"), ("451 busy", "waiting")]
)
def test_a_refused_mail_is_given_up_or_tried_again(said, state, wishing, moderator, mail_server):
    mail_server.says_to_mail = said
    wishing.approve(by=moderator)
    send_all()

    job = MailJob.objects.get()
    assert (job.state, job.problem) == (state, f"The mail server refused the mail ({said[:3]}).")


def test_a_server_that_takes_the_mail_and_fails_at_goodbye_has_taken_it(
    wishing, moderator, mail_server, monkeypatch
):
    def fail(self):
        raise TimeoutError

    monkeypatch.setattr(smtplib.SMTP, "quit", fail)
    wishing.approve(by=moderator)
    send_all()
    send_all()

    assert (MailJob.objects.get().state, len(mail_server.letters)) == ("sent", 1)


def test_a_mail_that_cannot_be_written_holds_up_no_other(
    thread, moderator, mail_server, monkeypatch, caplog
):
    def break_down(job):
        raise RuntimeError(ANN)

    monkeypatch.setitem(sending.LETTERS, "reply", break_down)
    one = wished(ReaderCommentFactory(thread=thread))
    one.approve(by=moderator)
    ReaderCommentFactory(thread=thread, parent=one).approve(by=moderator)
    MailJob.objects.filter(kind="reply").update(created_at=timezone.now(), due_at=timezone.now())
    send_all()

    assert [each["Subject"] for each in mail_server.letters] == ["Your comment is published"]
    assert MailJob.objects.get(kind="reply").problem.startswith("The mail could not be written")
    assert ANN not in caplog.text


# --- two workers ---------------------------------------------------------------------


def test_two_workers_never_take_the_same_mail(wishing, moderator):
    wishing.approve(by=moderator)
    MailJob.objects.update(due_at=timezone.now())

    first, second = MailJob.objects.take(), MailJob.objects.take()

    assert first is not None
    assert second is None


def test_who_came_too_late_changes_nothing(wishing, moderator):
    wishing.approve(by=moderator)
    MailJob.objects.update(due_at=timezone.now())
    slow = MailJob.objects.take()
    MailJob.objects.update(due_at=timezone.now())
    quick = MailJob.objects.take()

    quick.note_sent()
    slow.put_off("Too slow.")

    assert MailJob.objects.get().state == "sent"


# --- what the desk sees, and what is kept ------------------------------------------------------


def desk_says(comment) -> str:
    desk = signed_in(person_with("view_readercomment", "moderate_readercomment"))
    page = page_of(desk.get(f"/admin/reader-comments/{comment.pk}/"))
    return " ".join(page.select_one("#mail-section").get_text(" ").split())


def test_the_desk_sees_what_waits_what_was_sent_and_what_failed(wishing, moderator, mail_server):
    assert "wants to be told by e-mail" in desk_says(wishing)
    wishing.approve(by=moderator)
    assert re.search(r"Published : waits, will be sent at \d", desk_says(wishing))

    mail_server.says_to[ANN] = "450 later"
    send_all()
    said = desk_says(wishing)
    assert "Published : tried once, will be tried again at" in said
    assert "The mail server refused the address (450)." in said

    mail_server.says_to[ANN] = "550 never"
    send_all()
    assert "Published : given up. The mail server refused the address (550)." in desk_says(wishing)

    mail_server.says_to.clear()
    MailJob.objects.try_again()
    send_all()
    assert re.search(r"Published : sent \w+ \d+", desk_says(wishing))
    assert ANN not in desk_says(wishing)


def test_the_desk_says_when_nobody_asked_for_mail(thread):
    assert "did not ask for mail" in desk_says(ReaderCommentFactory(thread=thread))


def test_the_desk_sees_a_wish_that_is_not_confirmed(reader, receipt, comment):
    ask(reader, receipt)

    said = desk_says(comment)

    assert "has not confirmed the address" in said
    assert "Confirm the address : waits" in said


def test_the_answer_tells_who_was_told_of_it(thread, wishing, moderator, mail_server):
    wishing.approve(by=moderator)
    answer = wishing.reply(by=moderator, body="Thank you.")
    send_all()

    assert "Somebody replied : sent" in desk_says(answer)


def test_a_wish_that_nobody_confirmed_is_forgotten_after_a_week(reader, receipt):
    ask(reader, receipt)

    assert retain(timezone.now() + dt.timedelta(days=6)).wishes == 0
    assert Subscription.objects.exists()
    assert retain(timezone.now() + dt.timedelta(days=8)).wishes == 1
    assert not Subscription.objects.exists()
    assert not MailJob.objects.exists()


# --- no mail while somebody waits -------------------------------------------------------------


def test_a_moderator_waits_for_no_mail_server(thread, mail_port, monkeypatch):
    def nobody(*args, **kwargs):
        raise AssertionError("mail in a request")

    monkeypatch.setattr(smtplib, "SMTP", nobody)
    comment = wished(ReaderCommentFactory(thread=thread))
    desk = signed_in(person_with("view_readercomment", "moderate_readercomment"))

    desk.post(f"/admin/reader-comments/{comment.pk}/decide/", {"verb": "approve"})

    assert ReaderComment.objects.get().is_visible
    assert MailJob.objects.get().state == "waiting"


def test_the_timer_lets_the_worker_send_what_is_due(wishing, moderator, mail_server, capsys):
    wishing.approve(by=moderator)

    call_command("send_comment_mail")
    assert "0 due." in capsys.readouterr().out
    MailJob.objects.update(due_at=timezone.now())
    call_command("send_comment_mail")

    assert len(mail_server.letters) == 1


def test_a_task_names_nobody(reader, receipt):
    assert not sending.send_waiting_mail.func.__code__.co_varnames
