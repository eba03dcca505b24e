"""Whether a feed, or another version of a page, is what its link says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

RSS, ATOM, JSON_FEED = "application/rss+xml", "application/atom+xml", "application/feed+json"
# What the XML of each begins with.
_ROOTS = {RSS: "rss", ATOM: "{http://www.w3.org/2005/Atom}feed"}
MARKDOWN = "text/markdown"


def version_fault(kind: str, headers: Mapping[str, str], body: bytes, page: str) -> str:
    """Return what to do about another version of a page, a feed for one; nothing if it is sound.

    `headers` are by their small names, `page` is the address that has the link.
    """
    served = headers.get("content-type", "").partition(";")[0].strip().lower()
    if served != kind:
        return f"Serve it as {kind}: it comes as {served or 'nothing'}."
    if "noindex" not in headers.get("x-robots-tag", "").lower():
        return "Send X-Robots-Tag: noindex with it: results show the page itself."
    if kind == MARKDOWN:
        return _twin_fault(headers, page)
    if kind in {JSON_FEED, "application/json"}:
        return _json_fault(body)
    return _xml_fault(_ROOTS[kind], body) if kind in _ROOTS else ""


def varies_by_wish(headers: Mapping[str, str]) -> bool:
    """Say whether caches are told that an address answers each with the form it asks for."""
    return "accept" in {name.strip().lower() for name in headers.get("vary", "").split(",")}


def _twin_fault(headers: Mapping[str, str], page: str) -> str:
    if f'<{page}>; rel="canonical"' not in headers.get("link", ""):
        return f'Send Link: <{page}>; rel="canonical" with it: it is the page in another form.'
    return "" if varies_by_wish(headers) else "Send Vary: Accept with it."


def _xml_fault(wanted: str, body: bytes) -> str:
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
