"""The links of the header and the footer."""

import pytest

from pages.navigation import navigation
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def test_the_header_lists_published_pages_marked_for_the_menu(site_home):
    StandardPageFactory(parent=site_home, title="About", slug="about", show_in_menus=True)
    StandardPageFactory(parent=site_home, title="Draft", show_in_menus=True, live=False)
    StandardPageFactory(parent=site_home, title="Quiet")

    assert [(link.title, link.url) for link in navigation().entries] == [("About", "/about/")]


def test_the_footer_lists_published_pages_marked_for_it(site_home):
    StandardPageFactory(parent=site_home, title="Privacy", slug="privacy", show_in_footer=True)

    assert [link.title for link in navigation().footer] == ["Privacy"]


def test_a_place_that_does_not_exist_has_no_address(site_home):
    assert navigation().blog_url == ""
    assert navigation().appointment_url == ""


def test_a_new_page_is_in_the_menu_at_once(site_home):
    assert navigation().entries == ()

    page = StandardPageFactory(parent=site_home, title="About", show_in_menus=True)
    assert [link.title for link in navigation().entries] == ["About"]

    page.title = "About us"
    page.save_revision().publish()
    assert [link.title for link in navigation().entries] == ["About us"]

    page.unpublish()
    assert navigation().entries == ()


def test_the_trail_is_shown_with_its_names(client, site_home):
    StandardPageFactory(parent=site_home, title="About", slug="about")

    shown = client.get("/about/").content.decode()

    assert '<li><a href="http://testserver/">Home</a></li>' in shown
    assert '<li aria-current="page">About</li>' in shown
