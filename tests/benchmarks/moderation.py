"""What a moderator waits for: the list of comments, in every tab and narrowed in every way."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.report import Finding

LIST = "/admin/reader-comments/"
MOST_QUERIES = 12
# What PostgreSQL is held to; SQLite reads every comment for a word that is in few.
SLOWEST_MS = 150
TIMES = 5


@dataclass(frozen=True)
class Question:
    """One way to ask for the list, and how it was answered: the worst of most times."""

    query: str
    queries: int
    milliseconds: float


def moderation_list() -> Iterator[Finding]:
    """Yield the slowest and the costliest list, asked of this process by an administrator."""
    from blog.comments.models import CommentThread
    from tests.factories import UserFactory

    desk = Client()
    desk.force_login(UserFactory(is_superuser=True))
    answers = [_asked(desk, query) for query in questions()]
    total = sum(CommentThread.objects.totals().values())
    slowest = max(answers, key=lambda answer: answer.milliseconds)
    costliest = max(answers, key=lambda answer: answer.queries)
    what = f"moderation list of {total:,} comments"
    bound = SLOWEST_MS if connection.vendor == "postgresql" else None
    yield Finding(
        f"{what}: the slowest of {len(answers)} questions",
        slowest.milliseconds,
        "ms",
        bound,
        note=slowest.query or "as it opens",
    )
    yield Finding(f"{what}: queries", costliest.queries, "", MOST_QUERIES, note=costliest.query)


def questions() -> list[str]:
    """Return every tab, every filter in it, and a page far back."""
    from blog.comments.models import ReaderComment

    some = ReaderComment.objects.approved().order_by("-pk")[1000:1001].get()
    place = f"{some.submitted_at:%Y-%m-%dT%H:%M:%S}Z_{some.pk}"
    filters = [
        "",
        "q=ketamine",
        "q=ketamine+sleep",
        "q=nobodywrotethis",
        "link=yes",
        "link=no",
        "verified=yes",
        "verified=no",
        "personal=yes",
        "held=links_some",
        "since=2026-01-01",
        "until=2020-01-01",
        f"thread={some.thread_id}",
        f"address={some.pk}",
        f"sender={some.pk}",
        f"after={place}",
        f"before={place}",
        "link=yes&verified=no&q=pills",
    ]
    tabs = ("pending", "approved", "spam", "trash", "all")
    return [f"status={tab}&{each}".rstrip("&") for tab in tabs for each in filters]


def _asked(desk: Client, query: str) -> Question:
    """Ask a few times, after once for what a process remembers; leave out the slowest."""
    address = f"{LIST}?{query}"
    desk.get(address)
    with CaptureQueriesContext(connection) as asked:
        desk.get(address)
    took = sorted(_seconds(desk, address) for _ in range(TIMES))
    return Question(query, len(asked), 1000 * took[-2])


def _seconds(desk: Client, address: str) -> float:
    began = time.perf_counter()
    answer = desk.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return time.perf_counter() - began
