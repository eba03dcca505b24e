"""The clinic's locations as schema.org things, with what is filled in and nothing else."""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from clinic import hours
from organization.identity import organization_id
from organization.models import Clinic
from pages.sharing import share_picture
from seo.metadata import Picture
from seo.nodes import GeoCoordinates, MedicalClinic, OpeningHours, PostalAddress, Reference

if TYPE_CHECKING:
    from clinic.models import LocationPage

COUNTRY = "US"
# Schema.org's way to say that a place is closed all day.
CLOSED_ALL_DAY = "00:00"


def location_id(location: "LocationPage") -> str:
    """Return the name a location has in every graph."""
    return f"{location.absolute_url}#clinic"


def location_in_brief(location: "LocationPage") -> MedicalClinic:
    """Return a location as every page shows it: its name, and how to reach it."""
    return MedicalClinic(
        id=location_id(location),
        name=f"{Clinic.current().name}, {location.title}",
        url=location.absolute_url,
        telephone=location.telephone_shown,
        email=location.email,
        address=_address(location),
        parent_organization=Reference(organization_id()),
    )


def location_node(location: "LocationPage", today: dt.date) -> MedicalClinic:
    """Return a location as its own page shows it, its special hours until they are over."""
    schedule = location.schedule
    return replace(
        location_in_brief(location),
        description=location.search_description or location.introduction,
        image=_photo(location),
        geo=_point(location),
        opening_hours_specification=_week(schedule),
        special_opening_hours_specification=_special(schedule, today),
    )


def _photo(location: "LocationPage") -> tuple[Picture, ...]:
    picture = share_picture(location.photo)
    return (picture,) if picture else ()


def _address(location: "LocationPage") -> PostalAddress | None:
    if not location.address_lines:
        return None
    return PostalAddress(
        street_address=location.street,
        address_locality=location.city,
        address_region=location.state,
        postal_code=location.postal_code,
        address_country=COUNTRY,
    )


def _point(location: "LocationPage") -> GeoCoordinates | None:
    if location.latitude is None or location.longitude is None:
        return None
    return GeoCoordinates(latitude=location.latitude, longitude=location.longitude)


def _week(schedule: hours.Schedule) -> tuple[OpeningHours, ...]:
    """Return the days with fixed times. The others are simply not open to walk in."""
    return tuple(
        OpeningHours(days=group.days, opens=_time(each.opens), closes=_time(each.closes))
        for group in schedule.groups()
        for each in group.hours.intervals
    )


def _special(schedule: hours.Schedule, today: dt.date) -> tuple[OpeningHours, ...]:
    return tuple(
        OpeningHours(
            opens=opens, closes=closes, valid_from=each.starts_on, valid_through=each.ends_on
        )
        for each in schedule.upcoming(today)
        for opens, closes in _times(each.hours)
    )


def _times(day: hours.DayHours) -> list[tuple[str, str]]:
    times = [(_time(each.opens), _time(each.closes)) for each in day.intervals]
    return times or [(CLOSED_ALL_DAY, CLOSED_ALL_DAY)]


def _time(moment: dt.time) -> str:
    return f"{moment:%H:%M}"
