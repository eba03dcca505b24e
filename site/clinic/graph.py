"""What the clinic says of itself on every page: its locations."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils import timezone

from clinic.models import LocationPage
from clinic.nodes import location_node
from delivery.memory import remembered
from delivery.page_cache.tags import changes_at
from pages import standing
from pages.description import midnight_after
from seo.nodes import MedicalClinic

TOPIC = "clinic locations"
FACTS = (
    "title", "introduction", "search_description", "telephone", "email", "street", "city", "state",
    "postal_code", "latitude", "longitude",
)  # fmt: skip


def locations_of_the_clinic(_request: HttpRequest | None) -> Iterator[MedicalClinic]:
    """Yield every location as it is today, from what the process remembers of them."""
    today = timezone.localdate()
    for location in remembered(TOPIC, "", _locations):
        for special in location.schedule.upcoming(today):
            changes_at(midnight_after(special.ends_on))
        yield location_node(location, today)


def _locations() -> list[LocationPage]:
    found = LocationPage.objects.published().defer("body")
    return list(found.prefetch_related("opening_hours", "special_hours"))


def _facts() -> list[tuple]:
    """Return whatever of the locations stands on every page, as plain values."""
    return [
        (
            location.pk,
            location.url,
            location.schedule,
            *(getattr(location, name) for name in FACTS),
        )
        for location in _locations()
    ]


standing.register(TOPIC, _facts)
