"""Asking for an appointment without JavaScript, and the desk answering in the admin."""

import pytest
from playwright.sync_api import expect

from clinic.models import AppointmentRequest
from tests.browser import admin


@pytest.fixture
def form(reader, site):
    """A reader before the form."""
    reader.goto(site.address("/appointments/"))
    return reader


def test_a_reader_corrects_a_mistake_and_asks_without_a_cookie(rows, form, site):
    form.get_by_label("Name").fill("Sample reader")
    form.get_by_label("Preferred time").fill("Tuesday mornings")
    form.get_by_role("button", name="Send the request").click()

    summary = form.get_by_role("alert")
    expect(summary).to_contain_text("Give us a telephone number or an e-mail address")
    expect(form.get_by_label("Preferred time")).to_have_value("Tuesday mornings")
    summary.get_by_role("link").click()
    expect(form.get_by_label("Telephone")).to_be_in_viewport()

    form.get_by_label("E-mail").fill("reader@example.org")
    form.get_by_label("Preferred location").select_option(label="Destin")
    form.get_by_role("button", name="Send the request").click()

    expect(form).to_have_url(site.address("/appointments/thanks/"))
    expect(form.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert form.context.cookies() == []
    assert AppointmentRequest.objects.filter(email="reader@example.org").count() == 1


def test_the_trap_for_machines_is_out_of_peoples_way(form):
    trap = form.locator("[name=second_opinion]")

    shown = form.locator("p", has=trap).bounding_box()
    assert (shown["width"], shown["height"]) == (1, 1)
    assert trap.get_attribute("tabindex") == "-1"


def test_the_desk_moves_a_request_on(rows, site, context):
    request = AppointmentRequest.objects.create(
        name="Sample patient", telephone="555 555 0100", submission_key="browser"
    )
    admin.add_person("desk", "Appointment desk")
    page = context.new_page()
    admin.sign_in(page, site, "desk")

    page.get_by_role("link", name="Appointments").first.click()
    page.get_by_role("link", name="Sample patient").click()
    page.locator("#id_status").select_option(label="Contacted")
    page.get_by_role("button", name="Save status").click()
    page.wait_for_url("**/appointment-requests/")

    expect(page.get_by_role("row", name="Sample patient")).to_contain_text("Contacted")
    assert request.changes.get().by.username == "desk"
