"""The list narrowed, many comments decided on in one step, and any step taken back."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from blog.comments.models import CommentThread, Decision, ReaderComment
from blog.comments.models.status import Status, Verb
from blog.comments.moderation import together
from blog.comments.moderation.desk import ModerationList
from tests.comments.conftest import filled_in, page_of, person_with, signed_in
from tests.comments.test_moderating import LIST, PERMISSIONS, rows, status_of
from tests.factories import ReaderCommentFactory, UserFactory

pytestmark = pytest.mark.django_db

TOGETHER = f"{LIST}together/"
CONFIRMED = f"{TOGETHER}confirmed/"
RECENT = f"{LIST}decisions/"


@pytest.fixture
def desk(moderator) -> Client:
    """A moderator's browser."""
    return signed_in(moderator)


def shown(client: Client, query: str) -> list[int]:
    return sorted(int(row["id"].split("-")[-1]) for row in rows(client, query))


def ask(client: Client, verb: str, *chosen: ReaderComment, **fields: str):
    return client.post(TOGETHER, {"verb": verb, "id": [each.pk for each in chosen]} | fields)


def confirm(client: Client, asked, **fields: str):
    form = page_of(asked).select_one(f"form[action='{CONFIRMED}']")
    return client.post(CONFIRMED, filled_in(form) | fields, follow=True)


# --- narrowed -------------------------------------------------------------------------------


def test_each_filter_shows_what_it_says(desk, thread, new_article):
    other = CommentThread.objects.of(new_article(slug="sleep"))
    plain = ReaderCommentFactory(thread=thread, body="About the first week", sender_key="s")
    link = ReaderCommentFactory(thread=thread, link_count=1, author_email="ann@a.example")
    known = ReaderCommentFactory(thread=other, verified=True, author_email="ann@a.example")
    old = ReaderCommentFactory(
        thread=other, submitted_at=timezone.now() - dt.timedelta(days=40), author_name="Zoë"
    )
    personal = ReaderCommentFactory(thread=other, phi_flag=True, sender_key="s")
    everything = [plain, link, known, old, personal]
    day = (timezone.localtime() - dt.timedelta(days=30)).date().isoformat()

    for query, expected in {
        "q=WEEK": [plain],
        "q=zoë": [old],
        "q=first+wee": [plain],
        "q=first+month": [],
        "q=%27+%5C+%25": [],
        "article=sleep": [known, old, personal],
        f"thread={thread.pk}": [plain, link],
        "link=yes": [link],
        "link=no": [plain, known, old, personal],
        "verified=yes": [known],
        "personal=yes": [personal],
        f"since={day}": [plain, link, known, personal],
        f"until={day}": [old],
        f"sender={plain.pk}": [plain, personal],
        f"sender={link.pk}": [],
        f"address={link.pk}": [link, known],
        "article=sleep&verified=no": [old, personal],
        "since=9999-12-31": [],
        "until=9999-12-31": everything,
        "": everything,
    }.items():
        assert shown(desk, f"?{query}") == [comment.pk for comment in expected], query


@pytest.mark.parametrize("few", [1, 2, 3])
def test_words_are_found_be_they_rare_or_not(desk, thread, few, monkeypatch):
    monkeypatch.setattr("blog.comments.moderation.filters.FEW", few)
    first, second = ReaderCommentFactory.create_batch(2, thread=thread, body="About pills")
    ReaderCommentFactory(thread=thread, body="About pills, too", status="spam")
    ReaderCommentFactory(thread=thread, body="About sleep")

    assert shown(desk, "?q=pills") == [first.pk, second.pk]
    assert shown(desk, "?q=pills&link=yes") == []
    assert shown(desk, "?q=nobodywrotethis") == []


def test_the_list_finds_what_was_noticed_and_what_was_decided_together(desk, thread, moderator):
    signals = [{"code": "links_some", "weight": 0.2, "sentence": "It has one link."}]
    noticed, other = ReaderCommentFactory.create_batch(2, thread=thread)
    Decision.objects.create(
        comment=noticed,
        comment_number=noticed.pk,
        who="machine",
        verb="submit",
        to_status="pending",
        sentence="Held.",
        signals=signals,
    )
    batch = other.approve(by=moderator).batch

    assert shown(desk, "?held=links_some") == [noticed.pk]
    assert shown(desk, "?held=links_many") == []
    assert shown(desk, f"?status=all&batch={batch}") == [other.pk]
    assert shown(desk, f"?status=all&batch={uuid.uuid4()}") == []


@pytest.mark.parametrize(
    "query", ["since=yesterday", "link=maybe", "sender=99999999999999999999", "batch=x", "held=x"]
)
def test_a_question_that_makes_no_sense_shows_nothing_and_keeps_it(desk, thread, query):
    ReaderCommentFactory(thread=thread)
    answer = desk.get(f"{LIST}?{query}")

    assert answer.status_code == 200
    assert not page_of(answer).select(".moderation__row")
    assert "No comment here matches" in answer.content.decode()


def test_a_narrowed_list_says_how_many_match_as_far_as_is_worth_counting(
    desk, thread, monkeypatch
):
    monkeypatch.setattr("blog.comments.moderation.desk.MOST_COUNTED", 3)
    monkeypatch.setattr(ModerationList, "get_paginate_by", lambda *asked: 2)
    ReaderCommentFactory.create_batch(3, thread=thread, link_count=1)

    assert "all 3 that match" in desk.get(f"{LIST}?link=yes").content.decode()
    ReaderCommentFactory.create_batch(2, thread=thread, link_count=1)
    assert "all that match, more than 3" in desk.get(f"{LIST}?link=yes").content.decode()
    assert "all 5 that match" in desk.get(LIST).content.decode()


# --- many at once ---------------------------------------------------------------------------


def test_all_that_match_are_decided_and_nothing_else(desk, thread, moderator):
    links = ReaderCommentFactory.create_batch(3, thread=thread, link_count=1)
    plain = ReaderCommentFactory(thread=thread)
    spam = ReaderCommentFactory(thread=thread, link_count=1, status="spam")

    asked = ask(desk, "approve", all="1", asked="status=pending&link=yes")
    assert page_of(asked).h1.text.split() == ["Approve:", "3", "comments?"]
    assert {status_of(comment) for comment in links} == {"pending"}
    late = ReaderCommentFactory(thread=thread, link_count=1)
    page = confirm(desk, asked)

    assert "3 comments approved." in page.content.decode()
    assert {status_of(comment) for comment in links} == {"approved"}
    assert [status_of(each) for each in (plain, late, spam)] == ["pending", "pending", "spam"]
    assert len({comment.decisions.last().batch for comment in links}) == 1
    assert links[0].decisions.last().actor == moderator


def test_those_selected_are_decided_and_the_rest_is_told(desk, thread):
    first, second, third = ReaderCommentFactory.create_batch(3, thread=thread)
    approved = ReaderCommentFactory(thread=thread, status="approved")

    asked = ask(desk, "approve", first, second, approved)
    assert "1 more is left out" in " ".join(page_of(asked).text.split())
    second.mark_spam(by=UserFactory())
    page = confirm(desk, asked).content.decode()

    assert "1 comment approved." in page
    assert "1 comment left as before" in page
    assert [status_of(c) for c in (first, second, third)] == ["approved", "spam", "pending"]


def test_taking_many_away_from_readers_needs_a_reason(desk, thread):
    comments = ReaderCommentFactory.create_batch(2, thread=thread, status="approved")

    asked = ask(desk, "trash", *comments)
    assert "Give a reason" in confirm(desk, asked).content.decode()
    assert status_of(comments[0]) == "approved"
    confirm(desk, asked, reason="abuse")

    assert {status_of(comment) for comment in comments} == {"trash"}
    assert comments[0].decisions.last().reason == "abuse"


def test_a_flood_is_taken_in_steps_that_say_how_many(desk, thread, monkeypatch):
    monkeypatch.setattr(together, "MOST", 2)
    comments = ReaderCommentFactory.create_batch(3, thread=thread)

    asked = ask(desk, "mark_spam", all="1", asked="status=pending")
    assert "at most 2" in asked.content.decode()
    confirm(desk, asked)

    assert [status_of(comment) for comment in comments] == ["spam", "spam", "pending"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"verb": "erase", "all": "1"},
        {"verb": "approve"},
        {"verb": "approve", "id": ["x", "-1", "99999999999999999999"]},
        {"verb": "approve", "all": "1", "asked": "since=nonsense"},
        {"verb": "restore", "all": "1", "asked": "status=pending"},
    ],
)
def test_what_makes_no_sense_decides_nothing(desk, thread, fields):
    comment = ReaderCommentFactory(thread=thread)

    assert desk.post(TOGETHER, fields).status_code == 302
    assert status_of(comment) == "pending"


def test_what_was_confirmed_cannot_be_changed_borrowed_or_kept(desk, thread, monkeypatch):
    comment = ReaderCommentFactory(thread=thread)
    asked = ask(desk, "approve", comment)
    signed = filled_in(page_of(asked).select_one(f"form[action='{CONFIRMED}']"))["signed"]
    somebody = signed_in(person_with("moderate_readercomment"))

    desk.post(CONFIRMED, {"signed": signed[:-1] + ("a" if signed[-1] != "a" else "b")})
    desk.post(CONFIRMED, {})
    somebody.post(CONFIRMED, {"signed": signed})
    monkeypatch.setattr(together, "GOOD_FOR", dt.timedelta(seconds=-1))
    desk.post(CONFIRMED, {"signed": signed})

    assert status_of(comment) == "pending"


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_only_those_who_may_moderate_decide_on_many(thread, permission):
    person = person_with(*PERMISSIONS[permission])
    client = signed_in(person)
    comment = ReaderCommentFactory(thread=thread)
    chosen = together.Chosen(Verb.APPROVE, {comment.pk: Status.PENDING}, timezone.now())
    signed = chosen.signed(person)
    allowed = permission == "moderate"

    assert (ask(client, "approve", comment).status_code == 200) is allowed
    client.post(CONFIRMED, {"signed": signed})
    assert status_of(comment) == ("approved" if allowed else "pending")
    assert (client.get(RECENT).status_code == 200) is allowed


@pytest.mark.parametrize("action", ["approve", "mark_spam", "trash", "delete"])
def test_wagtails_own_bulk_addresses_lead_nowhere(desk, thread, action):
    comment = ReaderCommentFactory(thread=thread)

    answer = desk.post(f"/admin/bulk/reader_comments/readercomment/{action}/?id={comment.pk}")

    assert answer.status_code == 404
    assert status_of(comment) == "pending"


# --- taken back -----------------------------------------------------------------------------


def test_a_batch_is_taken_back_from_the_list_and_what_was_changed_since_is_told(
    desk, thread, moderator
):
    comments = ReaderCommentFactory.create_batch(3, thread=thread)
    confirm(desk, ask(desk, "mark_spam", *comments))
    restored = ReaderComment.objects.get(pk=comments[0].pk)
    restored.restore(by=UserFactory(first_name="Lee"))

    form = page_of(desk.get(LIST)).select_one(".moderation__undo form")
    assert "3 comments marked as spam" in " ".join(form.text.split())
    page = desk.post(form["action"], {"next": LIST}, follow=True).content.decode()

    assert "2 comments: undone." in page
    assert f"Reader comment {restored.pk} was already restored by Lee" in page
    assert {status_of(comment) for comment in comments} == {"pending"}


def test_mine_and_everybodys_decisions_are_listed_for_a_day(desk, thread, moderator):
    lee = UserFactory(first_name="Lee")
    mine, theirs, erased, old = ReaderCommentFactory.create_batch(4, thread=thread)
    mine.approve(by=moderator)
    batch = theirs.mark_spam(by=lee).batch
    erased.approve(by=lee)
    number = erased.pk
    erased.withdraw()
    Decision.objects.create(
        comment=old,
        comment_number=old.pk,
        who="moderator",
        actor=lee,
        verb="approve",
        from_status="pending",
        to_status="approved",
        at=timezone.now() - dt.timedelta(hours=25),
    )

    of_mine = page_of(desk.get(RECENT)).select(".moderation__row")
    of_all = page_of(desk.get(f"{RECENT}?of=everybody"))

    assert [" ".join(row.text.split())[:30] for row in of_mine] == [
        f"Reader comment {mine.pk} approved by Kim"[:30]
    ]
    listed = " ".join(of_all.text.split())
    assert f"Reader comment {theirs.pk} marked as spam by Lee" in listed
    assert f"Reader comment {old.pk} " not in listed
    page = desk.post(f"{RECENT}{batch}/undo/", follow=True)
    assert status_of(theirs) == "pending"
    assert f"Reader comment {theirs.pk}: undone." in page.content.decode()
    gone = Decision.objects.get(comment_number=number, verb="approve").batch
    page = desk.post(f"{RECENT}{gone}/undo/", follow=True).content.decode()
    assert f"Reader comment {number} has been erased." in page


def test_an_unknown_batch_undoes_nothing(desk):
    page = desk.post(f"{RECENT}{uuid.uuid4()}/undo/", follow=True)

    assert "There is nothing to undo." in page.content.decode()
