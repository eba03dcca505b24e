"""The feeds, as a reader's program meets them."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from blog.models import ArticlePage
from delivery.memory import forget_everything
from people.models import ProfilePage
from tests.conftest import PublishedBlog
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    ProfilePageFactory,
    TopicPageFactory,
)

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def channel(client: Client, path: str = "/blog/feed/") -> ElementTree.Element:
    """Return the channel of an RSS feed, parsed."""
    return ElementTree.fromstring(client.get(path).content).find("channel")


def atom(client: Client, path: str = "/blog/feed.atom") -> ElementTree.Element:
    """Return an Atom feed, parsed."""
    return ElementTree.fromstring(client.get(path).content)


def test_rss_holds_the_newest_articles_whole(client: Client, article: ArticlePage):
    item = channel(client).find("item")

    assert item.find("title").text == "Migraine or headache"
    assert item.find("link").text == f"{SITE}/blog/migraine-or-headache/"
    assert "<p>Rest, water and a dark room help many people.</p>" in (
        item.find("content:encoded", NAMES).text
    )
    assert item.find("category").text == "Migraine"
    assert parsedate_to_datetime(item.find("pubDate").text) == article.published_on.replace(
        microsecond=0
    )


def test_rss_says_where_it_is(client: Client, article: ArticlePage):
    response = client.get("/blog/feed/")

    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    own = channel(client).find("atom:link", NAMES)
    assert (own.get("rel"), own.get("href")) == ("self", f"{SITE}/blog/feed/")
    assert channel(client).find("link").text == f"{SITE}/blog/"


def test_atom_holds_the_same_articles(client: Client, article: ArticlePage):
    feed = atom(client)
    entry = feed.find("atom:entry", NAMES)

    assert client.get("/blog/feed.atom")["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entry.find("atom:title", NAMES).text == "Migraine or headache"
    assert entry.find("atom:content", NAMES).get("type") == "html"
    assert "dark room" in entry.find("atom:content", NAMES).text
    assert parse_datetime(entry.find("atom:published", NAMES).text) == article.published_on
    links = {link.get("rel"): link.get("href") for link in feed.findall("atom:link", NAMES)}
    assert links["self"] == f"{SITE}/blog/feed.atom"


def test_a_renamed_article_keeps_its_identity(client: Client, article: ArticlePage):
    before = channel(client).find("item/guid"), atom(client).find("atom:entry/atom:id", NAMES)

    article.slug = "another-name"
    article.save_revision().publish()

    after = channel(client).find("item/guid"), atom(client).find("atom:entry/atom:id", NAMES)
    assert [each.text for each in after] == [each.text for each in before]
    assert after[0].get("isPermaLink") == "false"
    assert channel(client).find("item/link").text == f"{SITE}/blog/another-name/"


def test_every_author_is_named(client: Client, published_blog: PublishedBlog):
    team = ProfilePageFactory(
        parent=published_blog.team, title="Editorial team", kind=ProfilePage.Kind.TEAM
    )
    ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        authors=[published_blog.author, team],
    )

    names = [each.text for each in channel(client).findall("item/dc:creator", NAMES)]
    authors = atom(client).findall("atom:entry/atom:author", NAMES)

    assert names == [published_blog.author.title, "Editorial team"]
    assert authors[1].find("atom:name", NAMES).text == "Editorial team"
    assert authors[1].find("atom:uri", NAMES).text == f"{SITE}/team/editorial-team/"


def test_addresses_inside_the_text_are_whole(client: Client, published_blog: PublishedBlog):
    link = f'<a linktype="page" id="{published_blog.topic.pk}">more</a>'
    ArticlePageFactory(
        parent=published_blog.index,
        title="Linked",
        main_topic=published_blog.topic,
        hero_image=ImageFactory(),
        body=[
            ("text", RichText(f'<p>Read {link} <a linktype="reference" number="1">1</a></p>')),
            (
                "references",
                {
                    "title": "References",
                    "items": [{"citation": "A paper", "doi": "10.1/abc", "url": ""}],
                },
            ),
        ],
    )

    html = channel(client).find("item/content:encoded", NAMES).text
    soup = BeautifulSoup(html, "html.parser")
    addresses = [a["href"] for a in soup.find_all("a")] + [i["src"] for i in soup.find_all("img")]

    assert f"{SITE}/blog/topics/migraine/" in addresses
    assert f"{SITE}/blog/linked/#reference-1" in addresses
    assert all(urlsplit(address).scheme for address in addresses)
    assert not soup.find_all(["script", "source", "style"])


def test_what_is_not_for_everybody_is_not_in_a_feed(
    client: Client, published_blog: PublishedBlog, article: ArticlePage
):
    blog, topic = published_blog.index, published_blog.topic
    ArticlePageFactory(parent=blog, title="A draft", main_topic=topic, live=False)
    ArticlePageFactory(parent=blog, title="Kept from search", main_topic=topic, noindex=True)
    secret = ArticlePageFactory(parent=blog, title="Secret", main_topic=topic)
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    titles = [each.text for each in channel(client).findall("item/title")]

    assert titles == ["Migraine or headache"]


def test_a_topic_has_feeds_of_its_own(
    client: Client, published_blog: PublishedBlog, article: ArticlePage
):
    other = TopicPageFactory(parent=published_blog.topic_index, title="Sleep")
    ArticlePageFactory(parent=published_blog.index, title="On sleep", main_topic=other)

    titles = [
        each.text for each in channel(client, "/blog/topics/sleep/feed/").findall("item/title")
    ]

    assert titles == ["On sleep"]
    entries = atom(client, "/blog/topics/migraine/feed.atom").findall("atom:entry", NAMES)
    assert len(entries) == 1


def test_a_feed_that_has_not_changed_is_not_sent_again(client: Client, article: ArticlePage):
    first = client.get("/blog/feed/")

    by_tag = client.get("/blog/feed/", headers={"If-None-Match": first["ETag"]})
    by_date = client.get("/blog/feed/", headers={"If-Modified-Since": first["Last-Modified"]})

    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert by_date.status_code == 304


def test_a_changed_article_is_sent_again(client: Client, article: ArticlePage):
    first = client.get("/blog/feed/")
    article.introduction = "Now told better."
    article.save_revision().publish()

    second = client.get("/blog/feed/", headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 200
    assert "Now told better." in second.text


def test_feeds_are_kept_out_of_search_results(client: Client, article: ArticlePage):
    for path in ("/blog/feed/", "/blog/feed.atom", "/blog/topics/migraine/feed/"):
        assert client.get(path)["X-Robots-Tag"] == "noindex"


def test_an_empty_blog_has_a_feed_without_items(client: Client, published_blog: PublishedBlog):
    assert channel(client).find("item") is None
    assert atom(client).find("atom:entry", NAMES) is None


@pytest.mark.parametrize(
    "path", ["/feed/", "/feed.atom", "/team/feed/", "/blog/nowhere/feed/", "/team/feed.atom"]
)
def test_there_is_no_feed_where_nothing_is_listed(
    client: Client, published_blog: PublishedBlog, path: str
):
    assert client.get(path).status_code == 404


def test_the_blog_in_a_restricted_section_has_no_public_feed(
    client: Client, published_blog: PublishedBlog, article: ArticlePage
):
    PageViewRestriction.objects.create(
        page=published_blog.index, restriction_type=PageViewRestriction.LOGIN
    )

    assert client.get("/blog/feed.atom").status_code == 404
    assert "Migraine" not in client.get("/blog/feed/").text


def test_characters_that_xml_cannot_hold_are_left_out(
    client: Client, published_blog: PublishedBlog
):
    ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        title="Pain & <relief>",
        introduction="A bell \x07 rings & fades.",
    )

    item = channel(client).find("item")

    assert item.find("title").text == "Pain & <relief>"
    assert item.find("description").text == "A bell  rings &amp; fades."


def test_the_head_of_blog_and_topic_tells_of_their_feeds(
    client: Client, published_blog: PublishedBlog
):
    for page in (published_blog.index, published_blog.topic):
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        feeds = {
            link["type"]: link["href"]
            for link in soup.find_all("link", rel="alternate")
            if link.get("type")
        }
        assert feeds == {
            "application/rss+xml": f"{page.absolute_url}feed/",
            "application/atom+xml": f"{page.absolute_url}feed.atom",
        }


def test_feeds_of_a_renamed_blog_are_found_at_their_old_addresses(
    client: Client,
    published_blog: PublishedBlog,
    article: ArticlePage,
    django_capture_on_commit_callbacks,
):
    published_blog.index.slug = "news"
    with django_capture_on_commit_callbacks(execute=True):
        published_blog.index.save_revision().publish()

    for old, new in (("/blog/feed/", "/news/feed/"), ("/blog/feed.atom", "/news/feed.atom")):
        response = client.get(old)
        assert response.status_code == 301
        assert urlsplit(response.url).path == new
        assert client.get(new).status_code == 200


def test_more_articles_do_not_cost_more_queries(
    client: Client, published_blog: PublishedBlog, article: ArticlePage
):
    def queries() -> int:
        forget_everything()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/blog/feed/")
        return len(captured)

    few = queries()
    for _ in range(10):
        ArticlePageFactory(
            parent=published_blog.index,
            main_topic=published_blog.topic,
            authors=[published_blog.author],
            published_on=timezone.now() - timedelta(days=1),
        )

    assert queries() <= few
