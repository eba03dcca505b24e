"""Location pages: what is filled in and nothing else."""

import json
import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.models import LocationPage, OpeningHours, SpecialHours
from organization.models import Clinic
from tests.factories import ImageFactory, LocationPageFactory

pytestmark = pytest.mark.django_db

TUESDAY_MORNING = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("America/Chicago"))


@pytest.fixture(autouse=True)
def _on_a_tuesday_morning(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY_MORNING)


@pytest.fixture
def known_location(location) -> LocationPage:
    """A location with everything filled in."""
    location.street = "12 Sample Street, Suite 3"
    location.city, location.state, location.postal_code = "Destin", "FL", "00000"
    location.telephone = "+1 (555) 555-0100"
    location.email = "destin@example.org"
    location.latitude, location.longitude = "30.393500", "-86.495800"
    location.arrival = "Park behind the house.\n\nThere is a ramp."
    location.introduction = "Two quiet rooms near the harbor."
    location.opening_hours = [
        OpeningHours(weekday=day, opens=time(9), closes=time(17)) for day in range(5)
    ] + [OpeningHours(weekday=5, by_appointment=True)]
    location.special_hours = [
        SpecialHours(label="Thanksgiving", starts_on=date(2026, 11, 26)),
        SpecialHours(label="Long past", starts_on=date(2026, 1, 1)),
        SpecialHours(
            label="Short days",
            starts_on=date(2026, 12, 21),
            ends_on=date(2026, 12, 24),
            opens=time(9),
            closes=time(12),
        ),
    ]
    location.save()
    return location


def html_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def graph_of(html):
    document = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    return json.loads(document)["@graph"]


def clinic_in(html, location):
    [node] = [
        node for node in graph_of(html) if node.get("@id") == f"{location.absolute_url}#clinic"
    ]
    return node


def test_a_location_of_which_nothing_is_known_says_nothing(client, location):
    html = html_of(client, location)

    assert "<h1>Destin</h1>" in html
    for absent in ("Telephone", "E-mail", "Opening hours", "Directions", "How to reach us"):
        assert absent not in html
    node = clinic_in(html, location)
    assert "address" not in node
    assert "openingHoursSpecification" not in node
    assert "geo" not in node


def test_a_known_location_says_all_of_it(client, known_location):
    html = html_of(client, known_location)

    assert "12 Sample Street, Suite 3<br>Destin, FL 00000" in html
    assert 'href="tel:+15555550100">+1 (555) 555-0100</a>' in html
    assert 'href="mailto:destin@example.org"' in html
    assert "There is a ramp." in html
    assert "https://www.google.com/maps/dir/?api=1&amp;destination=" in html
    assert "<iframe" not in html
    assert html.count("<h1") == 1


def test_the_hours_are_a_table_with_today_marked(client, known_location):
    html = html_of(client, known_location)

    assert (
        '<tr class="hours__today" aria-current="date"> <th scope="row"> Monday to Friday' in html
    )
    assert html.count('aria-current="date"') == 1
    assert "Open now." in html
    assert "9:00 a.m." in html
    assert "By appointment" in html
    assert "Sunday" in html
    assert "Closed" in html


def test_special_hours_expire_by_themselves(client, known_location, monkeypatch):
    """Row 14."""
    assert "Thanksgiving" in html_of(client, known_location)
    assert "Long past" not in html_of(client, known_location)

    later = TUESDAY_MORNING.replace(day=27)
    monkeypatch.setattr(timezone, "now", lambda: later)

    html = html_of(client, known_location)
    assert "Thanksgiving" not in html
    assert "Short days" in html
    special = clinic_in(html, known_location)["specialOpeningHoursSpecification"]
    assert [each["validFrom"] for each in special] == ["2026-12-21"]


def test_machines_and_people_are_told_the_same(client, known_location):
    """Row 13: each location is a clinic of its own, with its own hours."""
    html = html_of(client, known_location)
    node = clinic_in(html, known_location)

    assert node["@type"] == "MedicalClinic"
    assert node["telephone"] == "+1 (555) 555-0100"
    assert node["address"]["streetAddress"] == "12 Sample Street, Suite 3"
    assert node["address"]["postalCode"] == "00000"
    assert node["geo"]["latitude"] == 30.3935
    assert node["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
            "opens": "09:00",
            "closes": "17:00",
        }
    ]
    closed = node["specialOpeningHoursSpecification"][0]
    assert (closed["opens"], closed["closes"]) == ("00:00", "00:00")


def test_every_page_knows_every_location(client, site_home, known_location):
    assert clinic_in(html_of(client, site_home), known_location)["email"] == "destin@example.org"


def test_every_page_hears_of_a_change_at_once(client, site_home, known_location):
    html_of(client, site_home)
    known_location.email = "new@example.org"
    known_location.save_revision().publish()

    assert clinic_in(html_of(client, site_home), known_location)["email"] == "new@example.org"


def test_the_clinics_number_stands_in_for_a_location_without_one(client, location):
    Clinic(telephone="555 555 0199").save()

    assert 'href="tel:5555550199"' in html_of(client, location)


def test_the_list_shows_what_is_known_of_each(client, locations, known_location):
    LocationPageFactory(parent=locations, title="Inlet Beach")
    LocationPageFactory(parent=locations, title="Draft", live=False)

    html = html_of(client, locations)

    assert "12 Sample Street" in html
    assert "Inlet Beach" in html
    assert ">Draft<" not in html


def test_an_empty_list_says_so(client, locations):
    assert "No location is listed here yet." in html_of(client, locations)


def test_ten_locations_cost_the_list_no_more_than_two(
    client, locations, django_assert_max_num_queries
):
    def queries():
        html_of(client, locations)
        with django_assert_max_num_queries(40) as counted:
            html_of(client, locations)
        return len(counted)

    LocationPageFactory.create_batch(2, parent=locations)
    few = queries()
    LocationPageFactory.create_batch(8, parent=locations)

    assert queries() == few


def test_a_photo_is_shown_and_shared(client, location, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    location.photo = ImageFactory(size=(1300, 700), description="The door under a palm tree")
    location.save()

    html = html_of(client, location)

    assert 'alt="The door under a palm tree"' in html
    assert '<meta property="og:image:width" content="1200">' in html


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (OpeningHours(weekday=0, opens=time(9)), "closes"),
        (OpeningHours(weekday=0, closes=time(9)), "opens"),
        (OpeningHours(weekday=0, opens=time(9), closes=time(9)), "closes"),
        (OpeningHours(weekday=0), "opens"),
        (SpecialHours(starts_on=date(2026, 5, 2), ends_on=date(2026, 5, 1)), "ends_on"),
        (SpecialHours(starts_on=date(2026, 5, 2), opens=time(9)), "closes"),
    ],
)
def test_hours_that_make_no_sense_are_refused_at_their_field(row, field):
    with pytest.raises(ValidationError) as refusal:
        row.clean()

    assert list(refusal.value.message_dict) == [field]


def test_half_a_point_on_the_map_is_refused(location):
    location.latitude = 30

    with pytest.raises(ValidationError) as refusal:
        location.full_clean()

    assert "longitude" in refusal.value.message_dict


def test_a_list_of_locations_shows_each_with_its_photo(
    client, locations, location, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    location.photo = ImageFactory(size=(1200, 800))
    location.save()

    html = html_of(client, locations)

    assert re.search(r'class="location-card"> <picture>.*fill-760x380.*Destin</a>', html)


def test_ten_locations_with_photos_cost_the_list_no_more_than_two(
    client, locations, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path

    def queries_with(more):
        for _ in range(more):
            LocationPageFactory(parent=locations, photo=ImageFactory(size=(1200, 800)))
        client.get(locations.url)  # makes the pictures
        with CaptureQueriesContext(connection) as queries:
            client.get(locations.url)
        return len(queries)

    assert queries_with(2) == queries_with(8)
