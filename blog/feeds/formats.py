"""A feed in each of its formats: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1."""

import datetime as dt
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from blog.feeds.entries import Author, Entry, Feed
from pages.syndication import ATOM, JSON, RSS, FeedKind

JSON_FEED = "https://jsonfeed.org/version/1.1"


def rss(feed: Feed) -> bytes:
    """Return the feed as RSS 2.0."""
    return _xml(_Rss, feed)


def atom(feed: Feed) -> bytes:
    """Return the feed as Atom."""
    return _xml(_Atom, feed)


def json_feed(feed: Feed) -> bytes:
    """Return the feed as JSON Feed 1.1."""
    said = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.clinic}],
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return json.dumps(said, ensure_ascii=False).encode()


WRITERS: dict[FeedKind, Callable[[Feed], bytes]] = {RSS: rss, ATOM: atom, JSON: json_feed}


def _json_item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "image": entry.image,
        "date_published": entry.published_on.isoformat(timespec="seconds"),
        "date_modified": entry.changed_on.isoformat(timespec="seconds"),
        "authors": [_json_author(author) for author in entry.authors],
        "tags": entry.topics,
    }
    # What is blank is left out: an empty list of authors would say that nobody speaks.
    return {name: value for name, value in item.items() if value}


def _json_author(author: Author) -> dict[str, str]:
    return {"name": author.name, "url": author.url} if author.url else {"name": author.name}


def _xml(kind: type[SyndicationFeed], feed: Feed) -> bytes:
    """Write with Django's generator, which knows the order and the dates of the formats."""
    document = kind(
        title=feed.title,
        link=feed.home,
        # HTML to RSS, plain text to Atom.
        description=escape(feed.description),
        subtitle=feed.description or None,
        language=feed.language,
        feed_url=feed.url,
        feed_guid=feed.guid,
        spoken_by=feed.clinic,
        changed_on=feed.changed_on,
    )
    for entry in feed.entries:
        document.add_item(
            title=entry.title,
            link=entry.url,
            description=escape(entry.summary),
            unique_id=entry.guid,
            unique_id_is_permalink=False,
            pubdate=entry.published_on,
            updateddate=entry.changed_on,
            categories=entry.topics,
            authors=entry.authors,
            content=entry.content,
        )
    out = BytesIO()
    document.write(out, "utf-8")
    return out.getvalue()


class _Dated(SyndicationFeed):
    """A feed that is as new as its newest article, and no newer for being asked."""

    def latest_post_date(self) -> dt.datetime:
        return self.feed["changed_on"]


class _Rss(_Dated, Rss201rev2Feed):
    """RSS 2.0 with the whole text of each article, and every author by name."""

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
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author.name)
        handler.addQuickElement("content:encoded", item["content"])


class _Atom(_Dated, Atom1Feed):
    """Atom with the whole text of each article, and every author by name and page."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Name the clinic as who speaks in articles that name no author."""
        super().add_root_elements(handler)
        _add_person(handler, Author(self.feed["spoken_by"], url=""))

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add the text and the authors."""
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            _add_person(handler, author)
        handler.addQuickElement("content", item["content"], {"type": "html"})


def _add_person(handler: SimplerXMLGenerator, author: Author) -> None:
    handler.startElement("author", AttributesImpl({}))
    handler.addQuickElement("name", author.name)
    if author.url:
        handler.addQuickElement("uri", author.url)
    handler.endElement("author")
