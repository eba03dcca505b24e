"""The rules of RSS 2.0, Atom and JSON Feed, each enforced to the letter.

RSS 2.0 as the RSS Advisory Board keeps it, with its profile; RFC 4287; JSON Feed 1.1. Common
parsers forgive nearly everything, so they would prove nothing here.
"""

import json
import re
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from bs4 import BeautifulSoup

Element = ElementTree.Element

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
LINK = f"{ATOM}link"

RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def assert_valid_rss(document: bytes, address: str) -> Element:
    """Insist on RSS 2.0 that names that address as its own. Return its channel."""
    root = ElementTree.fromstring(document)
    assert (root.tag, root.attrib) == ("rss", {"version": "2.0"})
    assert [child.tag for child in root] == ["channel"]
    channel = root[0]
    assert_has(
        channel,
        once={"title", "link", "description", "language", "lastBuildDate", LINK},
        many={"item"},
    )
    for name in ("title", "link", "description"):
        assert text(channel, name), f"the channel's {name} is blank"
    assert_absolute(text(channel, "link"))
    assert LANGUAGE.fullmatch(text(channel, "language"))
    assert_rfc_822(text(channel, "lastBuildDate"))
    own = channel.find(LINK)
    assert (own.get("rel"), own.get("href")) == ("self", address)
    items = channel.findall("item")
    for item in items:
        assert_has(
            item,
            once={"title", "link", "description", "pubDate", "guid", CONTENT},
            many={"category", CREATOR},
        )
        assert_absolute(text(item, "link"))
        assert_rfc_822(text(item, "pubDate"))
        assert item.find("guid").attrib == {"isPermaLink": "false"}
        for name in item.findall(CREATOR):
            assert name.text.strip()
        assert_stands_alone(text(item, CONTENT))
        assert_stands_alone(text(item, "description"))
    assert_lasting([text(item, "guid") for item in items])
    return channel


def assert_valid_atom(document: bytes, address: str) -> Element:
    """Insist on a feed by RFC 4287 that names that address as its own. Return it."""
    feed = ElementTree.fromstring(document)
    assert feed.tag == f"{ATOM}feed"
    language = feed.attrib.pop("{http://www.w3.org/XML/1998/namespace}lang")
    assert LANGUAGE.fullmatch(language)
    assert not feed.attrib
    assert_has(
        feed,
        once={f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated", f"{ATOM}author"},
        perhaps={f"{ATOM}subtitle"},
        many={LINK, f"{ATOM}entry"},
    )
    assert UUID.fullmatch(text(feed, f"{ATOM}id"))
    assert text(feed, f"{ATOM}title")
    assert_rfc_3339(text(feed, f"{ATOM}updated"))
    assert_person(feed.find(f"{ATOM}author"))
    links = {link.get("rel"): link.get("href") for link in feed.findall(LINK)}
    assert len(links) == len(feed.findall(LINK)) == 2
    assert links["self"] == address
    assert_absolute(links["alternate"])
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        assert_entry(entry)
    assert_lasting([text(entry, f"{ATOM}id") for entry in entries])
    return feed


def assert_entry(entry: Element) -> None:
    """Insist on one entry of an Atom feed."""
    once = {"id", "title", "updated", "published", "summary", "content", "link"}
    assert_has(
        entry, once={f"{ATOM}{name}" for name in once}, many={f"{ATOM}author", f"{ATOM}category"}
    )
    published, updated = text(entry, f"{ATOM}published"), text(entry, f"{ATOM}updated")
    for moment in (published, updated):
        assert_rfc_3339(moment)
    assert datetime.fromisoformat(published) <= datetime.fromisoformat(updated)
    link = entry.find(LINK)
    assert link.get("rel") == "alternate"
    assert_absolute(link.get("href"))
    for name in ("summary", "content"):
        part = entry.find(f"{ATOM}{name}")
        assert part.attrib == {"type": "html"}
        assert not list(part), "HTML is text in here, not elements"
        assert_stands_alone(part.text or "")
    for person in entry.findall(f"{ATOM}author"):
        assert_person(person)
    for category in entry.findall(f"{ATOM}category"):
        assert category.get("term")
        assert set(category.attrib) <= {"term", "scheme", "label"}


def assert_valid_json_feed(document: bytes, address: str) -> dict[str, Any]:
    """Insist on JSON Feed 1.1 that names that address as its own. Return it."""
    feed = json.loads(document.decode("utf-8"), object_pairs_hook=no_name_twice)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == address
    assert_only(feed, {"title", "home_page_url", "description", "language"}, of=str)
    assert feed.keys() <= {
        *("version", "title", "home_page_url", "feed_url", "description", "language"),
        *("authors", "items"),
    }
    assert feed["title"].strip()
    assert_absolute(feed["home_page_url"])
    assert LANGUAGE.fullmatch(feed["language"])
    assert_json_authors(feed["authors"])
    assert isinstance(feed["items"], list)
    for item in feed["items"]:
        assert_json_item(item)
    assert_lasting([item["id"] for item in feed["items"]])
    return feed


def assert_json_item(item: dict[str, Any]) -> None:
    """Insist on one item of a JSON Feed."""
    words = {"id", "url", "title", "content_html", "summary", "image"}
    assert item.keys() <= words | {"date_published", "date_modified", "authors", "tags"}
    assert_only(item, words & item.keys(), of=str)
    assert item["content_html"]
    for name in {"url", "image"} & item.keys():
        assert_absolute(item[name])
    for name in ("date_published", "date_modified"):
        assert_rfc_3339(item[name])
    if "authors" in item:
        assert_json_authors(item["authors"])
    assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
    assert_stands_alone(item["content_html"])


# --- the parts --------------------------------------------------------------------------------


def assert_has(
    element: Element,
    once: set[str],
    perhaps: frozenset[str] | set[str] = frozenset(),
    many: frozenset[str] | set[str] = frozenset(),
) -> None:
    """Insist on these children and no others."""
    found = Counter(child.tag for child in element)
    assert {tag: found[tag] for tag in once} == dict.fromkeys(once, 1)
    assert all(found[tag] <= 1 for tag in perhaps)
    assert set(found) <= once | perhaps | many, f"unknown: {set(found) - once - perhaps - many}"


def assert_person(person: Element) -> None:
    """Insist on a name, and on a whole address if there is one."""
    assert_has(person, once={f"{ATOM}name"}, perhaps={f"{ATOM}uri", f"{ATOM}email"})
    assert text(person, f"{ATOM}name")
    if person.find(f"{ATOM}uri") is not None:
        assert_absolute(text(person, f"{ATOM}uri"))


def assert_json_authors(authors: list[dict[str, str]]) -> None:
    """Insist on somebody, and on something about each."""
    assert isinstance(authors, list)
    assert authors
    for author in authors:
        assert author.keys() <= {"name", "url", "avatar"}
        assert_only(author, set(author), of=str)
        assert any(author.values())
        if "url" in author:
            assert_absolute(author["url"])


def assert_only(values: dict[str, Any], names: set[str], of: type) -> None:
    """Insist on values of one type."""
    assert {name: type(values[name]) for name in names} == dict.fromkeys(names, of)


def assert_lasting(guids: list[str]) -> None:
    """Insist on names that are no addresses, each given once."""
    assert all(UUID.fullmatch(guid) for guid in guids)
    assert len(set(guids)) == len(guids)


def assert_rfc_822(date: str) -> None:
    """Insist on RFC 822 with four digits for the year, and on the right day of the week."""
    assert RFC_822.fullmatch(date), date
    assert parsedate_to_datetime(date).strftime("%a") == date[:3]


def assert_rfc_3339(date: str) -> None:
    """Insist on RFC 3339 with a time zone."""
    assert RFC_3339.fullmatch(date), date
    assert datetime.fromisoformat(date).tzinfo is not None


def assert_absolute(address: str) -> None:
    """Insist on an address that leads to the same place from anywhere, in ASCII."""
    parts = urlsplit(address)
    assert parts.scheme in {"http", "https"}, address
    assert parts.netloc, address
    assert address.isascii(), address
    assert not re.search(r"[\s<>\"]", address), address


def assert_stands_alone(html: str) -> None:
    """Insist on HTML that runs nothing and means the same outside the site."""
    soup = BeautifulSoup(html, "html5lib")
    assert not soup.find_all(["script", "style", "iframe", "object", "form", "link", "meta"])
    for element in soup.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on")]
        assert not {"style", "srcset", "id", "class"} & set(element.attrs)
        for name in {"href", "src", "cite"} & set(element.attrs):
            address = str(element[name])
            if not address.startswith(("mailto:", "tel:")):
                parts = urlsplit(address)
                assert parts.scheme in {"http", "https"}, address
                assert parts.netloc, address


def text(element: Element, name: str) -> str:
    """Return the text of a child."""
    return (element.findtext(name) or "").strip()


def no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON, unless it says something twice."""
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names)
    return dict(pairs)
