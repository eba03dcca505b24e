"""What templates ask about the clinic."""

from django import template

from organization.models import AnnouncementBar, Clinic

register = template.Library()


@register.simple_tag
def clinic() -> Clinic:
    """Return the clinic's facts."""
    return Clinic.current()


@register.simple_tag
def announcement() -> AnnouncementBar | None:
    """Return the announcement while it is to be shown."""
    bar = AnnouncementBar.current()
    return bar if bar.is_shown() else None
