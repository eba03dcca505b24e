"""Reads a sitemap as its schema has it (sitemaps.org 0.9, Google's images 1.1), and no looser.

Written after siteindex.xsd, sitemap.xsd and sitemap-image.xsd: elements, their order and number,
their contents, and the limits in the protocol's text.
"""

import datetime as dt
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
MOST_ADDRESSES, MOST_BYTES, MOST_IMAGES, LONGEST = 50_000, 52_428_800, 1_000, 2_048
W3C_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?", re.ASCII
)


def strictly_parsed(body: bytes, host: str) -> ElementTree.Element:
    """Return the root of a sitemap or index that keeps every rule; fail where one does not."""
    assert body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert len(body) <= MOST_BYTES
    root = ElementTree.fromstring(body.decode("utf-8").encode())
    assert root.tag in {f"{MAP}urlset", f"{MAP}sitemapindex"}
    assert not root.attrib
    entry, images = ("url", True) if root.tag.endswith("urlset") else ("sitemap", False)
    assert len(root) <= MOST_ADDRESSES
    places = [_entry(each, f"{MAP}{entry}", host, images=images) for each in root]
    assert len(places) == len(set(places)), "an address stands twice"
    return root


def _entry(entry: ElementTree.Element, tag: str, host: str, *, images: bool) -> str:
    assert entry.tag == tag
    assert not (entry.text or "").strip()
    names = [child.tag for child in entry]
    assert names[:1] == [f"{MAP}loc"], "loc comes first"
    rest = names[1:]
    if rest[:1] == [f"{MAP}lastmod"]:
        _check_date(entry[1].text or "")
        rest = rest[1:]
    assert set(rest) <= ({f"{IMAGE}image"} if images else set()), "nothing else is alive"
    assert len(rest) <= MOST_IMAGES
    for image in entry.iter(f"{IMAGE}image"):
        assert [child.tag for child in image] == [f"{IMAGE}loc"]
        _check_address(image[0].text or "")
    place = entry[0].text or ""
    _check_address(place)
    assert urlsplit(place).netloc == host, "a sitemap names only its own host"
    return place


def _check_date(text: str) -> None:
    assert W3C_DATE.fullmatch(text), text
    moment = dt.datetime.fromisoformat(text)
    assert moment.tzinfo is not None
    assert moment <= dt.datetime.now(dt.UTC), "nothing has changed in the future"


def _check_address(text: str) -> None:
    address = urlsplit(text)
    assert text == text.strip()
    assert address.scheme in {"http", "https"}
    assert address.netloc
    assert 12 <= len(text) <= LONGEST
    assert text.isascii(), "an address is written with escapes"
    assert " " not in text
    assert not address.fragment
