"""Rows 3 and 31: a page that repeats another (an alias) is at home where the other is."""

import pytest

from blog.models import ArticlePage
from pages import canonicals
from pages.changes import state
from pages.models import SitePage
from tests.factories import ArticlePageFactory, StandardPageFactory
from tests.seo.heads import assert_sound

pytestmark = pytest.mark.django_db

FEEDS = ("/blog/feed/", "/blog/feed.atom", "/blog/feed.json")


@pytest.fixture
def article(published_blog):
    return ArticlePageFactory(
        parent=published_blog.index, slug="first", main_topic=published_blog.topic
    )


@pytest.fixture
def alias(article):
    """The same article, once more in the same blog."""
    return article.create_alias(parent=article.get_parent(), update_slug="again")


def test_an_alias_is_read_by_people_and_names_the_page_it_repeats(client, article, alias):
    answer = client.get(alias.url)

    head = assert_sound(answer.content, address=article.absolute_url)
    assert answer.status_code == 200
    assert head.robots.startswith("index"), "never noindex together with another address"
    assert "X-Robots-Tag" not in answer.headers


def test_an_alias_of_an_alias_names_the_first(client, article, alias, site_home):
    once_more = alias.create_alias(parent=article.get_parent(), update_slug="once-more")

    assert assert_sound(client.get(once_more.url).content).canonical == article.absolute_url


def test_an_alias_is_in_no_list_for_machines(client, published_blog, article, alias):
    other = ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
    files = ("/sitemap-blog.xml", "/llms.txt", *FEEDS)

    for file in files:
        text = client.get(file).text
        # llms.txt names the twin, which is at the same address but for its end.
        assert article.url.rstrip("/") in text, file
        assert alias.url.rstrip("/") not in text, file
    assert alias not in other.related
    assert article in other.related
    assert not state(ArticlePage, alias.pk).is_invited
    assert [page.slug for page in ArticlePage.objects.indexable()].count("again") == 0


def test_an_alias_follows_its_page_to_a_new_address(client, article, alias):
    assert_sound(client.get(alias.url).content, address=article.absolute_url)
    article.slug = "renamed"
    article.save_revision().publish()

    head = assert_sound(client.get(alias.url).content)

    assert head.canonical.endswith("/blog/renamed/")


def test_an_alias_of_what_nobody_may_read_stands_for_itself(client, article, alias):
    SitePage.objects.filter(pk=article.pk).update(live=False)

    assert_sound(client.get(alias.url).content, address=alias.absolute_url)


def test_who_names_an_alias_as_canonical_is_told_of_the_page_itself(site_home, article, alias):
    page = StandardPageFactory(parent=site_home)
    page.canonical_override = alias.absolute_url

    (finding,) = canonicals.findings(page)

    assert finding.endswith(f"repeats another page: name {article.absolute_url} here instead.")


def test_no_page_costs_a_query_more_to_be_asked_whether_it_is_an_alias(
    client, article, django_assert_max_num_queries
):
    client.get(article.url)

    with django_assert_max_num_queries(10):
        client.get(article.url)
