"""Tells the search engines that take part in IndexNow what has changed (https://www.indexnow.org).

What has changed waits in the database until somebody was told, so that a restart loses nothing.
"""

import datetime as dt
import json
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django_tasks import task

from crawlers.models import Answer, CrawlerSettings, WaitingAddress
from organization.models import SearchAndSocial

# For each step of a request, and for all of it.
PATIENCE, DEADLINE = 10.0, 30.0
# An answer is a status and a few words.
LONGEST_ANSWER = 2_000
GOOD = {200, 202}
# Asking again would change nothing: the addresses are let go.
HOPELESS = {400, 422}
SLOW_DOWN, BAD_KEY = 429, 403
AT_LEAST = {SLOW_DOWN: dt.timedelta(minutes=10), BAD_KEY: dt.timedelta(hours=1)}
# Names that no search engine can reach.
_PRIVATE_ENDINGS = (
    *(".localhost", ".local", ".test", ".example", ".invalid", ".internal"),
    *(".lan", ".home.arpa"),
)


class Said(NamedTuple):
    """What came back; status 0 when nothing did."""

    status: int
    words: str
    retry_after: dt.timedelta = dt.timedelta()


def hear(addresses: Iterable[str], **signal: Any) -> None:
    """Let addresses wait to be told of, in the transaction that changes them."""
    if not CrawlerSettings.current().indexnow_key or why_silent():
        return
    somebody_comes = WaitingAddress.objects.due().exists()
    WaitingAddress.objects.add(addresses)
    if not somebody_comes:
        transaction.on_commit(tell_search_engines.enqueue)


@task()
def tell_search_engines() -> None:
    """Tell of all that waits. What goes wrong is tried again by the timer."""
    tell_all()


def tell_all() -> None:
    """Tell of all whose time has come, in as few requests as it takes."""
    while not why_silent():
        claim = WaitingAddress.objects.claim()
        taken = WaitingAddress.objects.filter(claim=claim)
        addresses = list(taken.values_list("address", flat=True))
        if not addresses:
            return
        said = _post(addresses)
        Answer.objects.note(said.status, len(addresses), said.words)
        if said.status in GOOD or said.status in HOPELESS:
            taken.delete()
        else:
            pause = max(said.retry_after, AT_LEAST.get(said.status, dt.timedelta()))
            WaitingAddress.objects.put_off(claim, at_least=pause)
            return


def why_silent() -> str:
    """Say why nobody is told of anything; blank when they are."""
    if not CrawlerSettings.current().indexnow_key:
        return "there is no key."
    if not settings.INDEXNOW_ENDPOINT:
        return "INDEXNOW_ENDPOINT is empty (docs/operating.md)."
    if settings.STAGING:
        return "this is a trial site (STAGING is set)."
    if SearchAndSocial.current().hides:
        return "the whole site hides from search engines (Settings, Search and social)."
    if not _is_public(urlsplit(settings.SITE_URL).hostname or ""):
        return f"no search engine can reach {settings.SITE_URL}."
    return ""


def key_address(key: str) -> str:
    """Return where search engines find the key, and so who may speak for the site."""
    return f"{settings.SITE_URL}/{key}.txt"


def _post(addresses: list[str]) -> Said:
    key = CrawlerSettings.current().indexnow_key
    told = {
        "host": urlsplit(settings.SITE_URL).netloc,
        "key": key,
        "keyLocation": key_address(key),
        "urlList": addresses,
    }
    try:
        status, retry_after = _ask(settings.INDEXNOW_ENDPOINT, json.dumps(told).encode())
    except (OSError, HTTPException, ValueError) as problem:
        reason = str(problem) or type(problem).__name__
        return Said(0, f"They could not be reached ({reason}). It is tried again.")
    return Said(status, _words(status, len(addresses), key), retry_after)


def _ask(endpoint: str, body: bytes) -> tuple[int, dt.timedelta]:
    """Post to where the operator says, and nowhere else: a redirect is not followed."""
    address = urlsplit(endpoint)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=PATIENCE)
    # Whoever answers a letter at a time never times out by itself.
    alarm = threading.Timer(DEADLINE, _hang_up, [connection])
    alarm.start()
    try:
        connection.request(
            "POST",
            f"{address.path or '/'}{'?' + address.query if address.query else ''}",
            body,
            {"Content-Type": "application/json; charset=utf-8", "Connection": "close"},
        )
        answer = connection.getresponse()
        answer.read(LONGEST_ANSWER)
        return answer.status, _retry_after(answer)
    finally:
        alarm.cancel()
        connection.close()


def _hang_up(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):  # it may have ended by itself just now
            connection.sock.shutdown(socket.SHUT_RDWR)


def _retry_after(answer: HTTPResponse) -> dt.timedelta:
    said = answer.headers.get("Retry-After", "")
    if not (said.isascii() and said.isdecimal()):
        return dt.timedelta()
    return min(dt.timedelta(seconds=int(said[:6])), dt.timedelta(days=1))


def _words(status: int, count: int, key: str) -> str:
    """Say what an answer means to who reads it in the settings."""
    addresses = "1 address" if count == 1 else f"{count} addresses"
    match status:
        case 200 | 202:
            return f"{addresses} told."
        case 400:
            return f"{addresses} refused as malformed (400). They are not tried again."
        case 403:
            return (
                f"The key was not accepted (403). Open {key_address(key)}: it should show the key "
                "and nothing else, to everybody. It is tried again in an hour."
            )
        case 422:
            return (
                f"{addresses} refused as not ours (422): SITE_URL has to be the address that "
                "readers know. They are not tried again."
            )
        case 429:
            return "Too much was told at once (429). It is tried again later."
    return f"They answered {status}, which is no success. It is tried again."


def _is_public(host: str) -> bool:
    """Whether a host has a name of the public internet: an address in numbers is no site."""
    try:
        ip_address(host)
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE_ENDINGS)
    return False
