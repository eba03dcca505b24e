"""Looking at an address of somebody else's site, without being made to look anywhere else.

An editor types the address, so it may lead anywhere: into the network the server stands in, to
itself, to a host that never stops answering. Only public machines are asked, on the two ports of
the web, at the very address that was checked; no redirect is followed, and little is read.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

SECONDS = 5
LONGEST = 15
MOST_BYTES = 512 * 1024
HTTP_OK = 200
PORTS = {"http": 80, "https": 443}
USER_AGENT = "Mozilla/5.0 (compatible; canonical check)"

Resolve = Callable[[str, int], list[str]]


class Unreachable(Exception):
    """The address cannot be asked, or gives no answer. Says why in words for an editor."""


@dataclass(frozen=True)
class Answer:
    """What an address answers: its status, its headers, and the beginning of its text."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""


def public_addresses(host: str, port: int) -> list[str]:
    """Return the network addresses of a host. Raises Unreachable unless all of them are public."""
    try:
        found = {
            str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        }
    except (OSError, UnicodeError) as error:
        raise Unreachable("No such site is known.") from error
    if not all(_is_public(address) for address in found):
        raise Unreachable("It lies inside a network that is not public.")
    return sorted(found)


def look_at(address: str, resolve: Resolve = public_addresses) -> Answer:
    """Ask an address once. Raises Unreachable."""
    parts = urlsplit(address)
    try:
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise Unreachable("Its port is no number.") from error
    host = parts.hostname or ""
    if parts.scheme not in PORTS or port != PORTS[parts.scheme] or not host or parts.username:
        raise Unreachable("Only plain web addresses are looked at.")
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return ask(parts.scheme, host, port, resolve(host, port)[0], target)


def ask(scheme: str, host: str, port: int, machine: str, target: str) -> Answer:
    """Ask a machine for a path, by the name of a host. Raises Unreachable."""
    connection = _PinnedConnection(host, port, machine, encrypted=scheme == "https")
    try:
        connection.request(
            "GET", target, headers={"User-Agent": USER_AGENT, "Accept": "text/html, */*;q=0.1"}
        )
        response = connection.getresponse()
        body = _beginning(response)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable("It does not answer.") from error
    finally:
        connection.close()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, body.decode("utf-8", "replace"))


def _beginning(response: http.client.HTTPResponse) -> bytes:
    """Read the beginning of an answer, and not for ever where it comes drop by drop."""
    deadline = time.monotonic() + LONGEST
    body = b""
    while len(body) < MOST_BYTES and time.monotonic() < deadline:
        part = response.read1(64 * 1024)
        if not part:
            break
        body += part
    return body


class _PinnedConnection(http.client.HTTPConnection):
    """A connection to the one machine that was checked, whatever its name leads to by now."""

    def __init__(self, host: str, port: int, machine: str, encrypted: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.machine = machine
        self.encrypted = encrypted

    def connect(self) -> None:
        """Connect to the machine, and have it prove that it is the host."""
        self.sock = socket.create_connection((self.machine, self.port), self.timeout)
        if self.encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)


def obstacle(answer: Answer, address: str) -> str:
    """Return why search engines would not take an address as canonical; nothing if they would."""
    if answer.status in range(300, 400):
        return f"It leads on to {answer.headers.get('location', 'another address')}: name that."
    if answer.status != HTTP_OK:
        return f"It answers with an error ({answer.status})."
    head = _Head()
    head.feed(answer.text)
    if "noindex" in f"{answer.headers.get('x-robots-tag', '')} {head.robots}".lower():
        return "It asks search engines not to keep it."
    if head.canonical and head.canonical.rstrip("/") != address.rstrip("/"):
        return f"It names another address as its own canonical one: {head.canonical}"
    return ""


class _Head(HTMLParser):
    """Of a page of somebody else's: what it asks of search engines."""

    def __init__(self) -> None:
        super().__init__()
        self.robots = ""
        self.canonical = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up what the head says of the page."""
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name", "").lower() in {"robots", "googlebot"}:
            self.robots += f" {given.get('content', '')}"
        if tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.canonical = self.canonical or given.get("href", "")
