"""`manage.py forget_missing_addresses`: lets the log of addresses not found fade."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from redirects.models import MissingAddress


class Command(BaseCommand):
    """Halve counts after a month, and forget what nobody has asked for in three."""

    help = "Forget addresses not found that nobody asks for any more; let old counts fade."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so and say how many were forgotten."""
        count = MissingAddress.objects.forget(timezone.now())
        self.stdout.write(f"{count} address{'' if count == 1 else 'es'} forgotten.")
