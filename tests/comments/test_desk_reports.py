"""The log of decisions, and what it says of reasons and times."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.comments.models import Decision
from tests.comments.conftest import page_of, person_with, signed_in
from tests.factories import ReaderCommentFactory, UserFactory

pytestmark = pytest.mark.django_db


def with_rights(*rights: str) -> Client:
    return signed_in(person_with(*rights))


@pytest.fixture
def desk() -> Client:
    """A moderator's browser."""
    return with_rights("view_readercomment", "moderate_readercomment")


def log_url(query: str = "") -> str:
    return reverse("reader_comment:log") + query


def lines(client: Client, query: str = "") -> list[str]:
    rows = page_of(client.get(log_url(query))).select("table.listing tbody tr")
    return [" ".join(row.get_text(" ").split()) for row in rows]


def exported(client: Client) -> list[dict[str, str]]:
    answer = client.get(log_url("?export=csv"))
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


# --- the log --------------------------------------------------------------------------------


def test_the_log_tells_every_decision_newest_first(desk, thread):
    comment = ReaderCommentFactory(thread=thread)
    comment.approve(by=UserFactory(first_name="Kim"))
    comment.trash(by=UserFactory(first_name="Lee"), reason="abuse")

    told = lines(desk)

    assert len(told) == 3
    assert f"Reader comment {comment.pk} Lee moved to the trash Abuse" in told[0]
    assert "Kim approved" in told[1]
    assert "the site itself submitted" in told[2]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?verb=approve", 1),
        ("?who=machine", 1),
        ("?reason=abuse", 1),
        ("?verb=erase", 0),
        ("?at_from=2020-01-01&at_to=2020-02-01", 0),
    ],
)
def test_the_log_is_filtered(desk, thread, query, count):
    comment = ReaderCommentFactory(thread=thread)
    comment.approve(by=UserFactory())
    comment.trash(by=UserFactory(), reason="abuse")

    assert len(lines(desk, query)) == count


def test_the_log_is_filtered_by_who_decides(desk, thread):
    kim = person_with("moderate_readercomment")
    ReaderCommentFactory(thread=thread).approve(by=kim)
    page = page_of(desk.get(log_url()))

    assert str(kim.pk) in [
        each["value"]
        for each in page.select("[name=actor] option, [name=actor]")
        if each.get("value")
    ]
    assert len(lines(desk, f"?actor={kim.pk}")) == 1


def test_a_spreadsheet_of_the_log_holds_addresses_only_for_who_may_see_them(desk, thread):
    comment = ReaderCommentFactory(thread=thread, author_email="ann@example.org")
    comment.approve(by=UserFactory(first_name="Kim"))
    gone = ReaderCommentFactory(thread=thread)
    gone.withdraw()

    by_a_moderator = exported(desk)
    by_privacy = exported(with_rights("view_readercomment", "erase_readercomment"))

    assert len(by_a_moderator) == len(by_privacy) == 4
    assert "Address" not in by_a_moderator[0]
    assert "ann@example.org" not in str(by_a_moderator)
    approved = next(row for row in by_privacy if row["What"] == "approved")
    assert (approved["Who"], approved["Address"]) == ("Kim", "ann@example.org")


def test_the_log_costs_the_same_for_little_and_for_much(
    desk, thread, django_assert_max_num_queries
):
    kim = UserFactory()
    ReaderCommentFactory(thread=thread).approve(by=kim)
    desk.get(log_url())
    with django_assert_max_num_queries(60) as few:
        desk.get(log_url())
    for comment in ReaderCommentFactory.create_batch(10, thread=thread):
        comment.approve(by=UserFactory())

    with django_assert_max_num_queries(len(few)):
        desk.get(log_url())


# --- fair and quick -------------------------------------------------------------------------


def decided(thread, verb: str, minutes: int, sentence: str = "Held: by the first rule.", **words):
    """Have a comment wait so long before somebody decides."""
    comment = ReaderCommentFactory.build(thread=thread)
    comment.place(None)
    comment.save()
    Decision.objects.create(
        comment=comment,
        comment_number=comment.pk,
        who="machine",
        verb="submit",
        to_status="pending",
        sentence=sentence,
        at=timezone.now() - dt.timedelta(minutes=minutes),
    )
    type(thread).objects.filter(pk=thread.pk).update(pending_count=1)
    return getattr(comment, verb)(by=UserFactory(), **words)


def report(client: Client, query: str = ""):
    return page_of(client.get(reverse("reader_comment:fairness") + query))


def table(page, panel: str) -> list[list[str]]:
    rows = page.select(f"#{panel}-section tbody tr")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in rows]


def test_of_each_reason_to_hold_the_share_that_was_let_in_is_told(desk, thread):
    for _ in range(3):
        decided(thread, "approve", 10)
    decided(thread, "mark_spam", 10)
    decided(thread, "trash", 10, sentence="Held: by the second rule.", reason="off_topic")

    page = report(desk)

    assert table(page, "held") == [
        ["Held: by the first rule.", "3", "1", "0", "75%"],
        ["Held: by the second rule.", "0", "0", "1", "0%"],
    ]
    assert table(page, "reasons") == [["Off topic", "1"], ["Spam", "1"]]


def test_how_soon_comments_are_decided_on_is_told(desk, thread):
    for minutes in (30, 120, 120, 120, 3000):
        decided(thread, "approve", minutes)

    told = " ".join(report(desk).select_one("#times-section").get_text(" ").split())

    assert "Of 5 comments that waited, half were decided on within 2 hours" in told
    assert "nine in ten within 1 day" in told


def test_only_the_first_decision_counts_and_only_of_the_period(desk, thread):
    decided(thread, "approve", 10).undo(by=UserFactory())
    decided(thread, "approve", 60 * 24 * 40, sentence="Held: long ago.")

    assert table(report(desk), "held") == [["Held: by the first rule.", "1", "0", "0", "100%"]]
    assert len(table(report(desk, "?days=90"), "held")) == 2
    assert len(table(report(desk, "?days=nonsense"), "held")) == 1


def test_before_anything_is_decided_the_report_says_so(desk):
    assert "Nobody has decided" in report(desk).text


def test_the_report_costs_the_same_for_little_and_for_much(
    desk, thread, django_assert_max_num_queries
):
    decided(thread, "approve", 10)
    report(desk)
    with django_assert_max_num_queries(60) as few:
        report(desk)
    for minutes in range(10):
        decided(thread, "approve", minutes)

    with django_assert_max_num_queries(len(few)):
        report(desk)


@pytest.mark.parametrize(
    ("right", "allowed"),
    [
        (None, False),
        ("view_readercomment", True),
        ("moderate_readercomment", True),
        ("reply_readercomment", False),
        ("manage_comment_rules", False),
        ("erase_readercomment", False),
    ],
)
def test_the_reports_are_for_who_may_open_the_desk(right, allowed):
    client = with_rights(*filter(None, [right]))

    for address in (
        reverse("reader_comment:log"),
        reverse("reader_comment:log_results"),
        log_url("?export=csv"),
        log_url("?export=xlsx"),
        reverse("reader_comment:fairness"),
    ):
        assert (client.get(address).status_code == 200) is allowed, address
    assert ("Moderation log" in client.get("/admin/").text) is allowed
