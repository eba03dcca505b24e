"""The appointment desk in the admin: who sees what strangers wrote, and what they do with it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from clinic.models import AppointmentRequest, AppointmentSettings, StatusChange
from clinic.retention import forget_old_requests
from organization.models import Clinic
from tests.factories import AppointmentRequestFactory, UserFactory

pytestmark = pytest.mark.django_db

THE_DESK = ("view_appointmentrequest", "change_appointmentrequest")
LIST = "/admin/appointment-requests/"


@pytest.fixture
def request_from_ada(db) -> AppointmentRequest:
    return AppointmentRequestFactory(
        name="Ada Example", telephone="+1 555-555-0100", note="<b>Ramp</b> needed"
    )


@pytest.fixture
def desk(client, somebody_who_may):
    """A client of somebody from the appointment desk."""
    client.force_login(somebody_who_may(*THE_DESK))
    return client


def address(request, action="edit"):
    return reverse(f"appointment_requests:{action}", args=[request.pk])


@pytest.mark.parametrize(
    "codenames", [(), ("add_sitepage", "change_sitepage", "publish_sitepage")]
)
def test_neither_editors_nor_mere_staff_see_a_request(
    client, somebody_who_may, request_from_ada, codenames
):
    client.force_login(somebody_who_may(*codenames))

    for url in (
        LIST,
        f"{LIST}results/",
        address(request_from_ada),
        address(request_from_ada, "inspect"),
        address(request_from_ada, "delete"),
        address(request_from_ada, "history"),
        address(request_from_ada, "usage"),
    ):
        response = client.get(url, follow=True)
        assert "Ada" not in response.content.decode(), url
        assert "not have permission" in response.content.decode(), url
    assert LIST not in client.get("/admin/").content.decode()


def test_a_stranger_is_asked_to_sign_in(client, request_from_ada):
    assert client.get(LIST)["Location"].startswith("/admin/login/")


def test_the_desk_finds_requests_in_the_menu_and_on_the_first_screen(desk, request_from_ada):
    html = desk.get("/admin/").content.decode()

    assert LIST in html
    assert "1 new request" in html


def test_the_desk_reads_a_request(desk, request_from_ada):
    listed = desk.get(LIST).content.decode()
    html = desk.get(address(request_from_ada)).content.decode()

    assert "Ada Example" in listed
    assert 'href="tel:+15555550100"' in html
    assert "&lt;b&gt;Ramp&lt;/b&gt; needed" in html


def test_the_desk_filters_and_searches(desk, request_from_ada):
    AppointmentRequestFactory(name="Somebody else", status="closed")

    assert "Ada" not in desk.get(LIST, {"status": "closed"}).content.decode()
    assert "Somebody else" not in desk.get(LIST, {"q": "ada exa"}).content.decode()


def test_the_desk_is_warned_of_what_a_machine_sent(desk):
    request = AppointmentRequestFactory(probably_a_machine=True)

    assert "New, probably a machine" in desk.get(LIST).content.decode()
    assert "a machine has probably sent this" in desk.get(address(request)).content.decode()
    assert "No request is waiting" in desk.get("/admin/").content.decode()


def test_a_change_of_status_says_who_and_when(desk, request_from_ada):
    response = desk.post(address(request_from_ada), {"status": "contacted"}, follow=True)

    assert response.status_code == 200
    request_from_ada.refresh_from_db()
    assert request_from_ada.status == "contacted"
    change = StatusChange.objects.get()
    assert str(change) == "New to Contacted"
    assert change.by.username in desk.get(address(request_from_ada)).content.decode()


def test_saving_without_a_change_leaves_no_trace(desk, request_from_ada):
    desk.post(address(request_from_ada), {"status": "new"})

    assert not StatusChange.objects.exists()


def test_the_desk_changes_the_status_and_nothing_else(desk, request_from_ada):
    desk.post(address(request_from_ada), {"status": "closed", "name": "Eve"})

    request_from_ada.refresh_from_db()
    assert (request_from_ada.name, request_from_ada.status) == ("Ada Example", "closed")


def test_an_unknown_status_is_refused(desk, request_from_ada):
    assert desk.post(address(request_from_ada), {"status": "lost"}).status_code == 200

    request_from_ada.refresh_from_db()
    assert request_from_ada.status == "new"


def test_somebody_who_may_only_look_can_look(client, somebody_who_may, request_from_ada):
    client.force_login(somebody_who_may("view_appointmentrequest"))

    assert "Ada Example" in client.get(LIST).content.decode()
    assert "Ramp" in client.get(address(request_from_ada, "inspect")).content.decode()
    client.post(address(request_from_ada), {"status": "closed"})
    request_from_ada.refresh_from_db()
    assert request_from_ada.status == "new"


def test_nobody_makes_a_request_up(admin_client):
    response = admin_client.get(f"{LIST}new/", follow=True)

    assert "not have permission" in response.content.decode()


def test_the_desk_cannot_delete(desk, request_from_ada):
    desk.post(address(request_from_ada, "delete"))

    assert AppointmentRequest.objects.exists()


def test_the_admin_says_so_when_nobody_would_get_mail(desk, admin_client):
    assert "Nobody is told by mail" in desk.get(LIST).content.decode()
    assert "Nobody is told by mail" in desk.get("/admin/").content.decode()
    assert "/admin/settings/organization/clinic/" in admin_client.get(LIST).content.decode()

    Clinic(appointments_email="desk@example.org").save()

    assert "Nobody is told by mail" not in desk.get(LIST).content.decode()


def test_what_is_kept_after_a_request_is_gone_names_nobody(admin_client, request_from_ada):
    from wagtail.models import ModelLogEntry

    admin_client.post(address(request_from_ada), {"status": "closed"})
    admin_client.post(address(request_from_ada, "delete"))

    assert not AppointmentRequest.objects.exists()
    for entry in ModelLogEntry.objects.all():
        assert "Ada" not in f"{entry.label} {entry.data}"


def test_ten_requests_cost_the_list_no_more_than_two(
    desk, location, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(60) as counted:
            desk.get(LIST)
        return len(counted)

    AppointmentRequestFactory.create_batch(2, location=location)
    desk.get(LIST)
    few = queries()
    AppointmentRequestFactory.create_batch(8, location=location)

    assert queries() == few


def test_old_requests_are_forgotten_and_recent_ones_kept(capsys):
    long_ago = timezone.now() - timedelta(days=91)
    AppointmentRequestFactory(name="Old", submitted_at=long_ago, changed_at=long_ago)
    AppointmentRequestFactory(name="Old, but answered lately", submitted_at=long_ago)
    AppointmentRequestFactory(name="New")

    call_command("forget_appointment_requests")

    assert "Deleted 1 old request." in capsys.readouterr().out
    assert not AppointmentRequest.objects.filter(name="Old").exists()
    assert AppointmentRequest.objects.count() == 2


def test_the_setting_says_how_long_requests_are_kept():
    AppointmentSettings(retention_days=7).save()
    week_ago = timezone.now() - timedelta(days=8)
    AppointmentRequestFactory(changed_at=week_ago)

    assert forget_old_requests() == 1


def test_a_change_outlives_the_account_that_made_it(request_from_ada):
    user = UserFactory()
    request_from_ada.move_to("contacted", by=user)
    user.delete()

    assert StatusChange.objects.get().by is None
