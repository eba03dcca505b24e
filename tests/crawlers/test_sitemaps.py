"""The sitemap, followed from its index as a crawler would."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.conf import settings
from wagtail.models import PageViewRestriction

from crawlers import sitemaps
from images.renditions import share_picture
from organization.models import SearchAndSocial
from tests.factories import ImageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

NAMES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


def parsed(client, address):
    """Return a file of the sitemap, which must be on this site and be XML."""
    assert address.startswith(settings.SITE_URL)
    response = client.get(address.removeprefix(settings.SITE_URL))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return ElementTree.fromstring(response.content)


def crawl(client):
    """Return the `url` element of every page in the sitemap, by the page's address."""
    index = parsed(client, f"{settings.SITE_URL}/sitemap.xml")
    files = [loc.text for loc in index.findall("map:sitemap/map:loc", NAMES)]
    entries = [url for file in files for url in parsed(client, file).findall("map:url", NAMES)]
    by_address = {entry.findtext("map:loc", namespaces=NAMES): entry for entry in entries}
    assert len(by_address) == len(entries), "a page stands in the sitemap twice"
    return by_address


def paths(client):
    """Return the path of every page in the sitemap."""
    return [address.removeprefix(settings.SITE_URL) for address in crawl(client)]


def test_published_pages_are_listed_by_their_canonical_address(client, site_home):
    page = StandardPageFactory(parent=site_home, slug="about")

    assert paths(client) == ["/", "/about/"]
    assert page.metadata().canonical in crawl(client)


def test_what_search_engines_should_not_keep_is_left_out(client, site_home):
    StandardPageFactory(parent=site_home, slug="draft", live=False)
    StandardPageFactory(parent=site_home, slug="hidden", noindex=True)
    StandardPageFactory(
        parent=site_home, slug="elsewhere", canonical_override="https://other.example/"
    )
    private = StandardPageFactory(parent=site_home, slug="private")
    StandardPageFactory(parent=private, slug="below-private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert paths(client) == ["/"]


def test_a_site_that_hides_has_an_empty_sitemap(client, site_home):
    setting = SearchAndSocial.current()
    setting.hide_from_search_engines = True
    setting.save()

    assert paths(client) == []


def test_an_entry_says_when_the_page_last_changed_for_a_reader(client, site_home):
    page = StandardPageFactory(parent=site_home, slug="about")
    page.last_published_at = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    page.save()

    entry = crawl(client)[page.absolute_url]

    lastmod = dt.datetime.fromisoformat(entry.findtext("map:lastmod", namespaces=NAMES))
    assert lastmod == page.last_published_at


def test_an_entry_without_a_known_change_claims_none(client, site_home):
    page = StandardPageFactory(parent=site_home, slug="about", last_published_at=None)

    assert crawl(client)[page.absolute_url].find("map:lastmod", NAMES) is None


def test_a_pages_own_picture_is_listed_once_it_was_made(client, site_home):
    page = StandardPageFactory(parent=site_home, slug="about", hero_image=ImageFactory())
    found = "image:image/image:loc"
    assert crawl(client)[page.absolute_url].find(found, NAMES) is None

    picture = share_picture(page.hero_image)

    assert crawl(client)[page.absolute_url].findtext(found, namespaces=NAMES) == picture.url


def test_a_long_section_is_split(client, site_home, monkeypatch):
    monkeypatch.setattr(sitemaps, "ENTRIES_A_FILE", 2)
    for number in range(4):
        StandardPageFactory(parent=site_home, slug=f"page-{number}")

    index = client.get("/sitemap.xml").text

    assert "/sitemap-home.xml" in index
    assert "/sitemap-home-3.xml" in index
    assert "/sitemap-home-4.xml" not in index
    assert len(paths(client)) == 5


@pytest.mark.parametrize(
    "path",
    ["/sitemap-none.xml", "/sitemap-home-2.xml", "/sitemap-home-1.xml", "/sitemap-home-0.xml"],
)
def test_a_file_that_the_index_does_not_name_is_not_there(client, site_home, path):
    assert client.get(path).status_code == 404


def test_twenty_pages_cost_as_many_queries_as_two(
    client, site_home, django_assert_max_num_queries
):
    StandardPageFactory(parent=site_home, slug="first", hero_image=ImageFactory())
    crawl(client)
    with django_assert_max_num_queries(20) as few:
        client.get("/sitemap-home.xml")
        cost_of_two = len(few)
    for number in range(20):
        StandardPageFactory(parent=site_home, slug=f"page-{number}", hero_image=ImageFactory())
    crawl(client)

    with django_assert_max_num_queries(cost_of_two):
        client.get("/sitemap-home.xml")


def test_the_sitemap_itself_is_no_search_result(client, site_home):
    assert client.get("/sitemap.xml")["X-Robots-Tag"] == "noindex"
