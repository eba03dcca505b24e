"""Situations: a page cache in front of a toy application, or of Django itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, cast

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from delivery.page_cache.assembly import rules
from delivery.page_cache.journal import Reader
from delivery.page_cache.layer import PageCache
from delivery.page_cache.middleware import OFFER
from delivery.page_cache.store import Store
from delivery.page_cache.tags import Shown
from delivery.page_cache.threads import Answer, DjangoThreads

BODY = b"<p>Migraine is more than a headache.</p>" * 50


@dataclass
class Said:
    """What a reader got."""

    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def code(self) -> int:
        return int(self.status.split()[0])

    @property
    def state(self) -> str:
        return self.headers["X-Cache"]


def ask(application: Callable[..., Any], path: str = "/", **environ: Any) -> Said:
    """Ask a WSGI application, as a server would."""
    said = Said()

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        said.status, said.headers = status, dict(headers)

    path, _, query = path.partition("?")
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "testserver",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    said.body = b"".join(application({**asked, **environ}, start))
    return said


class Listening:
    """A listener that the test itself tells when to read."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader

    def catch_up(self) -> None:
        """Read the journal now."""
        self.reader.read()


class Silence:
    """A journal in which nothing stands."""

    has_begun = True

    def read(self) -> None:
        """Find nothing."""


class Toy:
    """An application whose answers the test decides on."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status, self.body, self.tags = "200 OK", BODY, {"page:1"}
        self.headers = [("Content-Type", "text/html; charset=utf-8")]
        self.keeps = True
        self.changes_at: Any = None
        self.meanwhile: Callable[[], Any] = lambda: None

    def ask(self, environ: dict[str, Any]) -> Answer:
        """Answer as Django would, taking the offer if there is one."""
        self.asked.append(environ)
        self.meanwhile()
        if self.keeps and OFFER in environ:
            environ[OFFER].shown = Shown(set(self.tags), self.changes_at)
        return Answer(self.status, list(self.headers), self.body)

    @property
    def renders(self) -> int:
        """How often it was asked."""
        return len(self.asked)


@pytest.fixture
def toy() -> Toy:
    """An application that says the same to everybody."""
    return Toy()


@pytest.fixture
def store() -> Store:
    """An empty store."""
    return Store(10_000_000)


@pytest.fixture
def cache(toy: Toy, store: Store) -> PageCache:
    """A page cache in front of the toy."""
    silence: Any = Listening(Silence())
    return PageCache(cast("Any", toy), rules(), store, silence, seconds=3600)


class OneThread(DjangoThreads):
    """Django in the test's own thread, where its transaction is."""

    def ask(self, environ: dict[str, Any]) -> Answer:
        """Answer at once, leaving the connection open."""
        signals = (request_started, request_finished)
        for signal in signals:
            signal.disconnect(close_old_connections)
        try:
            return self._answer(environ)
        finally:
            for signal in signals:
                signal.connect(close_old_connections)


@pytest.fixture
def site_cache(db: None) -> PageCache:
    """A page cache in front of the site, listening to the journal of the test's database."""
    store = Store(10_000_000)
    django = OneThread(get_wsgi_application(), 1, 1)
    listening: Any = Listening(Reader(store))
    return PageCache(django, rules(), store, listening, seconds=3600)
