"""Where the clinic is, what it offers, and who asked for an appointment."""

from .appointments import AppointmentPage, AppointmentRequest, AppointmentSettings, StatusChange
from .locations import LocationIndexPage, LocationPage, OpeningHours, SpecialHours
from .treatments import TreatmentIndexPage, TreatmentPage

__all__ = [
    "AppointmentPage",
    "AppointmentRequest",
    "AppointmentSettings",
    "LocationIndexPage",
    "LocationPage",
    "OpeningHours",
    "SpecialHours",
    "StatusChange",
    "TreatmentIndexPage",
    "TreatmentPage",
]
