"""manage.py forget_appointment_requests: delete requests older than the setting allows."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic.retention import forget_old_requests


class Command(BaseCommand):
    """Delete requests for an appointment that are older than the setting allows."""

    help = "Delete requests for an appointment that are older than the Appointments setting says."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many there were."""
        count = forget_old_requests()
        self.stdout.write(f"Deleted {count} old request{'' if count == 1 else 's'}.")
