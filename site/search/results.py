"""Finds published pages by their words, and says why each was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Case, F, IntegerField, OrderBy, QuerySet, When
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.fields import StreamField
from wagtail.search.query import PlainText, SearchQuery

from content.words import plain_text
from pages.models import SitePage
from search.excerpts import Fragment, excerpt, marked
from search.words import Query

RESULTS_A_PAGE = 10
RELEVANCE = "relevance"
# A word that stands on more pages than this tells them apart no longer, and weighing each of a
# hundred thousand would keep the reader waiting: titles decide then, and what is newer.
MOST_WEIGHED = 1_000


@dataclass(frozen=True)
class Found:
    """One page that was found, as a reader is shown it."""

    page: SitePage
    words: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What sort of page it is; nothing for one that is simply a page."""
        name = str(self.page._meta.verbose_name)
        return "" if name.endswith("page") else capfirst(name)

    @property
    def title(self) -> list[Fragment]:
        """The page's title with the hits in it."""
        return marked(self.page.title, self.words)

    @property
    def excerpt(self) -> list[Fragment]:
        """The part of the page's text that shows why it was found."""
        return excerpt(readable_text(self.page), self.words)


@dataclass(frozen=True)
class Results:
    """Everything found for a query, page by page."""

    query: Query
    paginator: Paginator
    some_words_only: bool = False

    def shown(self, pages: Iterable[SitePage]) -> list[Found]:
        """Return the pages of one part as they are shown."""
        return [Found(page, self.query.words) for page in pages]


def find(query: Query) -> Results:
    """Return the pages with all words of the query; when there are none, those with some."""
    alternatives = (PlainText(words) for words in query.alternatives)
    with_all = _matching(*alternatives, words=query.words)
    if with_all.count or len(query.words) < 2:
        return Results(query, with_all)
    any_word = PlainText(" ".join(query.words), operator="or")
    some = _matching(any_word, words=query.words)
    return Results(query, some, some_words_only=True)


def readable_text(page: SitePage) -> str:
    """Return what a reader reads on the page: its introduction and its body."""
    bodies = (
        plain_text(getattr(page, field.name))
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
    )
    return " ".join(filter(None, [page.search_description, page.search_text, *bodies]))


class Matches:
    """The pages that match a query, the best first: counted once, and read part by part."""

    def __init__(self, query: SearchQuery, words: Sequence[str]) -> None:
        self.query = query
        self.words = words

    def count(self) -> int:
        """Return how many there are."""
        return self._count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> list[SitePage]:
        """Return a part of them.

        Their numbers first: of whole pages, every match would be carried through the sorting.
        """
        numbers = list(self._in_order().values_list("pk", flat=True)[part])
        pages = {page.pk: page for page in SitePage.objects.filter(pk__in=numbers).specific()}
        return [pages[number] for number in numbers if number in pages]

    @cached_property
    def _count(self) -> int:
        return self._found(*_titles_first(())).count()

    def _in_order(self) -> QuerySet:
        if self._count > MOST_WEIGHED:
            return self._found(*_titles_first(self.words)).get_queryset()
        found = self._found(*_best_first(self.words))
        return found.annotate_score(RELEVANCE).get_queryset()

    def _found(self, *order: OrderBy) -> Any:
        published = SitePage.objects.published().order_by(*order)
        return published.search(self.query, order_by_relevance=False)


def _matching(*alternatives: SearchQuery, words: Sequence[str]) -> Paginator:
    matches: Any = Matches(reduce(or_, alternatives), words)
    return Paginator(matches, RESULTS_A_PAGE)


def _titles_first(words: Sequence[str]) -> list[OrderBy]:
    """Return an order in which the words of a title come first, then what is newer."""
    in_title = [
        Case(When(title__icontains=word, then=1), default=0, output_field=IntegerField())
        for word in words
    ]
    newest = F("pk").desc()
    return [reduce(add, in_title).desc(), newest] if in_title else [newest]


def _best_first(words: Sequence[str]) -> list[OrderBy]:
    """Return the same order, with those between that say more about the words.

    SQLite's search weighs a page's short title even when the words are elsewhere on it, and
    counts relevance downward from zero; PostgreSQL's counts upward.
    """
    relevance = F(RELEVANCE)
    weighed = relevance.asc() if connection.vendor == "sqlite" else relevance.desc()
    *titles, newest = _titles_first(words)
    return [*titles, weighed, newest]
