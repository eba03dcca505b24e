"""What the clinic says of itself on every page: its locations."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils import timezone

from clinic.models import LocationPage
from clinic.nodes import location_node
from delivery.memory import remembered
from pages.routing import TOPIC
from seo.nodes import MedicalClinic


def locations_of_the_clinic(_request: HttpRequest | None) -> Iterator[MedicalClinic]:
    """Yield every location as it is today, from what the process remembers of them."""
    today = timezone.localdate()
    for location in remembered(TOPIC, "clinic locations", _locations):
        yield location_node(location, today)


def _locations() -> list[LocationPage]:
    found = LocationPage.objects.published().defer("body")
    return list(found.prefetch_related("opening_hours", "special_hours"))
