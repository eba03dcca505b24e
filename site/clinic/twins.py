"""The clinic's own pages as Markdown: treatments, locations, how to ask for an appointment."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.dateformat import time_format

from clinic.hours import DayHours, SpecialHours
from content.markdown.document import Document, Fact, enumerated
from content.markdown.forms import picture
from content.markdown.nodes import (
    Block,
    Heading,
    Line,
    Link,
    Listing,
    Paragraph,
    Strong,
    Text,
    paragraphs,
    words,
)
from content.markdown.terms import terms
from content.picks import bring
from delivery.page_cache.tags import changes_at
from organization.models import Clinic
from pages.description import midnight_after
from pages.twins import appointment_address
from review.facts import when_reviewed, who_reviewed

if TYPE_CHECKING:
    from clinic.models import AppointmentPage, LocationPage, TreatmentPage


def treatment_markdown(treatment: "TreatmentPage") -> str:
    """Return a treatment as Markdown."""
    bring([treatment.body], along=[treatment.hero_image])
    document = Document(
        title=treatment.title,
        address=treatment.absolute_url,
        introduction=treatment.introduction,
        facts=(who_reviewed(treatment), when_reviewed(treatment)),
        opening=picture(treatment.hero_image, treatment.absolute_url, treatment.hero_caption),
        body=treatment.body,
        closing=(
            *terms(treatment.explained_terms),
            *paragraphs(Clinic.current().medical_disclaimer),
        ),
    )
    return document.markdown(appointment_address)


def appointment_markdown(page: "AppointmentPage") -> str:
    """Return the page with the form as Markdown: the form itself is on the page alone."""
    form = Link(words("Ask for an appointment"), f"{page.absolute_url}#appointment")
    document = Document(
        title=page.title,
        address=page.absolute_url,
        introduction=page.introduction,
        opening=(Paragraph((form,)),),
        body=page.body,
    )
    return document.markdown(appointment_address)


def location_markdown(location: "LocationPage") -> str:
    """Return a location as Markdown, with what is known of it."""
    bring([location.body], along=[location.photo])
    document = Document(
        title=location.title,
        address=location.absolute_url,
        introduction=location.introduction,
        facts=_how_to_reach(location),
        opening=(
            *picture(location.photo, location.absolute_url),
            *_arrival(location),
            *_hours(location),
        ),
        body=location.body,
    )
    return document.markdown(appointment_address)


def _how_to_reach(location: "LocationPage") -> Iterator[Fact]:
    yield Fact("Address", words(", ".join(location.address_lines)))
    if telephone := location.telephone_shown:
        yield Fact("Telephone", (Link(words(telephone), f"tel:{location.telephone_link}"),))
    if location.email:
        yield Fact("E-mail", (Link(words(location.email), f"mailto:{location.email}"),))
    if location.directions_url:
        yield Fact("Directions", (Link(words("On a map"), location.directions_url),))


def _arrival(location: "LocationPage") -> Iterator[Block]:
    if location.arrival:
        yield Heading(2, words("Getting here"))
        yield from paragraphs(location.arrival)


def _hours(location: "LocationPage") -> Iterator[Block]:
    """Yield the hours, special ones until their last day is over: not whether it is open now."""
    today = timezone.localdate()
    week, special = location.schedule.groups(), location.schedule.upcoming(today)
    if special:
        changes_at(midnight_after(min(each.ends_on for each in special)))
    if week:
        yield Heading(2, words("Opening hours"))
        yield Listing(tuple(_line(days.name, days.hours) for days in week))
    if special:
        yield Heading(2, words("Special hours"))
        yield Listing(tuple(_line(_days(each), each.hours) for each in special))


def _line(days: str, hours: DayHours) -> tuple[Block, ...]:
    return (Paragraph((Strong(words(f"{days}:")), Text(" "), *_hours_of_a_day(hours))),)


def _days(special: SpecialHours) -> str:
    first, last = (format_date(day, "F j, Y") for day in (special.starts_on, special.ends_on))
    days = first if first == last else f"{first} to {last}"
    return f"{days}, {special.label}" if special.label else days


def _hours_of_a_day(hours: DayHours) -> Line:
    if hours.closed:
        return words("Closed")
    spans = (
        words(f"{time_format(span.opens, 'g:i a')} to {time_format(span.closes, 'g:i a')}")
        for span in hours.intervals
    )
    said = enumerated(spans)
    if not hours.by_appointment:
        return said
    return (*said, Text(" (by appointment)")) if said else words("By appointment")
