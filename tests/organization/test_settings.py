"""The clinic's settings, as every process remembers them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from delivery import memory
from organization.models import AnnouncementBar, Clinic, SearchAndSocial
from seo.graph import site_nodes

pytestmark = pytest.mark.django_db


def test_a_saved_fact_is_known_at_once():
    assert Clinic.current().telephone == ""

    Clinic.objects.create(telephone="555 555 0100")

    assert Clinic.current().telephone == "555 555 0100"


def test_another_process_learns_that_it_must_forget():
    Clinic.objects.create(name="Before")
    assert Clinic.current().name == "Before"
    kept = dict(memory._kept)

    # Another process saves: this one hears of it only through the database.
    clinic = Clinic.objects.get()
    clinic.name = "After"
    clinic.save()
    memory._kept.clear()
    memory._kept.update(kept)

    assert Clinic.current().name == "After"


def test_a_setting_is_read_once_and_then_remembered(django_assert_num_queries):
    SearchAndSocial.current()

    with django_assert_num_queries(1):  # which memory is still good
        SearchAndSocial.current()


def test_what_is_blank_is_left_out_of_the_graph():
    organization = next(iter(site_nodes(None))).as_dict()

    assert organization["name"] == "The Crane Center"
    assert not {"telephone", "email", "logo", "foundingDate", "sameAs"} & organization.keys()


def test_social_profiles_are_addresses_one_a_line():
    clinic = Clinic(social_profiles="https://social.example/clinic\n\n https://video.example/c ")
    clinic.full_clean()
    assert clinic.profiles == ["https://social.example/clinic", "https://video.example/c"]

    for wrong in ("javascript:alert(1)", "social.example", "https://"):
        with pytest.raises(ValidationError, match="not a web address"):
            Clinic(social_profiles=wrong).full_clean()


@pytest.mark.parametrize(("starts", "ends", "shown"), [
    (None, None, True), (-1, 1, True), (1, 2, False), (-2, -1, False),
])  # fmt: skip
def test_an_announcement_is_shown_while_it_is_true(starts, ends, shown):
    now = timezone.now()

    def at(days):
        return None if days is None else now + dt.timedelta(days=days)

    bar = AnnouncementBar(text="Closed on Friday", starts_on=at(starts), ends_on=at(ends))

    assert bar.is_shown() is shown
    assert AnnouncementBar(text="").is_shown() is False


def test_an_announcement_cannot_end_before_it_starts():
    now = timezone.now()

    with pytest.raises(ValidationError, match="after the start"):
        AnnouncementBar(text="x", starts_on=now, ends_on=now - dt.timedelta(1)).full_clean()
