"""What the desk says of the filter: how far it is, how right each sign was, where it erred."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from blog.comments.learning import settle
from blog.comments.models import CommentRule, Decision, ReaderComment
from blog.comments.models.status import Status
from tests.comments.conftest import page_of, person_with, signed_in
from tests.factories import ReaderCommentFactory, UserFactory

pytestmark = pytest.mark.django_db

SIGNAL = {"code": "links_many", "weight": 0.6, "sentence": "It has 3 links, to a.com."}


@pytest.fixture
def desk() -> Client:
    """A moderator's browser."""
    return signed_in(person_with("view_readercomment", "moderate_readercomment"))


def screen(desk: Client):
    answer = desk.get(reverse("reader_comment:health"))
    assert answer.status_code == 200
    return page_of(answer)


def panel(page, name: str) -> str:
    return " ".join(page.select_one(f"#{name}-section").get_text(" ").split())


def rows(page, name: str) -> list[list[str]]:
    found = page.select(f"#{name}-section tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in found]


def came(thread, status="pending", signals=(SIGNAL,), days_ago=0, body="See a.com"):
    """Have a comment come, decided on by the site itself."""
    comment = ReaderCommentFactory.build(thread=thread, body=body, first_link_domain="a.com")
    comment.place(None)
    comment.save()
    comment.begin(Status(status), "Said by the site.", signals=list(signals), score=0.6)
    if days_ago:
        long_ago = timezone.now() - dt.timedelta(days=days_ago)
        table, field = Decision._meta.db_table, Decision._meta.get_field("at")
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET at = %s WHERE comment_number = %s",  # noqa: S608
                [field.get_db_prep_value(long_ago, connection), comment.pk],
            )
    return comment


def test_an_empty_site_has_nothing_to_show_and_says_so(desk):
    page = screen(desk)

    assert "Learning: 0 of 100 approved." in panel(page, "learning")
    assert "Nothing has been noticed" in panel(page, "signs")
    assert "No comment came" in panel(page, "days")
    assert "Nobody has overturned" in panel(page, "mistakes")
    assert "No spam" in panel(page, "domains")


def test_it_says_how_much_was_learned(desk, thread):
    for _ in range(3):
        came(thread).approve(by=UserFactory())
    settle()

    assert "Learning: 3 of 100 approved." in panel(screen(desk), "learning")


def test_each_sign_has_its_score_and_a_weak_one_is_marked(desk, thread):
    for verb in ("mark_spam", "approve", "approve"):
        getattr(came(thread), verb)(by=UserFactory())
    came(thread)

    assert rows(screen(desk), "signs") == [
        ["It had several links.", "4", "1", "2", "33 %, too low"]
    ]


def test_what_speaks_against_spam_is_right_about_what_is_approved(desk, thread):
    good = {"code": "previously_trusted", "weight": -0.5, "sentence": "Trusted."}
    came(thread, signals=[good]).approve(by=UserFactory())

    assert rows(screen(desk), "signs")[0][1:] == ["1", "1", "0", "100 %"]


def test_trash_takes_no_side_and_what_is_undone_is_not_decided(desk, thread):
    came(thread).trash(by=UserFactory(), reason="off_topic")
    came(thread).mark_spam(by=UserFactory()).undo(by=UserFactory())

    assert rows(screen(desk), "signs")[0][1:] == ["2", "0", "0", "—"]


def test_what_the_site_decided_itself_was_right_once_it_stood_for_a_week(desk, thread):
    came(thread, status="spam")
    assert rows(screen(desk), "signs")[0][1:] == ["1", "0", "0", "—"]

    came(thread, status="spam", days_ago=8)

    assert rows(screen(desk), "signs")[0][1:] == ["2", "1", "0", "100 %"]


def test_a_score_outlives_the_comment_that_retention_erases(desk, thread):
    comment = came(thread)
    comment.mark_spam(by=UserFactory())
    comment.expire("Kept as long as it may be.")

    assert not ReaderComment.objects.exists()
    assert rows(screen(desk), "signs")[0][1:] == ["1", "1", "0", "100 %"]


def test_rules_are_listed_with_the_signs_met_or_not(desk):
    CommentRule.objects.create(pattern="crypto", action="hold")

    assert rows(screen(desk), "signs") == [
        ["Rule: holds comments with “crypto”", "0", "0", "0", "—"]
    ]


def test_each_day_says_what_came_and_what_was_decided(desk, thread):
    came(thread).approve(by=UserFactory())
    came(thread, status="spam")
    came(thread, status="approved").mark_spam(by=UserFactory())

    days = rows(screen(desk), "days")

    assert len(days) == 14
    assert days[0][1:] == ["1", "1", "1", "1", "1"]
    assert days[1][1:] == ["0"] * 5


def test_mistakes_are_those_of_the_site_and_not_of_a_moderator(desk, thread):
    mistaken = came(thread, status="spam")
    mistaken.restore(by=UserFactory(first_name="Kim"))
    by_hand = came(thread)
    by_hand.mark_spam(by=UserFactory())
    by_hand.restore(by=UserFactory())

    said = panel(screen(desk), "mistakes")

    assert f"Reader comment {mistaken.pk} , restored by Kim" in said
    assert "Said by the site." in said
    assert f"Reader comment {by_hand.pk} " not in said


def test_it_says_where_spam_leads(desk, thread):
    came(thread, status="spam")
    came(thread, status="spam")
    came(thread)

    assert "a.com : 2" in panel(screen(desk), "domains")


def test_it_costs_the_same_for_little_and_for_much(desk, thread):
    came(thread, status="spam").restore(by=UserFactory())
    screen(desk)
    with CaptureQueriesContext(connection) as few:
        screen(desk)
    for _ in range(10):
        came(thread, status="spam").restore(by=UserFactory())
    screen(desk)

    with CaptureQueriesContext(connection) as many:
        screen(desk)

    assert len(many) == len(few)


def test_who_may_not_see_the_desk_does_not_see_it():
    client = signed_in(person_with("manage_comment_rules"))

    assert client.get(reverse("reader_comment:health")).status_code == 302
