"""Answers to who wrote a comment, or holds a link about one: never cached, never indexed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from blog.comments.models import CommentSettings, ReaderComment, Token
from pages.description import plain_metadata
from pages.models import SitePage


class SeeOther(HttpResponseRedirect):
    """Go and look there: reloading the answer repeats nothing."""

    status_code = 303


def answer(
    request: HttpRequest, template: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Answer with a page that is nobody else's: not cached, not indexed, not referred to."""
    context |= {
        "page": plain_metadata(title, request.path),
        "discussion": CommentSettings.current(),
    }
    response = render(request, template, context, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response


def held(token: str, *purposes: str) -> Token:
    """Return what a link gives a right to; there is no page for one that gives none."""
    found = Token.objects.held(token, *purposes)
    if found is None:
        raise Http404("There is no such receipt, or its comment is gone.")
    return found


def readable_page(comment: ReaderComment) -> SitePage | None:
    """Return the page below which a comment stands, if readers can open it."""
    page = comment.thread.page
    return page if page and page.live else None
