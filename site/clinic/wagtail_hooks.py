"""Where the appointment desk joins Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from clinic.desk import AppointmentRequestViewSet, WaitingRequestsPanel, may_see_requests


@hooks.register("register_admin_viewset")
def register_the_desk() -> AppointmentRequestViewSet:
    """Add the desk's screens and its menu item."""
    return AppointmentRequestViewSet()


@hooks.register("construct_homepage_panels")
def show_waiting_requests(request: HttpRequest, panels: list[Any]) -> None:
    """Tell those who may see requests how many wait."""
    if may_see_requests(request.user):
        panels.append(WaitingRequestsPanel())
