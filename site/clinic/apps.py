"""Where the clinic is, what it offers, and how to ask for an appointment."""

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """Where the clinic is, what it offers, and how to ask for an appointment."""

    name = "clinic"

    def ready(self) -> None:
        """Speak of the locations on every page, and guard what readers sent."""
        from wagtail.permissions import register_permission_policy

        from privacy.holders import register_holder
        from seo.graph import register_site_nodes

        from .desk import AppointmentRequestPolicy
        from .graph import clinic_nodes
        from .keeping import RequestsOfAPerson
        from .models import AppointmentRequest

        register_site_nodes(clinic_nodes)
        register_holder(RequestsOfAPerson())
        register_permission_policy(
            AppointmentRequest, AppointmentRequestPolicy(AppointmentRequest)
        )
