"""What templates ask about the clinic."""

from django import template

from delivery.page_cache.tags import changes_at
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
    changes_at(bar.next_change())
    return bar if bar.is_shown() else None
