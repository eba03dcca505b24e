"""Whether a feed, or another version of a page, is what its link says."""

from __future__ import annotations

import json
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

RSS, ATOM, JSON_FEED = "application/rss+xml", "application/atom+xml", "application/feed+json"
FEEDS = frozenset({RSS, ATOM, JSON_FEED, "application/json"})


def feed_fault(kind: str, served_as: str, body: bytes) -> str:
    """Return what to do about a feed of a kind; nothing when a reader's program can follow it."""
    served = served_as.partition(";")[0].strip().lower()
    if served != kind:
        return f"Serve it as {kind}: it comes as {served or 'nothing'}."
    if kind in {JSON_FEED, "application/json"}:
        return _json_fault(body)
    wanted = "rss" if kind == RSS else "{http://www.w3.org/2005/Atom}feed"
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        return f"Write XML that can be read: {str(error)[:100]}."
    return "" if root.tag == wanted else f"Begin it with {wanted}."


def _json_fault(body: bytes) -> str:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        return f"Write JSON that can be read: {str(error)[:100]}."
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(
        "https://jsonfeed.org/version/"
    ):
        return "Say which version of JSON Feed it is."
    return "" if isinstance(feed.get("items"), list) else "Give it a list of items."
