"""Answering with a feed, or saying that the reader's program has it already."""

import hashlib
import time
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from wagtail.views import serve

from blog.feeds.entries import Feed, feed_of
from blog.feeds.formats import WRITERS
from delivery.page_cache.middleware import same_for_everybody
from pages import routing
from pages.models import SitePage
from pages.syndication import KINDS, RSS, FeedKind, Syndicated, feed_address

KIND_OF = {kind.suffix: kind for kind in KINDS}


@dataclass(frozen=True)
class Made:
    """Which bytes this process last made for a feed, since when, and whether a date tells that."""

    etag: str
    since: float
    is_dated: bool = True


_last_made: dict[str, Made] = {}


@same_for_everybody
@require_safe
def feed(request: HttpRequest, path: str, suffix: str) -> HttpResponseBase:
    """Answer with the feed of the blog, a topic or an author."""
    page, kind = _feed_page(request, path), KIND_OF[suffix]
    if page is not None:
        return answer_with(request, feed_of(page, feed_address(page, kind)), kind)
    if kind is RSS:  # any other `…/feed/` may be a page
        return serve(request, f"{path}{suffix}")
    raise Http404("There is no feed here.")


def _feed_page(request: HttpRequest, path: str) -> SitePage | None:
    try:
        route = routing.find_route(SitePage, request, path)
    except Http404:
        return None
    page = route[0] if route else None
    has_feeds = isinstance(page, Syndicated) and page.is_published  # type: ignore[attr-defined]
    return page if has_feeds else None


def answer_with(request: HttpRequest, said: Feed, kind: FeedKind) -> HttpResponseBase:
    """Answer with a feed in one of its formats, or that nothing in it is new."""
    body = WRITERS[kind](said)
    made = _made(said.url, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
    dated = int(made.since) if made.is_dated else None
    response = get_conditional_response(request, etag=made.etag, last_modified=dated)
    response = response or HttpResponse(body, content_type=f"{kind.mime_type}; charset=utf-8")
    response["ETag"] = made.etag
    if dated is not None:
        response["Last-Modified"] = http_date(dated)
    response["X-Robots-Tag"] = "noindex"
    return response


def _made(address: str, etag: str) -> Made:
    """Return since when this process has made a feed of these bytes, after any other bytes.

    No date in it would do: an article that is taken away leaves only older ones. Within the second
    of a change there is no date yet: it could not tell the old bytes from the new.
    """
    now, known = time.time(), _last_made.get(address)
    if known is None or known.etag != etag or not known.is_dated:
        too_soon = known is not None and int(now) <= int(known.since)
        known = _last_made[address] = Made(etag, now, is_dated=not too_soon)
    return known
