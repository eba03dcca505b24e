"""A few threads that work for Django, however many requests wait or are answered from memory."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class TooBusyError(Exception):
    """More requests wait for Django than it can answer in good time."""


@dataclass(slots=True)
class Answer:
    """What Django said. A streamed body is still to be read, and closed by who reads it."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    stream: Iterable[bytes] | None = None

    @property
    def failed(self) -> bool:
        """Whether Django could not answer."""
        return self.status.startswith("5")


class DjangoThreads:
    """Asks Django in one of a few threads, each of which keeps its connection to the database."""

    def __init__(self, application: Application, threads: int, most_queued: int) -> None:
        self.application = application
        self.most_queued = most_queued
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self._queued = 0
        self._lock = threading.Lock()

    def ask(self, environ: Environ) -> Answer:
        """Return Django's answer. Raises TooBusyError when too many wait already."""
        with self._lock:
            if self._queued >= self.most_queued:
                raise TooBusyError
            self._queued += 1
        try:
            return self._pool.submit(self._answer, environ).result()
        finally:
            with self._lock:
                self._queued -= 1

    def _answer(self, environ: Environ) -> Answer:
        said: list[Any] = []
        parts = self.application(environ, lambda *words: said.extend(words[:2]))
        if not isinstance(parts, HttpResponseBase) or parts.streaming:
            return Answer(said[0], said[1], b"", stream=parts)
        try:
            return Answer(said[0], said[1], b"".join(parts))
        finally:
            parts.close()
