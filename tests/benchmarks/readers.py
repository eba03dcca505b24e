"""Readers on connections of their own, who look at each answer: whose it is, when, if whole."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlsplit

PATIENCE = 30
OK = 200


@dataclass(frozen=True)
class Answer:
    """One answer, or (status 0) that none came. Times are of the monotonic clock."""

    status: int
    headers: dict[str, str]
    body: bytes
    asked_at: float
    came_at: float
    began_at: float

    @property
    def from_cache(self) -> str:
        """What the page cache says of it: `hit`, `miss`, `stale`, `bypass`, or nothing."""
        return self.headers.get("x-cache", "")

    @property
    def text(self) -> str:
        """The body as it was before it was compressed."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


def ask(url: str, **headers: str) -> Answer:
    """Ask once, on a connection of its own."""
    begun = time.monotonic()
    try:
        with _connected(url) as connection:
            return _asked(connection, _question(url, headers))
    except (OSError, HTTPException):
        return _none(begun)


def ask_each(urls: list[str]) -> Iterator[Answer]:
    """Ask for many addresses of one site, one after the other on one connection."""
    with _connected(urls[0]) as connection:
        for url in urls:
            yield _asked(connection, _question(url, {}))


def ask_at_once(url: str, number: int) -> list[Answer]:
    """Ask so many times at once: every question is out before the first answer is read."""
    question = _question(url, {})
    connections = [_connected(url) for _ in range(number)]
    begun = time.monotonic()
    for connection in connections:
        connection.sendall(question)
    answers = []
    for connection in connections:
        try:
            answers.append(_read(connection, begun))
        except (OSError, HTTPException):
            answers.append(_none(begun))
        finally:
            connection.close()
    return answers


@contextmanager
def crowd(url: str, number: int = 8, pause: float = 0.0) -> Iterator[list[Answer]]:
    """Let so many readers ask again and again while the block runs; yield what they are told.

    Who loses a connection makes a new one, as browsers do. A pause of some seconds lies between
    an answer and the next question.
    """
    answers: list[Answer] = []
    enough = threading.Event()
    readers = [
        threading.Thread(target=_ask_until, args=(enough, url, pause, answers))
        for _ in range(number)
    ]
    for reader in readers:
        reader.start()
    try:
        yield answers
    finally:
        enough.set()
        for reader in readers:
            reader.join()


def _ask_until(enough: threading.Event, url: str, pause: float, answers: list[Answer]) -> None:
    question = _question(url, {})
    while not enough.is_set():
        begun = time.monotonic()
        try:
            with _connected(url) as connection:
                while not enough.is_set():
                    begun = time.monotonic()
                    answers.append(_asked(connection, question))
                    enough.wait(pause)
        except (OSError, HTTPException):
            answers.append(_none(begun))
            time.sleep(0.01)


def _connected(url: str) -> socket.socket:
    address = urlsplit(url)
    connection = socket.create_connection((address.hostname, address.port), timeout=PATIENCE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _question(url: str, headers: dict[str, str]) -> bytes:
    address = urlsplit(url)
    path = f"{address.path}?{address.query}" if address.query else address.path
    said = {"Host": address.netloc, "Accept-Encoding": "gzip"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()


def _asked(connection: socket.socket, question: bytes) -> Answer:
    begun = time.monotonic()
    connection.sendall(question)
    return _read(connection, begun)


def _read(connection: socket.socket, begun: float) -> Answer:
    answer = HTTPResponse(connection, method="GET")
    try:
        answer.begin()
        began = time.monotonic()
        body = answer.read()  # raises IncompleteRead when it ends too early
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, body, begun, time.monotonic(), began)
    finally:
        answer.close()


def _none(begun: float) -> Answer:
    now = time.monotonic()
    return Answer(0, {}, b"", begun, now, now)
