"""The twins' own addresses."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from delivery.page_cache.middleware import same_for_everybody
from pages import routing
from pages.models import SitePage
from pages.twins import answer_with_twin


@same_for_everybody
@require_safe
def twin(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the twin of the page at that path; 404 where there is none for everybody."""
    found = routing.find_route(SitePage, request, path)
    if found is None or not found[0].markdown_address:
        raise Http404("There is no page of that name in Markdown.")
    return answer_with_twin(found[0])
