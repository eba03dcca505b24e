"""The search page."""

from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as Part
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pages.description import plain_metadata
from pages.listing import requested_part
from search.results import Results, find
from search.words import Query, read_query
from seo.metadata import Metadata
from seo.nodes import SearchResultsPage


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Answer a search over everything published. What readers look for is kept nowhere."""
    query = read_query(request.GET.get("q", ""))
    context = {"query": query, "page": _described(query)}
    if query.words:
        context |= _found(find(query), requested_part(request))
    return render(request, "search/search.html", context)


def _described(query: Query) -> Metadata:
    return plain_metadata(_title(query), reverse("search"), page_type=SearchResultsPage)


def _title(query: Query) -> str:
    return f"Search: {query.typed}" if query.typed else "Search"


def _found(results: Results, number: int) -> dict[str, Any]:
    part = _part(results.paginator, number)
    return {
        "results": results,
        "listing": part,
        "found": results.shown(part.object_list),
        "base_url": f"{reverse('search')}?{urlencode({'q': results.query.typed})}",
    }


def _part(paginator: Paginator, number: int) -> Part:
    try:
        return paginator.page(number)
    except InvalidPage as missing:
        raise Http404("The search found no such page of results.") from missing
