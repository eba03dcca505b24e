"""A clinic to ask for an appointment at."""

import pytest
from django.contrib.auth.models import Permission

from clinic.models import AppointmentPage, LocationIndexPage, LocationPage
from tests.factories import (
    AppointmentPageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    UserFactory,
)


@pytest.fixture
def locations(site_home) -> LocationIndexPage:
    """The page that lists the locations."""
    return LocationIndexPageFactory(parent=site_home, slug="locations")


@pytest.fixture
def location(locations) -> LocationPage:
    """A location of which nothing is known but its name."""
    return LocationPageFactory(parent=locations, title="Destin", slug="destin")


@pytest.fixture
def appointment_page(site_home) -> AppointmentPage:
    """The page with the form."""
    return AppointmentPageFactory(parent=site_home, slug="appointments")


@pytest.fixture
def somebody_who_may(db):
    """Make people who may enter the admin and do exactly what is said."""

    def make(*codenames: str):
        user = UserFactory()
        wanted = Permission.objects.filter(codename__in=[*codenames, "access_admin"])
        assert wanted.count() == len(codenames) + 1
        user.user_permissions.set(wanted)
        return user

    return make
