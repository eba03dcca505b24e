"""The newest articles as RSS 2.0 and Atom, for the whole blog and for each topic."""

import hashlib
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe
from wagtail.views import serve

from blog.feed_addresses import ATOM, RSS, atom_address, rss_address
from blog.feed_content import feed_content
from blog.models import ArticlePage, BlogIndexPage, TopicPage
from blog.models.article import with_authors
from blog.models.queries import ArticleQuerySet
from content.picks import bring
from delivery.page_cache.middleware import same_for_everybody
from delivery.page_cache.tags import shows
from organization.models import Clinic
from pages import depths, routing
from pages.description import page_description
from pages.models import SitePage
from pages.restrictions import restricted_paths

NEWEST = 20
# What XML 1.0 cannot hold, however it is escaped.
UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

FeedPage = BlogIndexPage | TopicPage

# The tag of the bytes that this process last made for each feed, and when it first made them.
_first_made: dict[str, tuple[str, float]] = {}


class RssFeed(Rss201rev2Feed):
    """RSS 2.0 with the whole text of each article, and every author by name."""

    content_type = f"{RSS}; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        """Declare the vocabularies of whole texts and of names."""
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add the text and the authors."""
        super().add_item_elements(handler, item)
        for name, _ in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(Atom1Feed):
    """Atom with the whole text of each article, and every author by name and page."""

    content_type = f"{ATOM}; charset=utf-8"

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Name the clinic as who speaks in articles that name no author."""
        super().add_root_elements(handler)
        handler.startElement("author", AttributesImpl({}))
        handler.addQuickElement("name", self.feed["spoken_by"])
        handler.endElement("author")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add the text and the authors."""
        super().add_item_elements(handler, item)
        for name, address in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            if address:
                handler.addQuickElement("uri", address)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


@dataclass(frozen=True)
class Built:
    """A feed as it is sent, with what lets a reader's program skip it the next time."""

    body: bytes
    etag: str
    built_on: float


@same_for_everybody
@require_safe
def rss(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the RSS feed of the blog or a topic; any other `…/feed/` may be a page."""
    page = _feed_page(request, path)
    if page is None:
        return serve(request, f"{path}feed/")
    return _answer(request, page, RssFeed, rss_address(page))


@same_for_everybody
@require_safe
def atom(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the Atom feed of the blog or a topic."""
    page = _feed_page(request, path)
    if page is None:
        raise Http404("There is no feed here.")
    return _answer(request, page, AtomFeed, atom_address(page))


def _feed_page(request: HttpRequest, path: str) -> FeedPage | None:
    try:
        route = routing.find_route(SitePage, request, path)
    except Http404:
        return None
    page = route[0] if route else None
    if not isinstance(page, FeedPage) or _is_restricted(page):
        return None
    return page


def _is_restricted(page: SitePage) -> bool:
    return any(page.path.startswith(path) for path in restricted_paths())


def _answer(
    request: HttpRequest, page: FeedPage, kind: type[SyndicationFeed], address: str
) -> HttpResponse:
    feed = _build(page, kind, address)
    response = get_conditional_response(
        request, etag=feed.etag, last_modified=int(feed.built_on)
    ) or HttpResponse(feed.body, content_type=kind.content_type)  # type: ignore[attr-defined]
    response["ETag"] = feed.etag
    response["Last-Modified"] = http_date(feed.built_on)
    response["X-Robots-Tag"] = "noindex"
    return response


def _build(page: FeedPage, kind: type[SyndicationFeed], address: str) -> Built:
    clinic = Clinic.current().name
    feed = kind(
        title=_speakable(f"{page.title} | {clinic}"),
        link=page.absolute_url,
        description=escape(_speakable(page_description(page))),
        language=settings.LANGUAGE_CODE,
        feed_url=address,
        feed_guid=f"urn:uuid:{page.translation_key}",
        spoken_by=_speakable(clinic),
    )
    for article in _newest(page):
        feed.add_item(**_item(article))
    out = BytesIO()
    feed.write(out, "utf-8")
    body = out.getvalue()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Built(body, etag, _since_when(address, etag))


def _since_when(address: str, etag: str) -> float:
    """Return when this process first made a feed of these bytes, after any other bytes.

    No date in it would do: an article that is taken away leaves only older ones.
    """
    known = _first_made.get(address)
    if known is None or known[0] != etag:
        known = _first_made[address] = (etag, time.time())
    return known[1]


def _newest(page: FeedPage) -> list[ArticlePage]:
    listed: ArticleQuerySet = ArticlePage.objects.indexable()
    if isinstance(page, TopicPage):
        shows(f"articles:topic:{page.pk}")
        listed = listed.about(page)
    else:
        shows(ArticlePage.list_tag())
    names_only = depths.deeper(TopicPage, depths.NAME, through="main_topic")
    newest = listed.newest_first().select_related("main_topic", "hero_image").defer(*names_only)
    articles = list(newest[:NEWEST])
    bring(
        [article.body for article in articles], along=[article.hero_image for article in articles]
    )
    prefetch_related_objects(
        articles, Prefetch("topics", TopicPage.objects.names(), to_attr="more_topics")
    )
    return with_authors(articles)


def _item(article: ArticlePage) -> dict[str, Any]:
    return {
        "title": _speakable(article.title),
        "link": article.absolute_url,
        "description": escape(_speakable(article.introduction)),
        "content": _speakable(feed_content(article)),
        "unique_id": f"urn:uuid:{article.translation_key}",
        "unique_id_is_permalink": False,
        "pubdate": timezone.localtime(article.published_on),
        "updateddate": timezone.localtime(article.significantly_changed_on),
        "categories": [_speakable(topic.title) for topic in article.all_topics],
        "authors": list(_authors(article)),
    }


def _authors(article: ArticlePage) -> Iterable[tuple[str, str]]:
    for author in article.authors:
        yield _speakable(author.title), author.absolute_url if author.live else ""


def _speakable(text: str) -> str:
    return UNSPEAKABLE.sub("", text)
