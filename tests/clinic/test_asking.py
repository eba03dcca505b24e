"""Asking for an appointment, as somebody with neither cookies nor JavaScript does."""

import logging
import sqlite3
import threading
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import OperationalError, connection, connections
from django.test import Client
from django.utils import timezone

from clinic import submission
from clinic.models import AppointmentRequest
from organization.models import Clinic
from tests.conftest import stand_home
from tests.factories import AppointmentPageFactory, LocationPageFactory

FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}
ASKED = {
    "name": "Ada <Example>",
    "telephone": "(555) 555-0100",
    "email": "",
    "location": "",
    "preferred_time": "Tuesday mornings",
    "note": "I will come with my sister & a dog.",
}


def ask(client=None, headers=FROM_OUR_PAGE, **changes):
    return (client or Client()).post(
        "/appointments/request/",
        urlencode({**ASKED, **changes}),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )


def everything_typed_is_kept(response):
    html = response.content.decode()
    return (
        'value="Ada &lt;Example&gt;"' in html
        and 'value="(555) 555-0100"' in html
        and 'value="Tuesday mornings"' in html
        and "I will come with my sister &amp; a dog." in html
    )


def test_the_page_is_the_same_for_everybody_and_sets_no_cookie(client, appointment_page, location):
    first = client.get(appointment_page.url)
    second = Client().get(appointment_page.url, headers={"User-Agent": "another"})

    assert first.status_code == 200
    assert first.content == second.content
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")
    assert "csrf" not in first.content.decode()
    assert "Destin" in first.content.decode()
    assert "Please no medical details" in first.content.decode()


def test_one_post_is_enough(appointment_page, location):
    response = ask(location=location.pk)

    assert (response.status_code, response["Location"]) == (303, "/appointments/thanks/")
    assert not response.cookies
    request = AppointmentRequest.objects.get()
    assert request.name == "Ada <Example>"
    assert request.location == location
    assert request.status == "new"


def test_the_thank_you_page_says_what_the_editor_wrote_and_stays_out_of_search(
    client, appointment_page
):
    appointment_page.thanks_text = "We call back within two days."
    appointment_page.save()

    response = client.get("/appointments/thanks/")

    html = response.content.decode()
    assert "We call back within two days." in html
    assert '<meta name="robots" content="noindex' in html
    assert html.count("<h1") == 1
    assert not response.cookies


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": " "}, "This field is required"),
        ({"telephone": ""}, "Give us a telephone number or an e-mail address"),
        ({"telephone": "call me"}, "Write a telephone number"),
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"location": "999999"}, "Choose one of our locations"),
        ({"location": "' OR 1=1"}, "Choose one of our locations"),
        ({"note": "x" * 1001}, "at most 1000 characters"),
        ({"name": "Ada\0"}, "Null characters are not allowed"),
    ],
)
def test_an_error_is_said_in_words_and_nothing_typed_is_lost(appointment_page, changes, complaint):
    response = ask(**changes)

    html = response.content.decode()
    assert response.status_code == 422
    assert complaint in html
    assert 'class="error-summary"' in html
    assert "I will come with my sister" in html or "xxxx" in html
    assert "Tuesday mornings" in html
    assert not AppointmentRequest.objects.exists()


def test_no_browser_cuts_what_is_pasted_into_a_field(appointment_page, client):
    assert "maxlength" not in client.get(appointment_page.url).content.decode()


def test_an_error_leads_to_its_field(appointment_page):
    html = ask(telephone="").content.decode()

    assert '<a href="#id_telephone">' in html
    assert "aria-invalid" in html
    assert "id_telephone_error" in html


def test_an_e_mail_address_alone_is_enough(appointment_page):
    assert ask(telephone="", email="ada@example.org").status_code == 303


def test_sending_the_same_twice_makes_one_request(appointment_page):
    assert ask().status_code == 303
    assert ask().status_code == 303

    assert AppointmentRequest.objects.count() == 1


def test_sending_the_same_again_after_midnight_is_still_a_retry(appointment_page, monkeypatch):
    ask()
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(submission.timezone, "localdate", lambda: tomorrow)

    ask()

    assert AppointmentRequest.objects.count() == 1


def test_a_corrected_number_is_another_request(appointment_page):
    ask()
    ask(telephone="(555) 555-0199")

    assert AppointmentRequest.objects.count() == 2


def test_a_double_click_makes_one_request(database_to_commit_to):
    AppointmentPageFactory(parent=stand_home(), slug="appointments")
    together = threading.Barrier(4)
    statuses = []

    def click():
        together.wait()
        statuses.append(ask().status_code)
        connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [303] * 4
    assert AppointmentRequest.objects.count() == 1


def test_the_faster_half_of_a_double_click_wins_quietly(appointment_page, monkeypatch):
    ask()
    monkeypatch.setattr("clinic.views.is_known", lambda form: False)

    assert ask().status_code == 303
    assert AppointmentRequest.objects.count() == 1


def test_a_form_on_another_site_is_not_sent_but_may_be_sent_from_here(appointment_page):
    response = ask(headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert everything_typed_is_kept(response)
    assert "stood on another website" in response.content.decode()
    assert not AppointmentRequest.objects.exists()


def test_a_browser_that_says_nothing_of_itself_is_asked_to_confirm(appointment_page):
    response = ask(headers={})

    html = response.content.decode()
    assert response.status_code == 200
    assert everything_typed_is_kept(response)
    assert not AppointmentRequest.objects.exists()
    key = html.split('name="key" value="')[1].split('"')[0]

    assert ask(headers={}, key=key).status_code == 303
    assert AppointmentRequest.objects.count() == 1


def test_a_made_up_key_confirms_nothing(appointment_page):
    assert ask(headers={}, key="made up").status_code == 200
    assert not AppointmentRequest.objects.exists()


def test_too_many_requests_from_one_place_are_told_when_to_come_back(appointment_page):
    for number in range(5):
        assert ask(preferred_time=f"week {number}").status_code == 303

    response = ask()

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3601
    assert everything_typed_is_kept(response)
    assert AppointmentRequest.objects.count() == 5


def test_retrying_a_request_that_arrived_is_never_too_often(appointment_page):
    for _ in range(8):
        assert ask().status_code == 303


def test_what_a_machine_fills_in_is_kept_apart_and_told_to_nobody(appointment_page):
    Clinic(appointments_email="desk@example.org").save()

    response = ask(second_opinion="http://pills.example")

    assert response.status_code == 303
    assert AppointmentRequest.objects.get().probably_a_machine
    assert not AppointmentRequest.objects.waiting().exists()
    assert not mail.outbox


def test_nothing_is_lost_when_the_database_is_busy(appointment_page, monkeypatch):
    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(AppointmentRequest, "save", busy)
        response = ask()

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert everything_typed_is_kept(response)
    assert ask().status_code == 303


def test_nothing_is_lost_when_another_writer_holds_the_database(database_to_commit_to):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one writer at a time")
    AppointmentPageFactory(parent=stand_home(), slug="appointments")
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    patience, options["timeout"] = options["timeout"], 0.1
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        response = ask()
    finally:
        other.close()
        options["timeout"] = patience
        connection.close()

    assert response.status_code == 503
    assert everything_typed_is_kept(response)
    assert not AppointmentRequest.objects.exists()


def test_the_clinic_hears_that_a_request_came_but_not_what_it_says(appointment_page):
    Clinic(appointments_email="desk@example.org").save()

    ask()

    [message] = mail.outbox
    request = AppointmentRequest.objects.get()
    assert message.to == ["desk@example.org"]
    assert f"http://testserver/admin/appointment-requests/edit/{request.pk}/" in message.body
    for said in ("Ada", "555", "Tuesday", "sister"):
        assert said not in message.body + message.subject


def test_without_an_address_no_mail_is_sent_and_the_request_is_kept(appointment_page):
    assert ask().status_code == 303

    assert not mail.outbox
    assert AppointmentRequest.objects.exists()


def test_the_log_knows_nothing_personal(appointment_page, caplog):
    with caplog.at_level(logging.INFO):
        ask()
        ask(telephone="")
        ask(headers={"Sec-Fetch-Site": "cross-site"})

    for said in ("Ada", "555-0100", "Tuesday", "sister"):
        assert said not in caplog.text


def test_whoever_opens_the_endpoint_gets_the_form(client, appointment_page):
    response = client.get("/appointments/request/")

    assert (response.status_code, response["Location"]) == (302, "/appointments/")


def test_uploads_and_floods_of_text_are_refused(client, appointment_page):
    assert client.post("/appointments/request/", ASKED).status_code == 415
    assert ask(note="x" * 70_000).status_code == 413


def test_who_is_signed_in_makes_no_difference(appointment_page, admin_client):
    response = ask(admin_client)

    assert response.status_code == 303
    assert not response.cookies


def test_there_is_nothing_to_ask_for_without_a_page(site_home):
    assert ask().status_code == 404


def test_only_places_that_are_live_can_be_preferred(appointment_page, locations, location):
    hidden = LocationPageFactory(parent=locations, title="Not yet open", live=False)

    assert ask(location=hidden.pk).status_code == 422
    assert "Not yet open" not in Client().get(appointment_page.url).content.decode()
