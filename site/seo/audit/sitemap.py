"""Reads a sitemap as search engines do, and finds what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from seo.audit.codes import Code
from seo.findings import Finding

_NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOST_ENTRIES = 50_000
MOST_BYTES = 50 * 1024 * 1024


class BrokenSitemap(ValueError):
    """Not a sitemap. Says what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a sitemap lists; as written."""

    address: str
    changed_on: str = ""


@dataclass(frozen=True)
class Sitemap:
    """A sitemap: the pages that it lists, or the further sitemaps."""

    entries: tuple[Entry, ...] = ()
    files: tuple[str, ...] = ()


def read_sitemap(xml: bytes) -> Sitemap:
    """Read a sitemap or a sitemap index. Raises BrokenSitemap."""
    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BrokenSitemap(f"Write XML that can be read: {str(error)[:100]}.") from error
    found = tuple(
        Entry(_text(element, "loc"), _text(element, "lastmod")) for element in list(root)
    )
    if root.tag == f"{_NAMESPACE}sitemapindex":
        return Sitemap(files=tuple(entry.address for entry in found))
    if root.tag == f"{_NAMESPACE}urlset":
        return Sitemap(entries=found)
    raise BrokenSitemap("Begin it with urlset or sitemapindex, in the namespace of sitemaps.")


def sitemap_findings(
    sitemap: Sitemap, site: str, now: datetime, *, weight: int = 0
) -> Iterator[Finding]:
    """Yield what can be said of a sitemap without asking for what it lists."""
    if len(sitemap.entries) > MOST_ENTRIES or weight > MOST_BYTES:
        yield Code.SITEMAP_LARGE.found("Split it: no more than 50,000 addresses and 50 MB.")
    for entry in sitemap.entries:
        if not entry.address.startswith(f"{site}/"):
            yield Code.SITEMAP_FOREIGN.found(
                f"List only whole addresses below {site}/.", entry.address
            )
        if entry.changed_on:
            moment = moment_of(entry.changed_on)
            if moment is None:
                yield Code.SITEMAP_DATE.found(
                    f"Write lastmod as ISO 8601 has it: “{entry.changed_on[:40]}” is not.",
                    entry.address,
                )
            elif moment > now + timedelta(days=1):
                yield Code.SITEMAP_DATE.found(
                    f"Do not say that the page changed in the future: {entry.changed_on[:40]}.",
                    entry.address,
                )


def moment_of(written: str) -> datetime | None:
    """Return the moment that a lastmod names: a day, or a time with its offset."""
    try:
        if len(written) == len("2026-01-31"):
            day = date.fromisoformat(written)
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _text(element: object, name: str) -> str:
    found = element.findtext(f"{_NAMESPACE}{name}")  # type: ignore[attr-defined]
    return (found or "").strip()
