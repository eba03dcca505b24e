"""The pages that are measured, and how to ask for them with the page cache or past it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

Application = Callable[..., Any]
# The layer lets everybody by who may be signed in; there is no such session, so nobody is.
PAST_THE_CACHE = {"Cookie": "sessionid=nobody"}
MOST_QUERIES = {"article": 10, "listing": 12, "sitemap": 3}


@dataclass(frozen=True)
class Page:
    """One page by the name that the table gives it."""

    name: str
    path: str
    may_be_kept: bool = True


def measured_pages() -> list[Page]:
    """Return the pages of the site whose database the connection points at."""
    from blog.models import TopicPage

    topic = (
        TopicPage.objects.published().counting_articles().order_by("-article_count", "pk").first()
    )
    return [
        Page("home", "/"),
        Page("listing", "/blog/"),
        Page("article", "/blog/migraine-vs-headache-ketamine/"),
        Page("topic", topic.get_url()),
        Page("search", "/search/?q=ketamine", may_be_kept=False),
        Page("sitemap", "/sitemap-blog.xml"),
    ]


def article_count() -> int:
    """Return how many articles readers can find."""
    from blog.models import ArticlePage

    return ArticlePage.objects.published().count()


def cold_articles(number: int) -> list[str]:
    """Return paths of articles that nothing else here asks for."""
    from blog.models import ArticlePage

    articles = ArticlePage.objects.published().exclude(slug="migraine-vs-headache-ketamine")
    return [article.get_url() for article in articles.order_by("-pk")[:number]]


def wait_for_tasks(patience: float = 300) -> None:
    """Wait until the site's task worker has nothing left to do."""
    from django_tasks_db.models import DBTaskResult

    deadline = time.monotonic() + patience
    while DBTaskResult.objects.ready().exists() or DBTaskResult.objects.running().exists():
        if time.monotonic() > deadline:
            raise TimeoutError("The task worker has not come to an end.")
        time.sleep(0.5)


def queries(path: str, **headers: str) -> int:
    """Count the queries of an answer that this process gives, behind the page cache of its own.

    It has shown the page twice before, as a process that has been up for a while.
    """
    from config.wsgi import application

    for _ in range(2):
        answered(application, path, **headers)
    with counted_queries() as counted:
        answered(application, path, **headers)
    return len(counted)


def answered(application: Application, path: str, **headers: str) -> None:
    """Let an application answer, as a server would."""
    from django.test import RequestFactory

    said = {"host": "localhost", **headers}
    b"".join(application(RequestFactory(headers=said).get(path).environ, lambda *words: None))


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Count what any thread asks the database, except the one that listens for changes."""
    from django.db.backends.utils import CursorWrapper

    asked: list[str] = []
    ask = CursorWrapper._execute_with_wrappers

    def listened(self: CursorWrapper, sql: str, *rest: object, **more: object) -> object:
        if threading.current_thread().name != "page cache":
            asked.append(sql)
        return ask(self, sql, *rest, **more)

    with mock.patch.object(CursorWrapper, "_execute_with_wrappers", listened):
        yield asked
