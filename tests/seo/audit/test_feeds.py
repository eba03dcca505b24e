"""Feeds and twins as readers' programs and machines ask for them."""

import pytest

from seo.audit.feeds import version_fault

RSS, ATOM, FEED = "application/rss+xml", "application/atom+xml", "application/feed+json"
BODIES = {
    RSS: b'<rss version="2.0"><channel/></rss>',
    ATOM: b'<feed xmlns="http://www.w3.org/2005/Atom"/>',
    FEED: b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
}


def fault(kind: str, body: bytes, served_as: str = "", robots: str = "noindex") -> str:
    return version_fault(kind, {"content-type": served_as or kind, "x-robots-tag": robots}, body)


@pytest.mark.parametrize("kind", BODIES)
def test_a_feed_that_is_what_its_link_says_is_sound(kind):
    assert fault(kind, BODIES[kind], f"{kind}; charset=utf-8") == ""


@pytest.mark.parametrize("kind", BODIES)
def test_a_feed_that_is_served_as_something_else_is_found(kind):
    assert fault(kind, BODIES[kind], "text/html") == f"Serve it as {kind}: it comes as text/html."


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("body", [b"", b"<rss", b"{", b"[]", b"<html/>", b"{}", b"[" * 100_000])
def test_a_feed_that_cannot_be_read_is_found(kind, body):
    assert fault(kind, body)


def test_a_json_feed_without_items_is_found():
    body = b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}'

    assert fault(FEED, body) == "Give it a list of items."


def test_a_twin_is_kept_out_of_results():
    assert fault("text/markdown", b"# Migraine") == ""
    assert fault("text/markdown", b"# Migraine", robots="").startswith("Send X-Robots-Tag")
