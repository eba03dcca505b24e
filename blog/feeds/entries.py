"""What a feed says, as plain values, before any format has a say."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from blog.feeds.content import feed_content
from blog.models import ArticlePage, TopicPage
from blog.models.article import with_authors
from blog.models.queries import ArticleQuerySet
from content.picks import bring
from delivery.page_cache.tags import shows
from images.renditions import renditions
from images.sizes import KINDS
from organization.models import Clinic
from pages import depths
from pages.description import page_description
from pages.models import SitePage
from people.models import ProfilePage

NEWEST = 20
# What XML 1.0 cannot hold, however it is escaped; nobody misses it elsewhere.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# When a page changed that has no date at all: a feed must give one, and always the same.
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_FIGURE = KINDS["figure"].fallback_spec


@dataclass(frozen=True)
class Author:
    """Who wrote an article, and their page while they have one."""

    name: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One article. Its guid stays, whatever becomes of its address and its words."""

    guid: str
    url: str
    title: str
    summary: str
    content: str
    published_on: dt.datetime
    changed_on: dt.datetime
    image: str = ""
    topics: list[str] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)


@dataclass(frozen=True)
class Feed:
    """The newest articles of one page. Every address in it is whole."""

    guid: str
    url: str
    home: str
    title: str
    description: str
    clinic: str
    changed_on: dt.datetime
    language: str
    entries: list[Entry]


def feed_of(page: SitePage, url: str) -> Feed:
    """Return the feed of a page, to be found at that address."""
    clinic = speakable(Clinic.current().name)
    entries = [_entry(article) for article in _newest(page)]
    return Feed(
        guid=_guid(page),
        url=url,
        home=page.absolute_url,
        title=f"{speakable(page.title)} | {clinic}",
        description=speakable(page_description(page)),
        clinic=clinic,
        # Not the time of asking: a feed in which nothing is new has the bytes it had.
        changed_on=max(
            (entry.changed_on for entry in entries),
            default=timezone.localtime(page.significantly_changed_on or LONG_AGO),
        ),
        language=settings.LANGUAGE_CODE,
        entries=entries,
    )


def speakable(text: str) -> str:
    """Return a text without the characters that no XML can hold."""
    return UNSPEAKABLE.sub("", text)


def _newest(page: SitePage) -> list[ArticlePage]:
    names_only = depths.deeper(TopicPage, depths.NAME, through="main_topic")
    listed = _listed(page).newest_first().select_related("main_topic", "hero_image")
    articles = list(listed.defer(*names_only)[:NEWEST])
    bring(
        [article.body for article in articles], along=[article.hero_image for article in articles]
    )
    prefetch_related_objects(
        articles, Prefetch("topics", TopicPage.objects.names(), to_attr="more_topics")
    )
    return with_authors(articles)


def _listed(page: SitePage) -> ArticleQuerySet:
    """Return what a page's feed is cut from: what search engines may keep, too."""
    articles: ArticleQuerySet = ArticlePage.objects.indexable()
    if isinstance(page, TopicPage):
        shows(f"articles:topic:{page.pk}")
        return articles.about(page)
    if isinstance(page, ProfilePage):
        shows(f"articles:author:{page.pk}")
        return articles.written_by(page)
    shows(ArticlePage.list_tag())
    return articles


def _entry(article: ArticlePage) -> Entry:
    published = article.published_on or article.first_published_at or LONG_AGO
    return Entry(
        guid=_guid(article),
        url=article.absolute_url,
        title=speakable(article.title),
        summary=speakable(article.introduction),
        content=speakable(feed_content(article)),
        published_on=timezone.localtime(published),
        changed_on=timezone.localtime(article.significantly_changed_on or published),
        image=_picture(article),
        topics=[speakable(topic.title) for topic in article.all_topics],
        authors=list(_authors(article)),
    )


def _guid(page: SitePage) -> str:
    return f"urn:uuid:{page.translation_key}"


def _picture(article: ArticlePage) -> str:
    if article.hero_image is None:
        return ""
    found = renditions(article.hero_image, [_FIGURE]).get(_FIGURE)
    return urljoin(article.absolute_url, found.url) if found else ""


def _authors(article: ArticlePage) -> Iterator[Author]:
    for author in article.authors:
        if name := speakable(author.title).strip():
            yield Author(name, author.absolute_url if author.is_published else "")
