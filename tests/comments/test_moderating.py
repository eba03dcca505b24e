"""Moderators decide in the admin, by POST and by a permission of their own, and take it back."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.comments.models import Decision, ReaderComment
from blog.comments.moderation.desk import ModerationList
from tests.comments.conftest import page_of, person_with, signed_in
from tests.factories import ReaderCommentFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/reader-comments/"


@pytest.fixture
def desk(moderator) -> Client:
    """A moderator's browser."""
    return signed_in(moderator)


def decide(client: Client, comment: ReaderComment, verb: str, **fields: str):
    address = reverse("reader_comments:decide", args=[comment.pk])
    return client.post(address, {"verb": verb, "next": LIST} | fields, follow=True)


def rows(client: Client, query: str = "") -> list:
    return page_of(client.get(LIST + query)).select(".moderation__row")


def status_of(comment: ReaderComment) -> str:
    return ReaderComment.objects.get(pk=comment.pk).status


# --- the list -------------------------------------------------------------------------------


def test_what_waits_is_shown_oldest_first_with_all_that_is_needed_to_decide(desk, thread):
    comment = ReaderCommentFactory(
        thread=thread, body="First <b>line</b>\nhttps://a.example/x", author_name="Ann"
    )
    second = ReaderCommentFactory(thread=thread, author_name="Ben")
    ReaderCommentFactory(thread=thread, status="approved", author_name="Cleo")

    first_row, second_row = rows(desk)

    assert first_row.h2.text.strip() == "Ann"
    assert "First <b>line</b>" in first_row.text
    assert first_row.select_one("a[href='https://a.example/x']")
    assert first_row.select_one("a[href$='/blog/migraine/']").text == thread.page.title
    assert "Held: this commenter is not trusted yet." in first_row.text
    assert comment.author_email not in first_row.text
    assert second_row["id"] == f"reader-comment-{second.pk}"


def test_each_status_has_a_tab_with_its_count(desk, thread):
    for status in ("pending", "pending", "approved", "spam"):
        ReaderCommentFactory(thread=thread, status=status)

    tabs = [link.text for link in page_of(desk.get(LIST)).select(".moderation__tabs a")]

    assert tabs == ["Pending (2)", "Approved (1)", "Spam (1)", "Trash (0)", "All (4)"]
    assert len(rows(desk, "?status=spam")) == 1
    assert len(rows(desk, "?status=all")) == 4
    assert len(rows(desk, "?status=nonsense")) == 2


def test_an_empty_tab_says_so(desk):
    assert "All is decided" in desk.get(LIST).content.decode()


@pytest.mark.parametrize(
    "place", ["0", "-1", "99", "x", "2026-01-01T00:00:00_1", "2026-01-01T00:00:00Z_x", "_", "Z_1"]
)
def test_a_place_that_makes_no_sense_shows_the_first_page(desk, thread, place):
    ReaderCommentFactory(thread=thread)

    for direction in ("after", "before"):
        assert len(rows(desk, f"?{direction}={place}")) == 1


def walk(client: Client, rel: str, address: str) -> list[list[str]]:
    pages = []
    while address:
        page = page_of(client.get(address))
        pages.append([row["id"] for row in page.select(".moderation__row")])
        link = page.select_one(f"a[rel={rel}]")
        address = link and link["href"]
    return pages


def test_pages_go_on_where_the_last_one_ended_whatever_was_decided_meanwhile(
    desk, thread, moderator, monkeypatch
):
    monkeypatch.setattr(ModerationList, "get_paginate_by", lambda *asked: 3)
    now = timezone.now()
    comments = [
        ReaderCommentFactory(thread=thread, submitted_at=now - dt.timedelta(minutes=n // 2))
        for n in range(8)
    ]
    oldest_first = sorted(comments, key=lambda comment: (comment.submitted_at, comment.pk))
    ids = [f"reader-comment-{comment.pk}" for comment in oldest_first]

    forwards = walk(desk, "next", LIST)
    assert forwards == [ids[:3], ids[3:6], ids[6:]]
    last = page_of(desk.get(LIST)).select_one("a[rel=next]")["href"]
    oldest_first[0].approve(by=moderator)
    assert walk(desk, "next", last) == [ids[3:6], ids[6:]]
    end = page_of(desk.get(last)).select_one("a[rel=next]")["href"]
    assert walk(desk, "prev", end) == [ids[6:], ids[3:6], ids[1:3]]
    assert walk(desk, "next", f"{LIST}?status=all") == [ids[:4:-1], ids[4:1:-1], ids[1::-1]]


def test_the_menu_says_how_many_wait(desk, thread):
    ReaderCommentFactory.create_batch(3, thread=thread)

    assert "Comments (3)" in desk.get("/admin/").content.decode()


def test_the_list_costs_the_same_for_one_comment_or_fifty(
    desk, thread, django_assert_max_num_queries
):
    parent = ReaderCommentFactory(thread=thread, status="approved")
    ReaderCommentFactory(thread=thread, parent=parent)
    desk.get(LIST)
    with django_assert_max_num_queries(50) as few:
        desk.get(LIST)

    ReaderCommentFactory.create_batch(49, thread=thread, parent=parent)

    with django_assert_max_num_queries(len(few)) as many:
        desk.get(LIST)
    assert len(many) == len(few) <= 16
    assert not [
        query for query in many if "COUNT(*)" in query["sql"] and "readercomment" in query["sql"]
    ]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "link=no&status=all",
        "q=clear&article=migraine&verified=no",
        "address=",
        "held=too_fast",
    ],
)
def test_whatever_is_asked_the_list_costs_an_administrator_twelve_queries_at_most(
    thread, django_assert_max_num_queries, query
):
    admin = signed_in(UserFactory(is_superuser=True))
    comments = ReaderCommentFactory.create_batch(51, thread=thread, author_email="a@b.example")
    query = query.replace("address=", f"address={comments[0].pk}")
    admin.get(LIST)

    with django_assert_max_num_queries(12):
        admin.get(f"{LIST}?{query}")


def test_a_comment_of_a_deleted_article_can_still_be_read(desk, thread):
    ReaderCommentFactory(thread=thread)

    thread.page.delete()

    assert "(not published)" in rows(desk)[0].text


# --- deciding -------------------------------------------------------------------------------


def test_a_press_decides_and_another_takes_it_back(desk, thread, moderator):
    comment = ReaderCommentFactory(thread=thread)

    page = page_of(decide(desk, comment, "approve"))
    assert status_of(comment) == "approved"
    assert comment.decisions.last().actor == moderator
    assert f"Reader comment {comment.pk} is approved." in page.text

    undo = page.select_one(".moderation__undo form")
    desk.post(undo["action"], {"next": LIST})
    assert status_of(comment) == "pending"


@pytest.mark.parametrize(
    ("status", "buttons"),
    [
        ("pending", ["approve", "mark_spam", "trash"]),
        ("approved", ["unapprove", "mark_spam", "trash"]),
        ("spam", ["restore", "trash"]),
        ("trash", ["restore"]),
    ],
)
def test_a_row_offers_what_can_be_done_and_each_button_does_it(desk, thread, status, buttons):
    comment = ReaderCommentFactory(thread=thread, status=status)
    (row,) = rows(desk, f"?status={status}")

    assert [b["value"] for b in row.select("button[name=verb]")] == buttons
    together = page_of(desk.get(f"{LIST}?status={status}")).select("#choosing button")
    assert [b["value"] for b in together] == buttons
    for verb in buttons:
        decide(desk, comment, verb, reason="abuse")
        decision = comment.decisions.last()
        assert decision.verb == verb
        decision.undo(by=decision.actor)


def test_trashing_what_readers_saw_asks_for_a_reason(desk, thread):
    comment = ReaderCommentFactory(thread=thread, status="approved")

    page = decide(desk, comment, "trash", reason="")
    assert "Give a reason" in page.content.decode()
    assert status_of(comment) == "approved"

    decide(desk, comment, "trash", reason="privacy")
    assert status_of(comment) == "trash"


def test_the_second_moderator_is_told_that_it_is_done(desk, thread):
    comment = ReaderCommentFactory(thread=thread)
    comment.approve(by=UserFactory(first_name="Lee"))

    page = decide(desk, comment, "approve")

    assert f"Reader comment {comment.pk} was already approved by Lee" in page.content.decode()


@pytest.mark.parametrize("verb", ["", "delete", "erase", "_move", "save"])
def test_only_the_verbs_of_the_list_are_obeyed(desk, thread, verb):
    comment = ReaderCommentFactory(thread=thread)

    decide(desk, comment, verb)

    assert status_of(comment) == "pending"


def test_looking_at_a_decisions_address_decides_nothing(desk, thread):
    comment = ReaderCommentFactory(thread=thread)

    assert desk.get(reverse("reader_comments:decide", args=[comment.pk])).status_code == 405


def test_a_decision_needs_the_admins_token(moderator, thread):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    comment = ReaderCommentFactory(thread=thread)

    assert decide(client, comment, "approve").status_code == 403
    assert status_of(comment) == "pending"

    for verb, status in (("approve", "approved"), (None, "pending")):
        page = page_of(client.get(f"{LIST}?status=all"))
        form = page.select_one("form.moderation__buttons" if verb else ".moderation__take-back")
        fields = {field["name"]: field["value"] for field in form.select("input")}
        client.post(form["action"], fields | ({"verb": verb} if verb else {}))
        assert status_of(comment) == status


# --- in place ------------------------------------------------------------------------------


def press(client: Client, comment: ReaderComment, verb: str, **fields: str):
    """Decide as the list's script does."""
    address = reverse("reader_comments:decide", args=[comment.pk])
    return client.post(
        address, {"verb": verb} | fields, headers={"X-Requested-With": "XMLHttpRequest"}
    )


def test_a_script_gets_the_row_as_it_is_now_with_what_to_say_and_the_counts(desk, thread):
    comment, _ = ReaderCommentFactory.create_batch(2, thread=thread)

    (row,) = page_of(press(desk, comment, "approve")).select(".moderation__row")

    assert row["id"] == f"reader-comment-{comment.pk}"
    assert row["data-said"] == f"Reader comment {comment.pk} is approved."
    assert json.loads(row["data-counts"]) == {
        "pending": 1,
        "approved": 1,
        "spam": 0,
        "trash": 0,
        "erased": 0,
    }
    undo = row.select_one("form")
    answer = desk.post(undo["action"], headers={"X-Requested-With": "XMLHttpRequest"})
    (again,) = page_of(answer).select(".moderation__row")
    assert [b["data-key"] for b in again.select("button[name=verb]")] == ["a", "s", "d"]
    assert json.loads(again["data-counts"])["pending"] == 2


def test_the_second_moderators_row_says_who_decided_what_and_when(desk, thread):
    comment = ReaderCommentFactory(thread=thread)
    comment.mark_spam(by=UserFactory(first_name="Lee"))

    answer = press(desk, comment, "approve")

    assert answer.status_code == 409
    (row,) = page_of(answer).select(".moderation__row")
    message = row.select_one(".moderation__message").text
    assert message.startswith(f"Reader comment {comment.pk} was already marked as spam by Lee")
    assert [b["value"] for b in row.select("button[name=verb]")] == ["restore", "trash"]


def test_a_script_is_told_what_is_missing_and_what_is_erased(desk, thread):
    seen = ReaderCommentFactory(thread=thread, status="approved")
    gone = ReaderCommentFactory(thread=thread)
    number = gone.pk
    gone.withdraw()

    missing = press(desk, seen, "trash")
    assert missing.status_code == 422
    assert "Give a reason" in missing.content.decode()
    gone.pk = number
    erased = press(desk, gone, "approve")
    assert erased.status_code == 409
    assert "has been erased" in page_of(erased).select_one(".moderation__row").text


def test_words_that_changed_since_the_list_was_read_are_not_decided_on(desk, thread):
    comment = ReaderCommentFactory(thread=thread)
    (row,) = rows(desk)
    seen = row.select_one("input[name=seen]")["value"]
    ReaderComment.objects.filter(pk=comment.pk).update(
        body="Other words", edited_at=timezone.now()
    )

    answer = press(desk, comment, "approve", seen=seen)

    assert answer.status_code == 409
    (fresh,) = page_of(answer).select(".moderation__row")
    assert "Other words" in fresh.text
    assert "has other words since you read it" in fresh.select_one(".moderation__message").text
    assert status_of(comment) == "pending"
    again = fresh.select_one("input[name=seen]")["value"]
    assert press(desk, comment, "approve", seen=again).status_code == 200
    assert status_of(comment) == "approved"


def test_who_is_signed_out_is_refused_and_not_led_to_another_page(thread):
    comment = ReaderCommentFactory(thread=thread)

    assert press(Client(), comment, "approve").status_code == 403
    assert status_of(comment) == "pending"


def test_a_long_text_unfolds_and_shows_where_links_lead(desk, thread):
    words = "word " * 130
    ReaderCommentFactory(thread=thread, body=f"{words}\n\nhttps://user@pills.example/now")
    (row,) = rows(desk)

    assert len(row.select_one("article > .moderation__text").text) <= 600
    rest = row.select_one("details .moderation__text")
    assert rest.select_one("a b").text == "pills.example"
    assert row.text.count("word") == 130


def test_a_reply_says_what_it_answers(desk, thread):
    parent = ReaderCommentFactory(thread=thread, status="approved", body="What about sleep?")
    ReaderCommentFactory(thread=thread, parent=parent)

    (row,) = rows(desk)

    assert row.select_one(".moderation__parent q").text.strip() == "What about sleep?"


# --- who may --------------------------------------------------------------------------------

PERMISSIONS = {
    "nothing else": (),
    "view": ("view_readercomment",),
    "moderate": ("moderate_readercomment",),
    "reply": ("reply_readercomment",),
    "rules": ("manage_comment_rules",),
    "erase": ("erase_readercomment",),
}


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_only_those_who_may_moderate_decide(thread, permission):
    client = signed_in(person_with(*PERMISSIONS[permission]))
    comment = ReaderCommentFactory(thread=thread)

    decide(client, comment, "approve")

    assert status_of(comment) == ("approved" if permission == "moderate" else "pending")


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_only_those_who_may_moderate_undo(thread, permission):
    client = signed_in(person_with(*PERMISSIONS[permission]))
    comment = ReaderCommentFactory(thread=thread)
    decision = comment.approve(by=UserFactory())

    client.post(reverse("reader_comments:undo", args=[decision.pk]))

    assert status_of(comment) == ("pending" if permission == "moderate" else "approved")


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_only_those_who_may_see_the_list_see_it_and_its_menu_item(thread, permission):
    client = signed_in(person_with(*PERMISSIONS[permission]))
    ReaderCommentFactory(thread=thread)
    allowed = permission in {"view", "moderate"}

    assert (client.get(LIST).status_code == 200) is allowed
    assert (client.get(f"{LIST}results/").status_code == 200) is allowed
    assert ("Comments (1)" in client.get("/admin/").content.decode()) is allowed


def test_who_may_only_look_has_no_buttons(thread):
    client = signed_in(person_with("view_readercomment"))
    ReaderCommentFactory(thread=thread)

    (row,) = rows(client)

    assert not row.select("button")


def test_an_administrator_and_the_moderators_group_may_moderate(thread):
    admin = signed_in(UserFactory(is_superuser=True))
    comment = ReaderCommentFactory(thread=thread)

    decide(admin, comment, "approve")

    assert status_of(comment) == "approved"
    assert Decision.objects.filter(verb="approve").count() == 1
