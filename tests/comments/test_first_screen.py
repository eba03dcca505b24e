"""The first screen says what waits, and lets it be decided there."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.comments.models import ReaderComment
from tests.comments.conftest import page_of, person_with
from tests.factories import ReaderCommentFactory

pytestmark = pytest.mark.django_db
HOME = "/admin/"


@pytest.fixture
def desk(moderator) -> Client:
    """A moderator's browser."""
    client = Client()
    client.force_login(moderator)
    return client


def waiting(thread, hours: int, **fields) -> ReaderComment:
    since = timezone.now() - dt.timedelta(hours=hours, minutes=1)
    return ReaderCommentFactory(thread=thread, submitted_at=since, **fields)


def summary(client: Client) -> str:
    link = (
        page_of(client.get(HOME))
        .select_one(".w-summary, main")
        .find("a", string=lambda text: text and "waiting" in text)
    )
    return " ".join(link.text.split()) if link else ""


def test_the_summary_says_how_many_wait_and_for_how_long(desk, thread):
    assert summary(desk) == "0 comments waiting"
    waiting(thread, 3)
    waiting(thread, 1)

    assert summary(desk) == "2 comments waiting, oldest 3\xa0hours, 1\xa0minute".replace(
        "\xa0", " "
    )


def test_the_five_that_waited_longest_are_shown_with_why_and_on_what(desk, thread):
    comments = [waiting(thread, hours, author_name=f"Reader {hours}") for hours in range(1, 8)]

    items = page_of(desk.get(HOME)).select("#waiting-comments-section li")

    assert [item.a["href"] for item in items] == [
        reverse("reader_comment:page", args=[comment.pk]) for comment in reversed(comments[2:])
    ]
    told = " ".join(items[0].get_text(" ").split())
    assert "Reader 7" in told
    assert thread.page.title in told
    assert "Held: this commenter is not trusted yet." in told


def test_what_is_decided_there_leads_back_to_the_next_one(desk, thread):
    comment = waiting(thread, 2)
    form = page_of(desk.get(HOME)).select_one("#waiting-comments-section form")
    fields = {each["name"]: each["value"] for each in form.select("input[name=next]")}

    answer = desk.post(form["action"], fields | {"verb": "approve"})

    assert answer.url == "/admin/#waiting-comments-section"
    assert ReaderComment.objects.get(pk=comment.pk).is_visible


def test_the_first_screen_costs_the_same_for_one_comment_and_for_many(
    desk, thread, django_assert_max_num_queries
):
    waiting(thread, 1)
    desk.get(HOME)
    with django_assert_max_num_queries(60) as few:
        desk.get(HOME)
    for hours in range(2, 12):
        waiting(thread, hours)

    with django_assert_max_num_queries(len(few)):
        desk.get(HOME)


@pytest.mark.parametrize("right", [None, "view_readercomment", "reply_readercomment"])
def test_who_does_not_decide_is_told_of_nothing(thread, right):
    waiting(thread, 1)
    client = Client()
    client.force_login(person_with(*filter(None, [right])))

    page = page_of(client.get(HOME))

    assert not page.select("#waiting-comments-section")
    assert "waiting, oldest" not in page.text
