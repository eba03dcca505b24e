"""What taking a comment in costs, and that neither crowds nor crashes lose anything (P4, P5)."""

import os
import select
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.comments.learning import opinion_on, settle
from blog.comments.models import (
    CommenterTrust,
    CommentRule,
    CommentThread,
    Decision,
    ReaderComment,
    Token,
)
from blog.comments.models.commenter import author_key
from blog.models import ArticlePage
from delivery.memory import forget_everything
from intake.keys import issue_key, issue_page_token
from intake.models import RateCount
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
@pytest.mark.parametrize("trusted", [False, True])
def test_an_accepted_comment_costs_at_most_twelve_queries_and_no_mail(
    reader, article, thread, moderator, replying, trusted
):
    ReaderCommentFactory(thread=thread, body=BODY).approve(by=moderator)
    settle()  # So there is something for the filter to look up.
    if trusted:
        CommenterTrust.objects.create(
            author_key=author_key("ann@example.org"),
            verified_at=timezone.now(),
            approved_count=2,
        )
    parent = ReaderCommentFactory(thread=thread, status="approved")
    fields = ticket(article) | ({"parent": str(parent.pk)} if replying else {})
    # What the process remembers, it has asked for once.
    reader.write(article)
    assert opinion_on(BODY)
    CommentRule.acting()

    with CaptureQueriesContext(connection) as asked:
        answer = reader.write(article, body=BODY if trusted else f"{BODY} a.com", **fields)

    assert answer.status_code == 303
    assert ReaderComment.objects.latest("pk").is_visible is trusted
    # What is approved at once tells the page cache, too: twelve then, and the transaction itself.
    most = 14 if trusted else 12
    assert len(asked) <= most, "\n".join(query["sql"][:150] for query in asked)
    assert not mail.outbox


# --- a crash in the middle -------------------------------------------------------------------

# From the row just written to the answer that never arrives.
STEPS = {
    "counting": "blog.comments.submission._count",
    "deciding": "blog.comments.submission._begin",
    "granting a receipt": "blog.comments.submission.Token.grant",
    "answering": "blog.comments.views.SeeOther",
}


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_loses_nothing_and_a_retry_doubles_nothing(
    committed_article, step, monkeypatch
):
    one = ticket(committed_article)

    kill_at(STEPS[step], lambda: Reader().write(committed_article, **one), monkeypatch)
    answers = [Reader().write(committed_article, **one) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Reader().client.get(answers[0]["Location"]).status_code == 200
    comment = ReaderComment.objects.get()
    assert (comment.body, comment.status) == (BODY, "pending")
    assert Decision.objects.count() == Token.objects.count() == 1
    assert CommentThread.objects.get().pending_count == 1
    counts = RateCount.objects.filter(scope__startswith="comment.")
    assert {count.count for count in counts} == {1}


def kill_at(step: str, send: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a process of its own send something, and kill it when it has come to that step."""
    arrived, arrive = os.pipe()
    connections.close_all()  # an open database is not for two processes
    worker = os.fork()
    if not worker:
        try:
            monkeypatch.setattr(step, lambda *args, **kwargs: stand_still(arrive))
            send()
        finally:
            os._exit(1)
    try:
        assert select.select([arrived], [], [], 60)[0], f"never came to {step}"
    finally:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        os.close(arrived)
        os.close(arrive)


def stand_still(arrive: int) -> None:
    os.write(arrive, b"!")
    time.sleep(600)


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
