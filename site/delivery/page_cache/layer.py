"""The page cache: a WSGI application in front of Django's."""

import time
from collections.abc import Iterable
from typing import Any, cast

from delivery.page_cache.entry import Entry, StartResponse, make_entry
from delivery.page_cache.flights import Flights
from delivery.page_cache.journal import Listener
from delivery.page_cache.middleware import OFFER, Offer
from delivery.page_cache.parts import PARTS, Parts
from delivery.page_cache.question import HTML, Question, Rules
from delivery.page_cache.store import Store
from delivery.page_cache.threads import Answer, DjangoThreads, Environ, TooBusyError

# How long an old copy may stand in for an answer that cannot be made.
STALE_FOR = 3600.0
# How long a request waits for another's answer, and how many may.
WAIT_FOR = 10.0
MOST_WAITING = 200
RETRY_AFTER = "2"
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_RANGE")


class PageCache:
    """Answers from memory what is the same for everybody; asks Django for everything else.

    X-Cache says which: `hit`, `miss` (made now, kept), `stale` (an old copy stands in), `bypass`.
    """

    def __init__(
        self, django: DjangoThreads, rules: Rules, store: Store, listener: Listener, seconds: float
    ) -> None:
        self.django = django
        self.rules = rules
        self.store = store
        self.listener = listener
        self.seconds = seconds
        self.flights = Flights(MOST_WAITING)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        question = self.rules.question(environ)
        try:
            if question is None:
                return self._passed_on(environ, start_response)
            self.listener.catch_up()
            entry = self._kept(question)
            if entry is not None and entry.is_fresh(time.time()):
                return entry.answer(environ, start_response, "hit")
            return self._missed(question, entry, environ, start_response)
        except TooBusyError:
            return _too_busy(start_response)

    def _missed(
        self, question: Question, entry: Entry | None, environ: Environ, start: StartResponse
    ) -> Iterable[bytes]:
        """Make the answer, unless somebody does already."""
        deadline = time.monotonic() + WAIT_FOR
        while True:
            flight, mine = self.flights.board(question)
            if mine:
                return self._made(question, entry, environ, start)
            if entry is not None and entry.may_stand_in(time.time(), STALE_FOR):
                return entry.answer(environ, start, "stale")
            if not self.flights.wait(flight, deadline - time.monotonic()):
                raise TooBusyError
            if not flight.shared:
                return self._passed_on(environ, start)
            self.listener.catch_up()
            entry = self._kept(question)
            if entry is not None and entry.is_fresh(time.time()):
                return entry.answer(environ, start, "hit")

    def _made(
        self, question: Question, old: Entry | None, environ: Environ, start: StartResponse
    ) -> Iterable[bytes]:
        shared = False
        try:
            offer = Offer(may_be_in_front=question.variant == HTML)
            since, now = self.store.begin(), time.time()
            asked = _for_everybody(environ, offer)
            answer = self.django.ask({**asked, PARTS: Parts(self.store, self.listener)})
            if answer.failed and self._may_stand_in(question, old):
                shared = True
                return old.answer(environ, start, "stale")  # type: ignore[union-attr]
            if offer.shown is None or answer.stream is not None:
                return _sent(answer, environ, start)
            entry = self._entry(answer, offer, now)
            if self.listener.reader.has_begun:
                kept = self.store.put(question, entry, since)
                # Overtaken by a change, it is no answer for those who came after the change.
                shared = kept or self.store.overtaken(entry.tags, since)
            return entry.answer(environ, start, "miss")
        except TooBusyError:
            if self._may_stand_in(question, old):
                shared = True
                return old.answer(environ, start, "stale")  # type: ignore[union-attr]
            raise
        finally:
            self.flights.land(question, shared=shared)

    def _entry(self, answer: Answer, offer: Offer, made_at: float) -> Entry:
        shown = offer.shown
        assert shown is not None  # noqa: S101
        expires_at = made_at + self.seconds
        if shown.changes_at is not None:
            expires_at = min(expires_at, shown.changes_at.timestamp())
        return make_entry(
            answer.status,
            answer.headers,
            answer.body,
            tags=shown.as_kept(),
            expires_at=expires_at,
            made_at=made_at,
            dated=not self.store.changed_within_second(shown.tags, made_at),
            in_front=offer.in_front,
        )

    def _kept(self, question: Question) -> Entry | None:
        return cast("Entry | None", self.store.get(question))

    def _may_stand_in(self, question: Question, old: Entry | None) -> bool:
        """Whether the old copy is still there: a hard purge has taken it away meanwhile."""
        if old is None or not old.may_stand_in(time.time(), STALE_FOR):
            return False
        self.listener.catch_up()
        return self._kept(question) is old

    def _passed_on(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            environ[PARTS] = Parts(self.store, self.listener)
        return _sent(self.django.ask(environ), environ, start)


def _for_everybody(environ: Environ, offer: Offer) -> Environ:
    """Return the request as anybody could have made it."""
    asked = {**environ, "REQUEST_METHOD": "GET", OFFER: offer}
    for condition in _CONDITIONS:
        asked.pop(condition, None)
    return asked


def _sent(answer: Answer, environ: Environ, start: StartResponse) -> Iterable[bytes]:
    start(answer.status, [*answer.headers, ("X-Cache", "bypass")])
    if answer.stream is not None:
        return answer.stream
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _too_busy(start: StartResponse) -> list[bytes]:
    body = b"The site is very busy. Please try again in a moment.\n"
    headers: list[tuple[str, Any]] = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Retry-After", RETRY_AFTER),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Cache", "bypass"),
    ]
    start("503 Service Unavailable", headers)
    return [body]
