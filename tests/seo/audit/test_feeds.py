"""Feeds as readers' programs ask for them."""

import pytest

from seo.audit.feeds import feed_fault

RSS, ATOM, FEED = "application/rss+xml", "application/atom+xml", "application/feed+json"
BODIES = {
    RSS: b'<rss version="2.0"><channel/></rss>',
    ATOM: b'<feed xmlns="http://www.w3.org/2005/Atom"/>',
    FEED: b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_feed_that_is_what_its_link_says_is_sound(kind):
    assert feed_fault(kind, f"{kind}; charset=utf-8", BODIES[kind]) == ""


@pytest.mark.parametrize("kind", BODIES)
def test_a_feed_that_is_served_as_something_else_is_found(kind):
    fault = feed_fault(kind, "text/html", BODIES[kind])

    assert fault == f"Serve it as {kind}: it comes as text/html."


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("body", [b"", b"<rss", b"{", b"[]", b"<html/>", b"{}", b"[" * 100_000])
def test_a_feed_that_cannot_be_read_is_found(kind, body):
    assert feed_fault(kind, kind, body)


def test_a_json_feed_without_items_is_found():
    body = b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}'

    assert feed_fault(FEED, FEED, body) == "Give it a list of items."
