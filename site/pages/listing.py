"""A page that lists others, ten at a time, each part at an address of its own."""

from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.core.paginator import Page as Part
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from seo.nodes import CollectionPage, Crumb, ItemList, Node


def requested_part(request: HttpRequest) -> int:
    """Return the number in `?page=`, one when there is none.

    Raises Http404 unless it is written as we would write it: no signs, spaces, leading zeros or
    second values, so that no part has two addresses.
    """
    match request.GET.getlist("page"):
        case []:
            return 1
        case [text] if text.isascii() and text.isdecimal() and text[0] != "0" and len(text) < 7:
            return int(text)
    raise Http404("There is no such part of this list.")


class Listing:
    """Mixed into a page type, before SitePage, whose `listed()` says what it lists."""

    per_page = 10
    part_number = 1
    part: Part | None = None

    def listed(self) -> QuerySet:
        """Return everything the page lists, in its order."""
        raise NotImplementedError

    def ready(self, entries: list[Any]) -> list[Any]:
        """Fetch for one part's entries whatever their cards show."""
        return entries

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with one part of the list; the first has the page's own address."""
        self.part_number = requested_part(request)
        if self.part_number == 1 and "page" in request.GET:
            return HttpResponsePermanentRedirect(self._address_of_first_part(request))
        return super().serve(request, *args, **kwargs)  # type: ignore[misc]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the part that was asked for, as `articles`."""
        context = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        self.part = self._part(self.part_number)
        return {**context, "articles": self.part}

    def schema_nodes(self) -> tuple[Node, ...]:
        """Add what this part of the list shows to the page's own node."""
        entries = self.shown()
        if not entries:
            return super().schema_nodes()  # type: ignore[misc]
        shown = ItemList.of(Crumb(name=each.title, url=each.absolute_url) for each in entries)
        page = CollectionPage(id=f"{self.absolute_url}#webpage", main_entity=shown)  # type: ignore[attr-defined]
        return (page, *super().schema_nodes())  # type: ignore[misc]

    def names_shown(self) -> str:
        """Return what this part of the list shows in one sentence, for want of other words."""
        names = [entry.title for entry in self.shown()] if self.part else []
        return f"{self.title}: {'; '.join(names)}." if names else ""  # type: ignore[attr-defined]

    def shown(self) -> list[Any]:
        """Return what the part that was asked for shows, in its order."""
        return list(self.part.object_list) if self.part else []

    def _part(self, number: int) -> Part:
        try:
            part = Paginator(self.listed(), self.per_page).page(number)
        except EmptyPage as past_the_end:
            raise Http404("The list is not that long.") from past_the_end
        part.object_list = self.ready(list(self._whole(part.object_list)))
        return part

    def _whole(self, entries: Any) -> QuerySet:
        """Return one part's entries, found by their numbers alone.

        A database asked for the thousandth part puts everything before it in order: numbers, and
        not whole pages with all that is joined to them.
        """
        return self.listed().filter(pk__in=entries.values("pk"))

    def _address_of_first_part(self, request: HttpRequest) -> str:
        rest = request.GET.copy()
        del rest["page"]
        return f"{request.path}?{rest.urlencode()}" if rest else request.path
