"""An answer made once and sent again."""

import gzip
import time
from email.utils import formatdate

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.page_cache.encodings import accepted
from delivery.page_cache.entry import make_entry
from tests.delivery.page_cache.conftest import BODY, Said

HTML = [("Content-Type", "text/html; charset=utf-8")]


def made(headers=HTML, body=BODY, status="200 OK", **more):
    more = {"tags": ["page:1"], "expires_at": 1e12, "made_at": 1_000_000.0} | more
    return make_entry(status, headers, body, **more)


def send(entry, **environ):
    said = Said()

    def start(status, headers):
        said.status, said.headers = status, dict(headers)

    said.body = b"".join(entry.answer({"REQUEST_METHOD": "GET", **environ}, start, "hit"))
    return said


@pytest.mark.parametrize(
    ("header", "coding", "undo"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("", None, bytes),
        ("br;q=0, gzip;q=0", None, bytes),
        ("identity", None, bytes),
        ("zstd, deflate", None, bytes),
        ("gzip;q=nonsense", None, bytes),
    ],
)
def test_everybody_gets_the_coding_they_take(header, coding, undo):
    said = send(made(), HTTP_ACCEPT_ENCODING=header)

    assert said.headers.get("Content-Encoding") == coding
    assert undo(said.body) == BODY
    assert said.headers["Content-Length"] == str(len(said.body))
    assert said.headers["Vary"] == "Accept-Encoding"


def test_each_coding_has_a_strong_etag_of_its_own_and_answers_only_to_that():
    entry = made()
    etags = {send(entry, HTTP_ACCEPT_ENCODING=how).headers["ETag"] for how in ("br", "gzip", "")}

    assert len(etags) == 3
    assert not any(etag.startswith("W/") for etag in etags)
    gzipped = send(entry, HTTP_ACCEPT_ENCODING="gzip").headers["ETag"]
    for known, code in [
        (gzipped, 304),
        (f'"x", {gzipped}', 304),
        (f"W/{gzipped}", 304),
        ("*", 304),
    ]:
        assert send(entry, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=known).code == code
    assert send(entry, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=gzipped).code == 200


def test_a_304_has_no_body_and_repeats_what_caches_need():
    etag = send(made(), HTTP_ACCEPT_ENCODING="br").headers["ETag"]

    said = send(made(), HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=etag)

    assert (said.code, said.body) == (304, b"")
    assert {"ETag", "Cache-Control", "Vary", "Last-Modified"} <= said.headers.keys()
    assert "Content-Length" not in said.headers


def test_the_same_body_has_the_same_etag_in_every_process_and_another_has_another():
    assert send(made()).headers["ETag"] == send(made(made_at=5.0)).headers["ETag"]
    assert send(made()).headers["ETag"] != send(made(body=BODY + b".")).headers["ETag"]


def test_if_modified_since_is_answered_and_the_etag_comes_first():
    entry = made()
    since = {"HTTP_IF_MODIFIED_SINCE": formatdate(1_000_000, usegmt=True)}

    assert send(entry, **since).code == 304
    assert send(entry, HTTP_IF_MODIFIED_SINCE=formatdate(999_999, usegmt=True)).code == 200
    assert send(entry, **since, HTTP_IF_NONE_MATCH='"another"').code == 200
    assert send(entry, HTTP_IF_MODIFIED_SINCE="yesterday").code == 200


def test_within_the_second_of_a_change_there_is_no_date():
    entry = made(dated=False)

    assert "Last-Modified" not in send(entry).headers
    assert send(entry, HTTP_IF_MODIFIED_SINCE=formatdate(time.time())).code == 200


def test_an_answers_own_date_is_kept():
    dated = [*HTML, ("Last-Modified", formatdate(5000, usegmt=True))]

    assert send(made(dated)).headers["Last-Modified"] == formatdate(5000, usegmt=True)


def test_head_gets_the_headers_alone():
    whole = send(made(), HTTP_ACCEPT_ENCODING="br")
    head = send(made(), HTTP_ACCEPT_ENCODING="br", REQUEST_METHOD="HEAD")

    assert head.headers == whole.headers
    assert head.body == b""


def test_pictures_and_short_answers_are_not_compressed():
    for entry in (made(body=b"short"), made([("Content-Type", "image/png")])):
        said = send(entry, HTTP_ACCEPT_ENCODING="br")
        assert "Content-Encoding" not in said.headers
        assert "Vary" not in said.headers


def test_a_redirect_is_never_a_304():
    entry = made([*HTML, ("Location", "/blog/")], b"", "301 Moved Permanently")

    assert send(entry, HTTP_IF_NONE_MATCH="*").code == 301


def test_browsers_ask_again_unless_the_page_says_otherwise():
    assert "max-age=0" in send(made()).headers["Cache-Control"]
    own = [*HTML, ("Cache-Control", "public, max-age=600")]
    assert send(made(own)).headers["Cache-Control"] == "public, max-age=600"


@given(st.text(max_size=80))
def test_no_accept_encoding_breaks_anything(header):
    assert accepted(header)[-1] == ""
