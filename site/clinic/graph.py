"""What the clinic says of itself on every page: its locations, as the footer shows them."""

from collections.abc import Iterator

from django.http import HttpRequest

from clinic.models import LocationPage
from clinic.nodes import location_in_brief
from delivery.memory import remembered
from organization.identity import organization_id
from pages import standing
from seo.nodes import MedicalOrganization, Node, Reference

TOPIC = "clinic locations"
FACTS = ("title", "telephone", "email", "street", "city", "state", "postal_code")


def locations_of_the_clinic() -> list[LocationPage]:
    """Return every location, from what the process remembers of them."""
    return remembered(TOPIC, "", _locations)


def clinic_nodes(_request: HttpRequest | None) -> Iterator[Node]:
    """Yield the organization with its locations, then each of them in brief."""
    locations = [location_in_brief(location) for location in locations_of_the_clinic()]
    if locations:
        named = tuple(Reference(location.id) for location in locations)
        yield MedicalOrganization(id=organization_id(), sub_organization=named)
    yield from locations


def _locations() -> list[LocationPage]:
    return list(LocationPage.objects.published().cards())


def _facts() -> list[tuple]:
    """Return whatever of the locations stands on every page, as plain values."""
    return [
        (location.pk, location.url, *(getattr(location, name) for name in FACTS))
        for location in _locations()
    ]


standing.register(TOPIC, _facts)
