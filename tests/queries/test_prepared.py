"""Queries that are written once and then only asked."""

import pytest
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from home.models import StandardPage
from pages.models import SitePage
from queries.prepared import Prepared, padded
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site_home):
    return StandardPageFactory(parent=site_home, title="One", slug="one")


def test_it_answers_as_the_queryset_does_for_each_value(site_home, page):
    by_address = Prepared(lambda slug, depth: SitePage.objects.filter(slug=slug, depth=depth))

    assert by_address("one", page.depth) == [SitePage.objects.get(pk=page.pk)]
    assert by_address(site_home.slug, 2) == [SitePage.objects.get(pk=site_home.pk)]
    assert by_address("one", 2) == []


def test_it_asks_the_database_anew_each_time(page):
    titled = Prepared(lambda pk: SitePage.objects.filter(pk=pk))
    assert titled(page.pk)[0].title == "One"

    SitePage.objects.filter(pk=page.pk).update(title="Two")

    assert titled(page.pk)[0].title == "Two"


def test_related_objects_deferred_fields_and_annotations_come_along(
    page, django_assert_num_queries
):
    pages = StandardPage.objects.select_related("hero_image").defer("body")
    prepared = Prepared(lambda pk: pages.filter(pk=pk))

    with django_assert_num_queries(1):
        (found,) = prepared(page.pk)
        assert found.hero_image is None

    assert found.get_deferred_fields() == {"body"}
    assert not found._state.adding


def test_a_tuple_of_any_length_stands_for_its_values(site_home, page):
    with_ids = Prepared(lambda ids: SitePage.objects.filter(pk__in=ids).order_by("pk"))

    assert [found.pk for found in with_ids((page.pk,))] == [page.pk]
    assert [found.pk for found in with_ids((page.pk, site_home.pk))] == [site_home.pk, page.pk]


def test_the_sql_is_written_once_for_values_of_one_shape(site_home, page, monkeypatch):
    written = []
    write = SQLCompiler.as_sql
    monkeypatch.setattr(
        SQLCompiler, "as_sql", lambda self, *a, **k: written.append(1) or write(self, *a, **k)
    )
    prepared = Prepared(lambda pk: SitePage.objects.filter(pk=pk))

    prepared(page.pk)
    prepared(site_home.pk)

    assert len(written) == 1


def test_what_else_shapes_the_query_makes_it_be_written_again(page):
    titles = ["One"]

    def build(pk: int) -> "QuerySet[SitePage]":
        return SitePage.objects.filter(pk=pk, title__in=list(titles))

    prepared = Prepared(build, shaped_by=lambda: tuple(titles))
    assert prepared(page.pk)

    titles[:] = ["Another"]

    assert not prepared(page.pk)


def test_a_value_that_would_reach_the_database_changed_is_refused(page):
    prepared = Prepared(lambda word: SitePage.objects.filter(title__startswith=word))

    with pytest.raises(ValueError, match="as they are"):
        prepared("On")


def test_ids_are_padded_to_few_sizes():
    assert padded([3, 1, 2]) == (1, 2, 3, 3)
    assert padded({5}) == (5,)
    with pytest.raises(ValueError, match="nothing"):
        padded([])


def test_plain_values_come_as_they_would_from_the_queryset(page):
    titles = Prepared(lambda pk: SitePage.objects.filter(pk=pk).values_list("title", "live"))

    assert titles.rows(page.pk) == [("One", True)]
