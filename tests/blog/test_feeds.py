"""The feeds, as a reader's program meets them."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from blog.feeds.entries import speakable
from blog.models import ArticlePage
from content.blocks.stories import ArticleStory
from people.models import ProfilePage
from tests.blog.feed_rules import assert_valid_atom, assert_valid_json_feed, assert_valid_rss
from tests.conftest import PublishedBlog
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    ProfilePageFactory,
    TopicPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    """Keep each test's files to itself."""
    settings.MEDIA_ROOT = tmp_path


SITE = settings.SITE_URL
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


OF_A_FEED = 8
FEEDS_OF_THE_BLOG = ["/blog/feed/", "/blog/feed.atom", "/blog/feed.json"]
EVERY_FEED = [
    f"{page}{feed}"
    for page in ("/blog/", "/blog/topics/migraine/", "/team/ann/")
    for feed in ("feed/", "feed.atom", "feed.json")
]
# No NUL: forms refuse it, and PostgreSQL stores none.
HOSTILE = "]]></title><script>alert(1)</script> & \x1b\ufffe \u202eשלום 🧠 &amp; {{ 7|add:7 }}"
RULES = {
    "application/rss+xml; charset=utf-8": assert_valid_rss,
    "application/atom+xml; charset=utf-8": assert_valid_atom,
    "application/feed+json; charset=utf-8": assert_valid_json_feed,
}


def valid(response: HttpResponse) -> Any:
    """Return a feed, parsed, that keeps to the rules of the format it says it has."""
    assert response.status_code == 200
    address = f"{SITE}{response.request['PATH_INFO']}"
    return RULES[response["Content-Type"]](response.content, address)


def entries_of(feed: Any) -> list[Any]:
    """Return what a parsed feed lists."""
    if isinstance(feed, dict):
        return feed["items"]
    return feed.findall("item") or feed.findall("atom:entry", NAMES)


def titles_of(feed: Any) -> list[str]:
    """Return the title of each article that a parsed feed lists."""
    return [
        entry["title"]
        if isinstance(entry, dict)
        else entry.findtext("title") or entry.findtext("atom:title", namespaces=NAMES)
        for entry in entries_of(feed)
    ]


@pytest.fixture
def author_of_feeds(published_blog: PublishedBlog) -> ProfilePage:
    """An author at a known address, who has written nothing yet."""
    return ProfilePageFactory(parent=published_blog.team, slug="ann", title="Ann Sample")


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


def test_row_26_feeds_are_kept_out_of_search_results(
    client: Client, author_of_feeds: ProfilePage, article: ArticlePage
):
    for path in EVERY_FEED:
        assert client.get(path)["X-Robots-Tag"] == "noindex"


def test_where_nothing_is_written_yet_a_valid_feed_is_empty_and_stays_as_it_is(
    client: Client, author_of_feeds: ProfilePage
):
    for path in EVERY_FEED:
        first = client.get(path)
        assert entries_of(valid(first)) == []
        assert client.get(path).content == first.content


@pytest.mark.parametrize(
    "path",
    [
        *("/feed/", "/feed.atom", "/feed.json", "/team/feed/", "/team/feed.atom"),
        *("/blog/nowhere/feed/", "/blog/nowhere/feed.json", "/blog/topics/feed.json"),
    ],
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

    for path in ("/blog/feed.atom", "/blog/feed.json", "/blog/topics/migraine/feed.json"):
        assert client.get(path).status_code == 404
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


def test_the_head_of_blog_topic_and_author_tells_of_their_feeds(
    client: Client, published_blog: PublishedBlog
):
    for page in (published_blog.index, published_blog.topic, published_blog.author):
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        feeds = {
            link["type"]: link["href"]
            for link in soup.find_all("link", rel="alternate")
            if link.get("type")
        }
        assert feeds == {
            "application/rss+xml": f"{page.absolute_url}feed/",
            "application/atom+xml": f"{page.absolute_url}feed.atom",
            "application/feed+json": f"{page.absolute_url}feed.json",
        }


def test_the_head_of_an_article_tells_of_the_feeds_of_its_blog(
    client: Client, article: ArticlePage
):
    soup = BeautifulSoup(client.get(article.url).content, "html.parser")

    told = [link["href"] for link in soup.select('link[rel="alternate"][title]')]
    assert told == [f"{SITE}{path}" for path in FEEDS_OF_THE_BLOG]


def test_feeds_of_a_renamed_blog_are_found_at_their_old_addresses(
    client: Client,
    published_blog: PublishedBlog,
    article: ArticlePage,
    django_capture_on_commit_callbacks,
):
    published_blog.index.slug = "news"
    with django_capture_on_commit_callbacks(execute=True):
        published_blog.index.save_revision().publish()

    for old in FEEDS_OF_THE_BLOG:
        new = old.replace("/blog/", "/news/")
        response = client.get(old)
        assert response.status_code == 301
        assert urlsplit(response.url).path == new
        assert client.get(new).status_code == 200


# --- every feed, in every format (row 32) ---------------------------------------------------


@pytest.fixture
def whole_article(author_of_feeds: ProfilePage, published_blog: PublishedBlog) -> ArticlePage:
    """An article with every block of the vocabulary, in every feed there is."""
    ImageFactory()
    blocks = ArticleStory().child_blocks
    body = [(name, block.get_preview_value()) for name, block in blocks.items()]
    return ArticlePageFactory(
        parent=published_blog.index,
        title="Everything",
        main_topic=published_blog.topic,
        hero_image=ImageFactory(),
        authors=[author_of_feeds],
        body=body,
    )


def test_row_32_every_feed_is_valid_with_the_whole_text(
    client: Client, whole_article: ArticlePage
):
    for path in EVERY_FEED:
        response = client.get(path)
        assert titles_of(valid(response)) == ["Everything"]
        for words in ("neurological condition", "Throbbing", "4 to 72 hours", "Cephalalgia"):
            assert words in response.text


def test_whatever_editors_write_every_feed_stays_valid(
    client: Client, author_of_feeds: ProfilePage, published_blog: PublishedBlog
):
    author_of_feeds.title = HOSTILE
    author_of_feeds.save()
    published_blog.topic.title = published_blog.index.title = HOSTILE
    published_blog.topic.save()
    published_blog.index.save()
    link = '<p><a href="http://[half">x</a> <a href="javascript:alert(1)">y</a> \x07</p>'
    ArticlePageFactory(
        parent=published_blog.index,
        slug="hostile",
        title=HOSTILE,
        introduction=HOSTILE * 5,
        main_topic=published_blog.topic,
        authors=[author_of_feeds],
        body=[("text", RichText(link)), ("quote", {"text": HOSTILE, "source_url": "http://["})],
    )

    for path in EVERY_FEED:
        (title,) = titles_of(valid(client.get(path)))
        assert title.startswith("]]></title><script>alert(1)</script> & ")
        assert "שלום 🧠 &amp; {{ 7|add:7 }}" in title


def test_what_xml_cannot_hold_is_left_out():
    assert speakable("a\x00b\x1bc\ufffe d") == "abc d"


def test_json_feed_holds_the_newest_articles_whole(client: Client, whole_article: ArticlePage):
    (item,) = valid(client.get("/blog/feed.json"))["items"]

    assert item["id"] == f"urn:uuid:{whole_article.translation_key}"
    assert item["url"] == whole_article.absolute_url
    assert item["authors"] == [{"name": "Ann Sample", "url": f"{SITE}/team/ann/"}]
    assert item["tags"] == ["Migraine"]
    assert item["image"].startswith(f"{SITE}/media/")
    assert parse_datetime(item["date_published"]) == whole_article.published_on.replace(
        microsecond=0
    )


def test_an_author_has_feeds_of_their_own(
    client: Client, whole_article: ArticlePage, article: ArticlePage
):
    for feed in ("feed/", "feed.atom", "feed.json"):
        assert titles_of(valid(client.get(f"/team/ann/{feed}"))) == ["Everything"]


@pytest.mark.parametrize("gone", ["deleted", "unpublished", "restricted"])
def test_an_author_who_is_gone_has_no_feed_and_breaks_no_other(
    client: Client, whole_article: ArticlePage, author_of_feeds: ProfilePage, gone: str
):
    match gone:
        case "deleted":
            author_of_feeds.delete()
        case "unpublished":
            author_of_feeds.unpublish()
        case "restricted":
            PageViewRestriction.objects.create(page=author_of_feeds, restriction_type="login")

    for path in FEEDS_OF_THE_BLOG:
        response = client.get(path)
        assert titles_of(valid(response)) == ["Everything"]
        assert f"{SITE}/team/ann/" not in response.text
        assert ("Ann Sample" in response.text) == (gone != "deleted")
    for path in ("/team/ann/feed.atom", "/team/ann/feed.json"):
        assert client.get(path).status_code == 404
    assert client.get("/team/ann/feed/").status_code != 200


def test_an_article_kept_out_of_search_engines_is_in_no_feed(
    client: Client, whole_article: ArticlePage
):
    whole_article.noindex = True
    whole_article.save_revision().publish()

    for path in EVERY_FEED:
        assert entries_of(valid(client.get(path))) == []


def test_every_feed_is_sent_again_only_when_it_says_something_else(
    client: Client, whole_article: ArticlePage
):
    known = {path: client.get(path) for path in EVERY_FEED}

    def by_tag(path: str) -> HttpResponse:
        return client.get(path, headers={"If-None-Match": known[path]["ETag"]})

    def by_date(path: str) -> HttpResponse:
        return client.get(path, headers={"If-Modified-Since": known[path]["Last-Modified"]})

    assert {by_tag(path).status_code for path in EVERY_FEED} == {304}
    assert {by_date(path).status_code for path in EVERY_FEED} == {304}
    whole_article.introduction = "Now told better."
    whole_article.save_revision().publish()
    assert all("Now told better." in by_tag(path).text for path in EVERY_FEED)


def test_within_the_second_of_a_change_no_date_says_that_nothing_changed(
    client: Client, whole_article: ArticlePage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("blog.feeds.views.time.time", lambda: now)
    now = 1_900_000_000.2
    first = client.get("/blog/feed.json")
    whole_article.introduction = "Now told better."
    whole_article.save_revision().publish()

    second = client.get("/blog/feed.json", headers={"If-Modified-Since": first["Last-Modified"]})

    assert second.status_code == 200
    assert not second.has_header("Last-Modified")
    now += 1
    assert client.get("/blog/feed.json")["Last-Modified"] > first["Last-Modified"]


@pytest.mark.parametrize(
    "path", ["/blog/feed/", "/blog/topics/migraine/feed.atom", "/team/ann/feed.json"]
)
def test_more_articles_do_not_cost_more_queries(
    client: Client, published_blog: PublishedBlog, whole_article: ArticlePage, path: str
):
    def queries() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    few = queries()
    for _ in range(10):
        ArticlePageFactory(
            parent=published_blog.index,
            main_topic=published_blog.topic,
            authors=whole_article.authors,
            hero_image=whole_article.hero_image,
            published_on=timezone.now() - timedelta(days=1),
        )

    assert queries() <= few <= OF_A_FEED
