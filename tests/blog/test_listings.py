"""The lists of articles: the blog, a topic, a person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.models import ArticlePage, TopicPage
from pages.models import SitePage
from tests.conftest import PublishedBlog
from tests.factories import ArticlePageFactory, ImageFactory, TopicPageFactory

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
Publish = Callable[..., list[ArticlePage]]


@pytest.fixture
def publish(published_blog: PublishedBlog) -> Publish:
    """Publish so many articles about migraine by the same author, the oldest first."""

    def articles(count: int, **fields: object) -> list[ArticlePage]:
        now = timezone.now()
        return [
            ArticlePageFactory(
                parent=published_blog.index,
                main_topic=published_blog.topic,
                authors=[published_blog.author],
                published_on=now - timedelta(days=count - number),
                **fields,
            )
            for number in range(count)
        ]

    return articles


@pytest.fixture(params=["index", "topic", "author"])
def listing(request: pytest.FixtureRequest, published_blog: PublishedBlog) -> SitePage:
    """Each page that lists articles, in turn."""
    return getattr(published_blog, request.param)


def soup(client: Client, path: str) -> BeautifulSoup:
    """Return a page, parsed."""
    return BeautifulSoup(client.get(path).content, "html.parser")


def titles(client: Client, path: str) -> list[str]:
    """Return the titles on a page's cards, in their order."""
    return [card.text for card in soup(client, path).select(".card__title a")]


def test_articles_are_listed_newest_first(client: Client, listing: SitePage, publish: Publish):
    articles = publish(3)

    assert titles(client, listing.url) == [each.title for each in reversed(articles)]


def test_ten_stand_on_each_part(client: Client, listing: SitePage, publish: Publish):
    articles = publish(23)

    parts = [titles(client, f"{listing.url}?page={number}") for number in (2, 3)]

    assert len(titles(client, listing.url)) == 10
    assert [len(part) for part in parts] == [10, 3]
    assert parts[1][-1] == articles[0].title


def test_each_part_links_to_the_next(client: Client, listing: SitePage, publish: Publish):
    publish(23)

    first, second = soup(client, listing.url), soup(client, f"{listing.url}?page=2")

    assert first.find("a", rel="next")["href"] == f"{listing.url}?page=2"
    assert not first.find("a", rel="prev")
    assert second.find("a", rel="prev")["href"] == listing.url
    assert second.find("a", rel="next")["href"] == f"{listing.url}?page=3"


def test_each_part_has_an_address_and_a_title_of_its_own(
    client: Client, listing: SitePage, publish: Publish
):
    publish(11)

    first, second = soup(client, listing.url), soup(client, f"{listing.url}?page=2")

    assert first.find("link", rel="canonical")["href"] == listing.absolute_url
    assert second.find("link", rel="canonical")["href"] == f"{listing.absolute_url}?page=2"
    assert "page 2" in second.title.text.lower()
    assert first.title.text != second.title.text


def test_the_first_part_has_one_address(client: Client, listing: SitePage, publish: Publish):
    publish(11)

    response = client.get(f"{listing.url}?page=1")
    tracked = client.get(f"{listing.url}?page=1&from=mail")

    assert (response.status_code, response.url) == (301, listing.url)
    assert tracked.url == f"{listing.url}?from=mail"


@pytest.mark.parametrize(
    "number",
    ["3", "0", "-1", "01", "+2", "2.0", "two", "", "%202", "٢", "9" * 30, "2&page=1", "1e1"],
)
def test_a_part_that_does_not_exist_is_not_found(
    client: Client, listing: SitePage, publish: Publish, number: str
):
    publish(11)

    assert client.get(f"{listing.url}?page={number}").status_code == 404


def test_an_empty_list_says_so(client: Client, published_blog: PublishedBlog):
    response = client.get(published_blog.index.url)

    assert response.status_code == 200
    assert "No articles yet." in response.text
    assert client.get(f"{published_blog.index.url}?page=2").status_code == 404


def test_what_is_not_for_everybody_is_not_listed(
    client: Client, listing: SitePage, publish: Publish, published_blog: PublishedBlog
):
    seen, secret, draft, later = publish(4)
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    draft.unpublish()
    later.unpublish()
    later.go_live_at = timezone.now() + timedelta(days=1)
    later.save_revision().publish()

    assert titles(client, listing.url) == [seen.title]


def test_the_newest_featured_article_opens_the_blog(
    client: Client, published_blog: PublishedBlog, publish: Publish
):
    articles = publish(12)
    ArticlePage.objects.filter(pk__in=[articles[2].pk, articles[4].pk]).update(featured=True)

    first = titles(client, "/blog/")
    second = titles(client, "/blog/?page=2")

    assert first[0] == articles[4].title
    assert soup(client, "/blog/").select_one(".card--lead h2").text == articles[4].title
    assert sorted(first + second) == sorted(each.title for each in articles)
    assert not soup(client, "/blog/?page=2").select(".card--lead")


def test_the_graph_lists_what_the_part_shows(
    client: Client, published_blog: PublishedBlog, publish: Publish
):
    from tests.blog.test_articles import graph

    publish(11)

    node = graph(client, "/blog/?page=2")[f"{SITE}/blog/?page=2#webpage"]

    assert node["@type"] == "CollectionPage"
    listed = node["mainEntity"]["itemListElement"]
    assert [each["name"] for each in listed] == titles(client, "/blog/?page=2")


def test_topics_tell_how_much_there_is_to_read(
    client: Client, published_blog: PublishedBlog, publish: Publish
):
    sleep = TopicPageFactory(parent=published_blog.topic_index, title="Sleep")
    TopicPageFactory(parent=published_blog.topic_index, title="Nothing yet")
    first, second, third = publish(3)
    first.topics = [sleep, published_blog.topic]
    first.save()
    second.topics = [sleep]
    second.save()
    third.unpublish()

    counts = {topic.title: topic.article_count for topic in TopicPage.objects.counting_articles()}

    assert counts == {"Migraine": 2, "Sleep": 2, "Nothing yet": 0}
    offered = [topic.title for topic in client.get("/blog/").context["topics"]]
    assert offered == ["Migraine", "Sleep"]


def test_an_article_stands_under_each_of_its_topics_once(
    client: Client, published_blog: PublishedBlog, publish: Publish
):
    sleep = TopicPageFactory(parent=published_blog.topic_index, title="Sleep")
    (article,) = publish(1)
    article.topics = [sleep, published_blog.topic]
    article.save()

    assert titles(client, sleep.url) == [article.title]
    assert titles(client, published_blog.topic.url) == [article.title]


def test_a_longer_list_costs_no_more_queries(client: Client, listing: SitePage, publish: Publish):
    def queries() -> int:
        client.get(listing.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(listing.url)
        return len(captured)

    publish(2, hero_image=ImageFactory())
    few = queries()
    for _ in range(8):
        publish(1, hero_image=ImageFactory())

    assert queries() == few
    assert few <= 15


def test_an_unknown_topic_is_not_found(client: Client, published_blog: PublishedBlog):
    assert client.get("/blog/topics/unheard-of/").status_code == 404
