"""Where there is no page: sends readers on, says that something is gone, or counts the address."""

from collections.abc import Callable

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.middleware.common import CommonMiddleware
from django.shortcuts import render
from django.urls import reverse

from delivery.page_cache.tags import changes_at, collecting, shows
from redirects import places
from redirects.answers import Answer, Moved, answer_for
from redirects.notebook import notebook

# In the environment of a request that no reader has made: nobody was looking for the address.
NOT_A_READER = "redirects.not_a_reader"


class SlashMiddleware(CommonMiddleware):
    """Adds the slash that an address lacks, if something is there: what is unknown is a 404.

    Wagtail takes any address that ends in a slash, so Django alone would send readers of every
    unknown one on to its 404.
    """

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        """Ask for the page, too."""
        return super().should_redirect_with_slash(request) and places.lacks_its_slash(request)


class RedirectMiddleware:
    """Takes the place of Wagtail's, which knows single addresses and follows one step.

    An answer of ours shows nothing of the 404 page that was made before anybody knew of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look for another answer than 404."""
        with collecting() as shown:
            response = self.get_response(request)
        if response.status_code == 404 and self._is_for_readers(request):
            if (answer := answer_for(request)) is not None:
                return _response(request, answer)
            if not request.META.get(NOT_A_READER):
                _note(request)
        shows(*shown.tags)
        changes_at(shown.changes_at)
        return response

    def _is_for_readers(self, request: HttpRequest) -> bool:
        return request.method in {"GET", "HEAD"} and not request.path.startswith(self.admin)


def _response(request: HttpRequest, answer: Answer) -> HttpResponse:
    if not isinstance(answer, Moved):
        return render(request, "410.html", {"request_path": request.path}, status=410)
    kind = HttpResponsePermanentRedirect if answer.permanent else HttpResponseRedirect
    return kind(answer.to)


def _note(request: HttpRequest) -> None:
    """Count what was not found, unless it only lacks its slash or is a part of a page."""
    path = request.path
    if places.lacks_its_slash(request):
        return
    if request.META.get("QUERY_STRING") and places.has_page(path):
        return
    notebook.note(path, request.headers.get("referer", ""))
