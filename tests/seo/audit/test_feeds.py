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
    headers = {"content-type": served_as or kind, "x-robots-tag": robots}
    return version_fault(kind, headers, body, "https://www.example.org/blog/")


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


TWIN = {
    "content-type": "text/markdown; charset=utf-8",
    "x-robots-tag": "noindex",
    "link": '<https://www.example.org/migraine/>; rel="canonical"',
    "vary": "Accept-Encoding, Accept",
}


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({}, ""),
        ({"x-robots-tag": ""}, "Send X-Robots-Tag"),
        ({"link": ""}, "Send Link: <https://www.example.org/migraine/>"),
        ({"link": '<https://www.example.org/>; rel="canonical"'}, "Send Link:"),
        ({"vary": "Accept-Encoding"}, "Send Vary: Accept"),
    ],
)
def test_a_twin_is_kept_out_of_results_and_names_its_page(wrong, fault):
    page = "https://www.example.org/migraine/"

    found = version_fault("text/markdown", TWIN | wrong, b"# Migraine", page)

    assert found.startswith(fault)
    assert bool(found) == bool(fault)
