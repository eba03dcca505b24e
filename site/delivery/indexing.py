"""What search engines may never keep: whatever is no page, previews, and any other host's copy."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase
from django.http.request import split_domain_port

HEADER, NOINDEX = "X-Robots-Tag", "noindex"
PREVIEWED = "private, no-store"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def left_to_search_engines(view: View) -> View:
    """Mark a view that answers with what a search engine may keep although it is no page."""
    view.left_to_search_engines = True  # type: ignore[attr-defined]
    return view


def is_a_page(request: HttpRequest) -> None:
    """Say that the answer is a page, which tells by itself whether it may be kept."""
    request._is_a_page = True  # type: ignore[attr-defined]


class IndexingMiddleware:
    """Asks search engines to leave out what was not made for them.

    It comes above what serves static files: a trial site's pictures and styles are its own, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Say it in the header, and let the head of a page say the same."""
        hidden = settings.STAGING or not _is_the_public_host(request)
        request.never_indexed = hidden  # type: ignore[attr-defined]
        response = self.get_response(request)
        if getattr(request, "is_preview", False):
            response.headers["Cache-Control"] = PREVIEWED
            hidden = True
        is_kept_out = hidden or (response.status_code == 200 and _is_no_page(request))
        if is_kept_out and NOINDEX not in response.headers.get(HEADER, ""):
            response.headers[HEADER] = NOINDEX
        return response


def _is_the_public_host(request: HttpRequest) -> bool:
    try:
        name, _ = split_domain_port(request.get_host())
    except DisallowedHost:
        return False
    return name == _public_host(settings.SITE_URL)


@cache
def _public_host(site_url: str) -> str:
    return (urlsplit(site_url).hostname or "").lower()


def _is_no_page(request: HttpRequest) -> bool:
    """Whether a view of ours answered, and not with a page. Static files have no view."""
    match = request.resolver_match
    if match is None or hasattr(request, "_is_a_page"):
        return False
    return not getattr(match.func, "left_to_search_engines", False)
