"""The list of reviews that are due."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from review.due import may_edit_pages, may_see_reviews_due, reviews_due

PER_PAGE = 50


def due_list(request: HttpRequest) -> HttpResponse:
    """Show which published pages want a reviewer, and why."""
    if not may_see_reviews_due(request.user):
        raise PermissionDenied
    part = Paginator(reviews_due(), PER_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(
        request, "review/due.html", {"due": part, "may_edit": may_edit_pages(request.user)}
    )
