"""The search index and the reference index of made-up articles.

`rebuild_references_index` asks several queries for each page, and both commands read every page
of their own: here each article is read once, a thousand at a time, for both.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from wagtail.models import ReferenceIndex

from blog.models import ArticlePage
from home.large_site.generator import Progress
from home.large_site.rows import insert
from home.models import GeneratedContent

A_TIME = 1_000
"""Articles held in memory at once."""


def index_run(run: GeneratedContent, say: Callable[[str], object]) -> None:
    """Let what a run has made up be found, and know what it links to."""
    progress = Progress(say, run.articles, "articles in the search and reference indexes")
    children = [relation.get_accessor_name() for relation in get_all_child_relations(ArticlePage)]
    pages = ArticlePage.objects.order_by("pk").prefetch_related(*children)
    for first in range(run.first_page, run.last_page + 1, A_TIME):
        last = min(first + A_TIME - 1, run.last_page)
        articles = list(pages.filter(pk__gte=first, pk__lte=last))
        with transaction.atomic(), _bodies_read_once():
            _add_references(articles)
            for backend in get_search_backends(with_auto_update=True):
                backend.add_bulk(ArticlePage, articles)
        progress.add(len(articles))


def not_indexed() -> list[GeneratedContent]:
    """Return the runs that were made without indexes, or whose indexing was interrupted."""
    runs = GeneratedContent.objects.order_by("pk")
    return [run for run in runs if not _references_of([run.last_page]).exists()]


@contextmanager
def _bodies_read_once() -> Iterator[None]:
    """Let the words of a body be gathered once: PostgreSQL's search asks five times for them."""
    body: Any = ArticlePage._meta.get_field("body")
    block = body.stream_block
    gather = block.get_searchable_content
    known: dict[int, list[str]] = {}

    def gather_once(body: Any) -> list[str]:
        # Bodies live as long as this does, so that no two of them have the same number.
        if id(body) not in known:
            known[id(body)] = gather(body)
        return known[id(body)]

    block.get_searchable_content = gather_once
    try:
        yield
    finally:
        del block.get_searchable_content


def _references_of(pages: Sequence[int]) -> QuerySet[ReferenceIndex]:
    base = ReferenceIndex._get_base_content_type(ArticlePage)
    return ReferenceIndex.objects.filter(
        base_content_type=base, object_id__in=[str(page) for page in pages]
    )


def _add_references(articles: Sequence[ArticlePage]) -> None:
    """Write down what articles refer to, in place of what an interrupted run has written."""
    _references_of([article.pk for article in articles]).delete()
    own = ContentType.objects.get_for_model(ArticlePage).pk
    base = ReferenceIndex._get_base_content_type(ArticlePage).pk
    rows = [
        {**_reference(*found), "content_type_id": own, "base_content_type_id": base}
        for article in articles
        for found in _found(article)
    ]
    insert(ReferenceIndex, rows)


def _found(article: ArticlePage) -> set[tuple[int, int, str, str, str]]:
    """Return each thing that an article refers to and the place where it does, once."""
    references = ReferenceIndex._extract_references_from_object(article)
    return {(article.pk, *reference) for reference in references}


def _reference(
    page: int, to_type: int, to_id: str, model_path: str, content_path: str
) -> dict[str, Any]:
    return {
        "object_id": str(page),
        "to_content_type_id": to_type,
        "to_object_id": to_id,
        "model_path": model_path,
        "content_path": content_path,
        "content_path_hash": ReferenceIndex._get_content_path_hash(content_path),
    }
