"""Asking the site of this process for an address, as a crawler on the web would: no network."""

import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections

from redirects.middleware import NOT_A_READER
from seo.audit.subject import joined

USER_AGENT = "Mozilla/5.0 (compatible; seo_audit)"
# Search engines read no more of a page.
MOST_BYTES = 2 * 1024 * 1024
# Whatever claims to be larger is not read on, only to know how large it would have been.
LARGEST = 64 * 1024 * 1024
MOST_HOPS = 10
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ERROR = 500


@dataclass(frozen=True)
class Answer:
    """What the site answers: status, headers by their small names, and the beginning of the body.

    `size` counts all of the body, `error` names what was raised while it was made.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    size: int = 0
    error: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it is HTML that can be read."""
        return self.status == 200 and self.headers.get("content-type", "").startswith("text/html")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True)
class Found:
    """The answer at the end of all redirects, and how many there were."""

    answer: Answer
    ends_at: str
    hops: int = 0
    is_endless: bool = False


class Crawler:
    """Somebody nobody knows, who asks the site for one address after the other."""

    def __init__(self) -> None:
        self.site: str = settings.SITE_URL
        self._address = urlsplit(self.site)
        self._handler = WSGIHandler()

    def is_ours(self, address: str) -> bool:
        """Say whether an address is one of this site."""
        return address.startswith(f"{self.site}/")

    def ask(self, address: str, most: int = MOST_BYTES) -> Answer:
        """Ask once. An error of the site is an answer, too."""
        raised: list[str] = []

        def note(**signal: Any) -> None:
            raised.append(getattr(sys.exc_info()[0], "__name__", ""))

        got_request_exception.connect(note)
        try:
            with _connection_kept():
                return self._answer(self._environment(address), most, raised)
        except Exception as error:  # while a body was streamed: the server would break off
            return Answer(ERROR, error=type(error).__name__)
        finally:
            got_request_exception.disconnect(note)

    def follow(self, address: str, most: int = MOST_BYTES) -> Found:
        """Ask, and go where redirects lead, until something else is answered."""
        seen = {address}
        answer = self.ask(address, most)
        while answer.status in REDIRECTS:
            address = joined(address, answer.headers.get("location", ""))
            if address in seen or len(seen) > MOST_HOPS:
                return Found(answer, address, len(seen), is_endless=True)
            if not self.is_ours(address):  # another site's: nobody is asked
                return Found(Answer(200), address, len(seen))
            seen.add(address)
            answer = self.ask(address, most)
        return Found(answer, address, len(seen) - 1)

    def _answer(self, environment: dict[str, Any], most: int, raised: list[str]) -> Answer:
        given: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            given.update(status=int(status.split()[0]), headers=headers)
            return lambda data: None

        kept, size = bytearray(), 0
        with closing(self._handler(environment, start)) as response:
            for part in response if most else ():
                size += len(part)
                kept += part[: max(0, most - len(kept))]
                if size > LARGEST:
                    break
        headers = {name.lower(): value for name, value in given["headers"]}
        error = raised[0] if raised and given["status"] >= ERROR else ""
        return Answer(given["status"], headers, bytes(kept), size, error)

    def _environment(self, address: str) -> dict[str, Any]:
        parts = urlsplit(address)
        scheme = self._address.scheme
        port = self._address.port or (443 if scheme == "https" else 80)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": quote(parts.query, safe="/%:@!$&'()*+,;=~?"),
            "SERVER_NAME": self._address.hostname or "",
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": self._address.netloc,
            "HTTP_X_FORWARDED_PROTO": scheme,
            "HTTP_USER_AGENT": USER_AGENT,
            "HTTP_ACCEPT": "text/html,*/*;q=0.8",
            NOT_A_READER: True,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


@contextmanager
def _connection_kept() -> Iterator[None]:
    """Keep the connection to the database between requests: there may be a transaction on it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
