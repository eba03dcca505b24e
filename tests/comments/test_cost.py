"""What taking a comment in costs, and that parallel readers lose nothing (P4, P5)."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from blog.comments.models import CommentThread, Decision, ReaderComment, Token
from blog.models import ArticlePage
from delivery.memory import forget_everything
from intake.keys import issue_key, issue_page_token
from pages.models import SitePage
from tests import databases
from tests.comments.conftest import BODY, Reader, plant_article
from tests.factories import BlogIndexPageFactory, ReaderCommentFactory

READERS = 50


def ticket(article: ArticlePage) -> dict[str, str]:
    return {
        "key": issue_key(f"comment.write:{article.pk}"),
        "page_token": issue_page_token("comment", article.pk, 0),
    }


# --- one ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("replying", [False, True])
def test_an_accepted_comment_costs_at_most_twelve_queries_and_no_mail(
    reader, article, thread, replying
):
    parent = ReaderCommentFactory(thread=thread, status="approved")
    fields = ticket(article) | ({"parent": str(parent.pk)} if replying else {})
    reader.write(article)  # What the process remembers, it has asked for once.

    with CaptureQueriesContext(connection) as asked:
        answer = reader.write(article, body=f"{BODY} See https://a.com/x", **fields)

    assert answer.status_code == 303
    assert len(asked) <= 12, "\n".join(query["sql"][:150] for query in asked)
    assert not mail.outbox


# --- many at once ---------------------------------------------------------------------------


# One after the other: two of them side by side need more connections than PostgreSQL gives.
fifty = pytest.mark.xdist_group("fifty connections")


@pytest.fixture
def committed_article(django_db_setup: None, django_db_blocker: Any) -> Iterator[ArticlePage]:
    """An article in a database of its own, where every thread sees what others commit."""
    usual = connection.settings_dict["NAME"]
    with (
        django_db_blocker.unblock(),
        databases.another_database("parallel") as name,
    ):
        databases.use(name)
        forget_everything()
        home = SitePage.objects.get(depth=2)
        yield plant_article(BlogIndexPageFactory(parent=home), "migraine")
        connections.close_all()
        databases.use(usual)
        forget_everything()


def at_once(send) -> list[Any]:
    """Let fifty readers press the button in the same moment."""
    together = Barrier(READERS)

    def press(number: int) -> Any:
        try:
            together.wait(timeout=60)
            return send(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(READERS) as readers:
        return list(readers.map(press, range(READERS)))


@fifty
def test_fifty_readers_at_once_are_all_heard_once(committed_article):
    tickets = [ticket(committed_article) for _ in range(READERS)]

    answers = at_once(
        lambda number: Reader().write(
            committed_article,
            name=f"Reader {number}",
            email=f"reader-{number}@example.org",
            body=f"{BODY} {number}",
            **tickets[number],
        )
    )

    assert Counter(answer.status_code for answer in answers) == {303: READERS}
    assert len({answer["Location"] for answer in answers}) == READERS
    bodies = ReaderComment.objects.values_list("body", flat=True)
    assert sorted(bodies) == sorted(f"{BODY} {number}" for number in range(READERS))
    thread = CommentThread.objects.get()
    assert thread.pending_count + thread.spam_count == READERS
    assert Decision.objects.count() == Token.objects.count() == READERS


@fifty
def test_fifty_presses_with_one_key_are_one_comment_with_one_receipt(committed_article):
    one = ticket(committed_article)

    answers = at_once(lambda number: Reader().write(committed_article, **one))

    assert Counter(answer.status_code for answer in answers) == {303: READERS}
    assert len({answer["Location"] for answer in answers}) == 1
    assert ReaderComment.objects.count() == Decision.objects.count() == 1
    assert CommentThread.objects.get().pending_count == 1


@fifty
def test_fifty_sendings_of_one_text_under_many_keys_are_one_comment(committed_article):
    tickets = [ticket(committed_article) for _ in range(READERS)]

    answers = at_once(lambda number: Reader().write(committed_article, **tickets[number]))

    assert Counter(answer.status_code for answer in answers) == {303: READERS}
    assert ReaderComment.objects.count() == 1
