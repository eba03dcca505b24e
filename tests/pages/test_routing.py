"""From an address to a page, in few queries."""

import pytest
from django.test import override_settings
from wagtail.models import PageViewRestriction, Site

from home.models import StandardPage
from pages.authority import agree_with_site_url
from pages.models import SitePage
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deep_page(site_home):
    above = site_home
    for name in ("one", "two", "three"):
        above = StandardPageFactory(parent=above, title=name, slug=name)
    return above


def queries_to_route(client, django_assert_max_num_queries, path, most):
    client.get("/one/")  # what processes remember is known by now
    with django_assert_max_num_queries(most) as counted:
        SitePage.route_for_request(request_for(path), path)
    return len(counted)


def request_for(path):
    from django.test import RequestFactory

    return RequestFactory().get(path)


def test_a_deep_page_costs_no_more_queries_than_a_shallow_one(
    client, deep_page, django_assert_max_num_queries
):
    shallow = queries_to_route(client, django_assert_max_num_queries, "/one/", 8)
    deep = queries_to_route(client, django_assert_max_num_queries, "/one/two/three/", 8)

    assert deep == shallow


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/one/nowhere/", "/one/two/three/four/", "/three/", "/one/three/"]
)
def test_an_address_without_a_page_is_not_found(client, deep_page, path):
    assert client.get(path).status_code == 404


def test_a_draft_is_not_found_but_what_lies_below_it_is(client, deep_page):
    SitePage.objects.get(slug="two").unpublish()

    assert client.get("/one/two/").status_code == 404
    assert client.get("/one/two/three/").status_code == 200


def test_the_trail_leads_from_home_to_the_page(deep_page):
    trail = StandardPage.objects.get(pk=deep_page.pk).trail()

    assert [crumb.name for crumb in trail] == ["Home", "one", "two", "three"]
    assert trail[-1].url == "http://testserver/one/two/three/"


def test_a_restricted_section_asks_for_its_password_and_is_listed_nowhere(client, deep_page):
    section = SitePage.objects.get(slug="two")
    PageViewRestriction.objects.create(
        page=section, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
    )

    page = client.get("/one/two/three/")

    assert "password" in page.content.decode().lower()
    assert "no-store" in page["Cache-Control"] or "private" in page["Cache-Control"]
    published = SitePage.objects.published().values_list("slug", flat=True)
    assert "one" in published
    assert not {"two", "three"} & set(published)


def test_a_renamed_page_answers_at_its_new_address_at_once(client, deep_page):
    assert client.get("/one/").status_code == 200
    page = StandardPage.objects.get(slug="one")
    page.slug = "uno"
    page.save_revision().publish()

    assert client.get("/uno/two/").status_code == 200


@override_settings(SITE_URL="https://www.example.org:8443")
def test_site_url_is_the_authority_for_every_address(deep_page):
    assert agree_with_site_url() is True
    assert agree_with_site_url() is False

    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("www.example.org", 8443)
    page = StandardPage.objects.get(pk=deep_page.pk)
    assert page.absolute_url == "https://www.example.org:8443/one/two/three/"
    assert page.full_url == page.absolute_url
    assert page.metadata().canonical == page.absolute_url
