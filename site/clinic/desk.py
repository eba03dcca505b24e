"""The appointment desk's screens in the admin: who asked, and what became of it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from clinic.models import AppointmentRequest, AppointmentSettings, LocationPage
from organization.models import Clinic


class AppointmentRequestPolicy(ModelPermissionPolicy):
    """Requests come from readers: nobody adds one here, not even an administrator."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Say no to adding; ask Django about the rest."""
        return action != "add" and super().user_has_permission(user, action)


class AppointmentRequestFilter(WagtailFilterSet):
    """Requests by what became of them, where and when."""

    status = django_filters.MultipleChoiceFilter(choices=AppointmentRequest.Status.choices)
    location = django_filters.ModelChoiceFilter(
        queryset=LocationPage.objects.all(), label="Preferred location"
    )
    submitted_at = django_filters.DateFromToRangeFilter(
        label="Received", widget=DateRangePickerWidget
    )
    probably_a_machine = django_filters.BooleanFilter(label="Probably a machine")

    class Meta:
        model = AppointmentRequest
        fields = ["status", "location", "submitted_at", "probably_a_machine"]


class RequestListView(generic.IndexView):
    """All requests, newest first, and a word when the clinic would not hear of them."""

    def get_base_queryset(self) -> QuerySet:
        """Fetch each request's location with it."""
        return super().get_base_queryset().select_related("location")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict:
        """Say whether mail goes out for new requests, and how long they are kept."""
        return {
            **super().get_context_data(*args, **kwargs),
            "nobody_is_told": nobody_is_told(),
            "clinic_settings_url": clinic_settings_url(self.request),
            "retention_days": AppointmentSettings.load().retention_days,
        }


class RequestView(generic.EditView):
    """One request: what was asked, what became of it, and the next step."""

    page_title = "Request"
    submit_button_label = "Save status"
    success_message = "%(object)s is now up to date."

    def save_instance(self) -> AppointmentRequest:
        """Change the status in the one way that leaves a trace."""
        self.object.move_to(self.form.cleaned_data["status"], by=self.request.user)
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict:
        """Add who changed the status before, and when."""
        context = super().get_context_data(**kwargs)
        context["changes"] = self.object.changes.select_related("by")
        return context


class AppointmentRequestViewSet(ModelViewSet):
    """List, filter, read and move on requests for an appointment."""

    model = AppointmentRequest
    name = "appointment_requests"
    url_prefix = "appointment-requests"
    icon = "calendar-alt"
    menu_label = "Appointments"
    menu_order = 250
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = RequestListView
    edit_view_class = RequestView
    index_template_name = "clinic/desk/request_list.html"
    edit_template_name = "clinic/desk/request.html"
    filterset_class = AppointmentRequestFilter
    search_backend_name = None
    search_fields = ["name", "telephone", "email"]
    form_fields = ["status"]
    list_display = [
        TitleColumn("name", get_url=lambda each: _request_url(each)),
        Column("status_in_words", label="Status", sort_key="status"),
        Column("location", label="Preferred location"),
        Column("preferred_time"),
        DateColumn("submitted_at", label="Received", sort_key="submitted_at", width="12%"),
    ]
    inspect_view_fields = [
        "name",
        "telephone",
        "email",
        "location",
        "preferred_time",
        "note",
        "status",
        "submitted_at",
        "changed_at",
    ]


class WaitingRequestsPanel(Component):
    """How many requests wait, on the first screen of those who answer them."""

    name = "waiting_appointment_requests"
    template_name = "clinic/desk/waiting_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict:
        """Count the requests and find the oldest."""
        waiting = AppointmentRequest.objects.waiting()
        return {
            "count": waiting.count(),
            "oldest": waiting.first(),
            "list_url": reverse("appointment_requests:index") + "?status=new",
            "nobody_is_told": nobody_is_told(),
            "clinic_settings_url": clinic_settings_url(parent_context["request"]),
        }


def may_see_requests(user: Any) -> bool:
    """Say whether requests, which are personal, may be shown to somebody."""
    return user.has_perm("clinic.view_appointmentrequest") or user.has_perm(
        "clinic.change_appointmentrequest"
    )


def nobody_is_told() -> bool:
    """Say whether requests come in without anybody getting mail."""
    return not Clinic.current().appointments_email


def clinic_settings_url(request: HttpRequest) -> str:
    """Return where the address can be filled in; empty for those who may not."""
    if not request.user.has_perm("organization.change_clinic"):
        return ""
    return reverse("wagtailsettings:edit", args=["organization", "clinic"])


def _request_url(request: AppointmentRequest) -> str:
    return reverse("appointment_requests:edit", args=[request.pk])
