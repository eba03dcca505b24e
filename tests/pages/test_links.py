"""Links from running text to pages."""

import pytest
from wagtail.rich_text import expand_db_html

from pages.links import urls_of
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def link_to(page):
    return f'<a linktype="page" id="{page.pk}">read on</a>'


def test_a_link_leads_to_the_page(site_home):
    page = StandardPageFactory(parent=site_home, slug="about")

    assert expand_db_html(link_to(page)) == '<a href="/about/">read on</a>'


def test_a_link_follows_a_renamed_page(site_home):
    page = StandardPageFactory(parent=site_home, slug="about")
    expand_db_html(link_to(page))
    page.slug = "about-us"
    page.save_revision().publish()

    assert expand_db_html(link_to(page)) == '<a href="/about-us/">read on</a>'


def test_a_link_to_a_page_nobody_may_read_is_plain_text(site_home):
    page = StandardPageFactory(parent=site_home, slug="about")
    page.unpublish()

    assert expand_db_html(link_to(page)) == "<a>read on</a>"
    assert expand_db_html('<a linktype="page" id="999999">x</a>') == "<a>x</a>"
    assert expand_db_html('<a linktype="page" id="x">x</a>') == "<a>x</a>"


def test_twenty_links_cost_one_query_and_then_none(site_home, django_assert_num_queries):
    pages = [StandardPageFactory(parent=site_home, slug=f"page-{n}") for n in range(20)]
    urls_of([site_home.pk])

    urls_of(page.pk for page in pages)
    with django_assert_num_queries(1):  # which memory is still good
        urls_of(page.pk for page in pages)
