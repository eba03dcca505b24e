"""`{% locations as locations %}`: where the clinic is, on every page."""

from django import template

from clinic.graph import locations_of_the_clinic
from clinic.models import LocationPage

register = template.Library()


@register.simple_tag
def locations() -> list[LocationPage]:
    """Return every location that readers can open. Costs no query in a process that has served."""
    return locations_of_the_clinic()
