"""What stands around every page: the way to its text, the header, the footer."""

import pytest
from bs4 import BeautifulSoup

from organization.models import AnnouncementBar, Clinic
from tests.factories import AppointmentPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(client):
    """Return a function that opens an address and gives what a reader sees."""

    def open_(path: str) -> BeautifulSoup:
        return BeautifulSoup(client.get(path).content, "html.parser")

    return open_


def test_the_first_link_skips_to_the_text(site_home, seen):
    page = seen("/")

    first = page.find("a")
    assert first["href"] == "#main"
    assert page.main["id"] == "main"


def test_the_menu_is_plain_html_that_needs_no_script(site_home, seen):
    StandardPageFactory(parent=site_home, title="Our rooms", slug="rooms", show_in_menus=True)

    page = seen("/")

    assert page.select_one("header details summary").get_text() == "Menu"
    assert page.select_one("header nav a[href='/rooms/']").get_text() == "Our rooms"
    assert not page.select("header script")


def test_the_menu_says_where_the_reader_is(site_home, seen):
    rooms = StandardPageFactory(parent=site_home, slug="rooms", show_in_menus=True)
    StandardPageFactory(parent=rooms, slug="quiet")

    assert seen("/rooms/").select_one("header nav a")["aria-current"] == "page"
    assert seen("/rooms/quiet/").select_one("header nav a")["aria-current"] == "true"
    assert not seen("/").select("header nav a[aria-current]")


def test_the_button_stands_there_once_there_is_a_page_behind_it(site_home, seen):
    assert not seen("/").select("header .button")

    AppointmentPageFactory(parent=site_home, slug="appointments")

    assert seen("/").select_one("header .button")["href"] == "/appointments/"


def test_the_footer_says_whom_to_call_in_an_emergency(site_home, seen):
    footer = seen("/").footer

    assert footer.find("a", href="tel:911")
    assert footer.find("a", href="tel:988")


def test_what_nobody_knows_of_the_clinic_is_left_out(site_home, seen):
    footer = seen("/").footer

    assert {link["href"] for link in footer.select("a[href^='tel:']")} == {"tel:911", "tel:988"}
    assert not footer.select("a[href^='mailto:']")


def test_the_footer_shows_what_is_filled_in(site_home, seen):
    Clinic(telephone="+1 555 555 0100", email="desk@example.org").save()

    footer = seen("/").footer

    assert footer.find("a", href="mailto:desk@example.org")
    assert footer.find("a", string="+1 555 555 0100")


def test_an_announcement_stands_above_every_page_and_leads_on(site_home, seen):
    rooms = StandardPageFactory(parent=site_home, slug="rooms")
    AnnouncementBar(text="We have moved.", link_page=rooms, link_label="Where to").save()

    bar = seen("/rooms/").find("aside", attrs={"aria-label": "Announcement"})

    assert "We have moved." in bar.get_text()
    assert bar.a["href"] == "/rooms/"


def test_an_announcement_is_text_and_never_markup(site_home, client):
    AnnouncementBar(text="<script>alert(1)</script>").save()

    assert b"<script>alert" not in client.get("/").content
