"""Pages compressed on the way out."""

import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from delivery.compression import CompressionMiddleware

TEXT = "<p>Migraine and headache are not the same.</p>\n" * 100


def answered(accepts: str, answer=None, **cookies: str) -> HttpResponse:
    """Return the answer as it goes out to a browser that accepts some encodings."""
    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    request.COOKIES.update(cookies)
    return CompressionMiddleware(lambda request: answer or HttpResponse(TEXT))(request)


@pytest.mark.parametrize(
    ("accepts", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("br;q=0.5", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_a_page_comes_in_what_the_browser_understands_best(accepts, encoding, unpack):
    answer = answered(accepts)

    assert answer.get("Content-Encoding") == encoding
    assert unpack(answer.content).decode() == TEXT
    assert "Accept-Encoding" in answer["Vary"]


def test_staff_pages_are_compressed_only_with_random_padding():
    answers = [answered("gzip, br", sessionid="staff") for _ in range(10)]

    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 1


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(TEXT.encode(), content_type="image/webp"),
        HttpResponse(TEXT.encode(), headers={"Content-Encoding": "zstd"}),
        HttpResponse("short"),
    ],
)
def test_what_gains_nothing_is_left_alone(answer):
    before = answer.content, answer.get("Content-Encoding")

    after = answered("gzip, br", answer)

    assert (after.content, after.get("Content-Encoding")) == before


def test_a_stream_is_still_a_stream():
    answer = answered("gzip, br", StreamingHttpResponse([TEXT.encode()], content_type="text/csv"))

    assert gzip.decompress(b"".join(answer.streaming_content)).decode() == TEXT
