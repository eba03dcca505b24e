"""Which of Django's answers may be kept for everybody, and what they show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from wagtail.views import serve

from delivery.page_cache import front
from delivery.page_cache.parts import PARTS, Parts, taking
from delivery.page_cache.tags import Shown, collecting

# Where the layer in front of Django leaves an Offer, in the WSGI environment.
OFFER = "delivery.page_cache.offer"
# What every redirect depends on, beside the pages it leads to.
REDIRECTS = "redirects"
_KEPT = {200, 301, 410}
_FOR_ONE_READER = ("private", "no-store", "no-cache")

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(slots=True)
class Offer:
    """Somebody in front of Django who would keep this answer; taken by saying what it shows."""

    shown: Shown | None = None
    # A cache in front of us is told of addresses. Where two answers share one, it keeps the first.
    may_be_in_front: bool = True
    # Whether a cache in front of us may keep it, too: it will be told of changes.
    in_front: bool = False


def same_for_everybody(view: View) -> View:
    """Mark a view whose answers may be kept. Wagtail's own, which serves pages, needs no mark."""
    view.same_for_everybody = True  # type: ignore[attr-defined]
    return view


class PageCacheMiddleware:
    """Takes the offer to keep an answer, when it is one for everybody.

    It comes right below what compresses, and above all that may set a cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Collect what the answer shows, and what each part of it does."""
        offer: Offer | None = request.META.get(OFFER)
        parts: Parts | None = request.META.get(PARTS)
        with taking(parts):
            if offer is None and parts is None:
                return self.get_response(request)
            with collecting() as shown:
                response = self.get_response(request)
        if offer is not None and may_be_kept(request, response):
            if response.status_code == 301:
                shown.tags.add(REDIRECTS)
            offer.shown = shown
            offer.in_front = offer.may_be_in_front and front.note(request, shown.tags)
        return response


def is_kept(request: HttpRequest) -> bool:
    """Whether the answer to this request will be kept, and so compressed by who keeps it."""
    offer: Offer | None = request.META.get(OFFER)
    return offer is not None and offer.shown is not None


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether anybody may be given this answer."""
    control = response.headers.get("Cache-Control", "").lower()
    varies = response.headers.get("Vary", "").lower()
    return (
        request.method == "GET"
        and response.status_code in _KEPT
        and isinstance(response, HttpResponse)
        and not response.has_header("Content-Encoding")
        and not response.cookies
        and "cookie" not in varies
        and "*" not in varies
        and not any(word in control for word in _FOR_ONE_READER)
        and not getattr(request, "is_preview", False)
        and _is_meant_for_everybody(request, response)
        and not _is_of_a_page_never_kept(response)
    )


def _is_meant_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    match: Any = request.resolver_match
    if match is None:  # no view was asked: what an editor has said of an address, or a slash added
        return response.status_code in {301, 410} and not _only_adds_a_slash(request, response)
    return match.func is serve or getattr(match.func, "same_for_everybody", False)


def _is_of_a_page_never_kept(response: HttpResponse) -> bool:
    """Whether the page's type says that it is made for each reader (and checks.py warns of it)."""
    context = getattr(response, "context_data", None) or {}
    return bool(getattr(context.get("page"), "never_kept_because", ""))


def _only_adds_a_slash(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether it is the redirect of any made-up address without a slash: they have no end."""
    return response.status_code == 301 and response["Location"].startswith(f"{request.path}/")
