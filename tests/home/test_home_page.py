"""The front door."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    ArticlePageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
)

pytestmark = pytest.mark.django_db


def queries_of(client, path="/"):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.fixture
def locations(published_blog):
    return LocationIndexPageFactory(parent=published_blog.home)


def test_the_home_page_says_where_the_clinic_is_and_what_it_has_written(
    client, published_blog, article, locations
):
    LocationPageFactory(parent=locations, title="Destin")
    LocationPageFactory(parent=locations, title="Inlet Beach", live=False)

    html = client.get("/").content.decode()

    assert f'href="{article.url}"' in html
    assert "Destin" in html
    assert "Inlet Beach" not in html


def test_the_home_page_shows_the_four_newest_articles(client, published_blog):
    titles = [f"Article number {number}" for number in range(1, 7)]
    for title in titles:
        ArticlePageFactory(
            parent=published_blog.index, title=title, main_topic=published_blog.topic
        )

    html = client.get("/").content.decode()

    assert [title for title in titles if title in html] == titles[2:]


def test_more_articles_and_locations_cost_no_more_queries(client, published_blog, locations):
    LocationPageFactory(parent=locations)
    ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
    client.get("/")
    few = queries_of(client)

    LocationPageFactory.create_batch(3, parent=locations)
    ArticlePageFactory.create_batch(
        9, parent=published_blog.index, main_topic=published_blog.topic
    )
    client.get("/")

    assert queries_of(client) == few


def test_an_empty_home_page_stands_without_its_optional_parts(client, site_home):
    html = client.get("/").content.decode()

    assert html.count("<h1") == 1
    assert "Latest articles" not in html
    assert "Where to find us" not in html
