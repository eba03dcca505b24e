"""Row 24: an address that has nothing says so, and nothing has two addresses."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import ArticlePageFactory, TopicPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def listings(published_blog):
    """The blog, a topic and an author with eleven articles: two parts each."""
    blog = published_blog
    for _ in range(11):
        ArticlePageFactory(parent=blog.index, main_topic=blog.topic, authors=[blog.author])
    return {"blog": blog.index.url, "topic": blog.topic.url, "author": blog.author.url}


@pytest.mark.parametrize("which", ["blog", "topic", "author"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        *(("", 200), ("?page=2", 200), ("?page=1", 301)),
        *((f"?page={odd}", 404) for odd in ("0", "-1", "abc", "99", "3", "", "1.0", "02", "1e3")),
        ("?page=2&page=3", 404),
    ],
)
def test_each_part_of_a_list_has_one_address_and_no_other_is_there(
    client, listings, which, query, status
):
    answer = client.get(f"{listings[which]}{query}")

    assert answer.status_code == status
    if status == 301:
        assert answer["Location"] == listings[which]


@pytest.mark.parametrize("query", ["?topic=none", "?sort=oldest", "?page=2&filter=x", "?q="])
def test_a_filter_that_nobody_knows_makes_no_other_page(client, listings, query):
    answer = client.get(f"{listings['blog']}{query}")

    canonical = BeautifulSoup(answer.content, "html.parser").find("link", rel="canonical")["href"]
    assert answer.status_code == 200
    assert canonical.endswith(f"{listings['blog']}{'?page=2' if 'page=2' in query else ''}")


@pytest.mark.parametrize(
    "path",
    [
        *("/blog/topics/none/", "/team/none/", "/blog/none/", "/none/", "/blog/topics/none/feed/"),
        *("/blog/none.md", "/blog/none/feed.atom", "/blog/none/comments/2/", "/sitemap-x.xml"),
        *("/blog/topics/migraine/2/", "/blog/2024/", "/blog/page/2/", "/author/x/"),
    ],
)
def test_what_is_unknown_is_not_found(client, listings, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "99", "01", "999999", "-1", "abc", "1000000"])
def test_comments_end_where_they_end(client, article, number):
    assert client.get(f"{article.url}comments/{number}/").status_code == 404


def test_the_first_comments_are_the_article(client, article):
    answer = client.get(f"{article.url}comments/1/")

    assert (answer.status_code, answer["Location"]) == (301, article.url)


def test_a_topic_nobody_has_written_about_is_there_and_kept_out(client, published_blog):
    empty = TopicPageFactory(parent=published_blog.topic_index)

    answer = client.get(empty.url)

    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    assert client.get(f"{empty.url}?page=2").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99", "", "01", "1.5"])
def test_a_search_has_no_other_parts_than_it_finds(client, listings, page):
    assert client.get(f"/search/?q=headaches&page={page}").status_code == 404


def test_a_head_request_is_told_the_same(client, listings):
    assert client.head(f"{listings['blog']}?page=99").status_code == 404
    assert client.head(f"{listings['blog']}?page=2").status_code == 200
