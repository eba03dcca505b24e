"""A sitemap as search engines read it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.audit.sitemap import BrokenSitemap, Entry, Sitemap, read_sitemap, sitemap_findings

SITE = "https://clinic.example"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def codes(*entries: Entry, weight: int = 0) -> list[str]:
    found = sitemap_findings(Sitemap(entries=entries), SITE, NOW, weight=weight)
    return [finding.code for finding in found]


def test_a_sitemap_lists_pages_and_an_index_lists_sitemaps():
    entry = f"<url><loc> {SITE}/a/ </loc><lastmod>2026-10-01</lastmod></url>"
    pages = f"<urlset {NAMESPACE}>{entry}</urlset>"
    index = f"<sitemapindex {NAMESPACE}><sitemap><loc>{SITE}/1.xml</loc></sitemap></sitemapindex>"

    assert read_sitemap(pages.encode()) == Sitemap((Entry(f"{SITE}/a/", "2026-10-01"),))
    assert read_sitemap(index.encode()) == Sitemap(files=(f"{SITE}/1.xml",))


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<urlset>",
        "<html></html>",
        "<urlset></urlset>",
        '<!DOCTYPE x [<!ENTITY a "b">]><urlset>&a;</urlset>',
    ],
)
def test_what_is_no_sitemap_is_refused_with_what_to_do(xml):
    with pytest.raises(BrokenSitemap):
        read_sitemap(xml.encode())


@given(st.binary(max_size=60))
def test_no_file_is_too_odd_to_be_refused(content):
    with pytest.raises(BrokenSitemap):
        read_sitemap(content)


@pytest.mark.parametrize(
    "changed_on", ["", "2026-10-01", "2026-10-01T08:00:00Z", "2026-10-31T08:00:00.123456-05:00"]
)
def test_a_page_of_ours_with_a_date_is_sound(changed_on):
    assert codes(Entry(f"{SITE}/a/", changed_on)) == []


@pytest.mark.parametrize(
    "changed_on", ["2026-13-01", "yesterday", "2026-10-01T08:00:00", "2026-11-05", "١٢٣٤-٠١-٠١"]
)
def test_a_date_that_is_none_or_lies_ahead_is_found(changed_on):
    assert codes(Entry(f"{SITE}/a/", changed_on)) == ["sitemap-date"]


@pytest.mark.parametrize("address", ["/a/", "https://other.example/", f"{SITE}.evil.example/", ""])
def test_an_address_that_is_not_of_this_site_is_found(address):
    assert codes(Entry(address)) == ["sitemap-foreign"]


def test_a_file_that_is_too_long_or_too_heavy_is_found():
    assert codes(*[Entry(f"{SITE}/a/")] * 50_001) == ["sitemap-large"]
    assert codes(weight=50 * 1024 * 1024 + 1) == ["sitemap-large"]
