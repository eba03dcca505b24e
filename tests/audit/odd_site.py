"""The site's addresses with odd ones before them, for the audit to fall over."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path

from config.urls import urlpatterns as of_the_site


def large(request: HttpRequest) -> HttpResponse:
    """Answer with more than search engines read."""
    return HttpResponse(b"<title>Large</title>" + b"<p>words</p>" * 200_000)


def endless(request: HttpRequest) -> HttpResponse:
    """Send everybody back and forth."""
    return HttpResponseRedirect("/odd/back/" if request.path == "/odd/forth/" else "/odd/forth/")


def detour(request: HttpRequest) -> HttpResponse:
    """Send everybody to somewhere that sends them on."""
    return HttpResponseRedirect("/odd/once/")


def once(request: HttpRequest) -> HttpResponse:
    """Send everybody home."""
    return HttpResponseRedirect("/")


def breaks_off(request: HttpRequest) -> StreamingHttpResponse:
    """Begin an answer, and never end it."""

    def parts() -> Iterator[bytes]:
        yield b"<title>Well"
        raise RuntimeError("the disk is full")

    return StreamingHttpResponse(parts())


def hostile(request: HttpRequest) -> HttpResponse:
    """Answer with a page that was written to be misread."""
    return HttpResponse(
        b"<title></title><title>\xff\xfe</title><a href='http://[::'>x<a href='/odd/large/#\xc3'>"
        b"<img src='//['><link rel=canonical href='http://['>"
        b"<link rel=alternate type=text/plain href='['>"
        b"<meta property=og:image content='http://testserver/media/../x'>"
        b'<script type="application/ld+json">{"@graph": [{"@id": 3, "@type": [[1]]}]}</script>'
        + b"<div>"
        * 50_000
    )


urlpatterns = [
    path("odd/large/", large),
    path("odd/back/", endless),
    path("odd/forth/", endless),
    path("odd/detour/", detour),
    path("odd/once/", once),
    path("odd/breaks-off/", breaks_off),
    path("odd/hostile/", hostile),
    *of_the_site,
]
