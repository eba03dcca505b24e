"""`manage.py forget_rate_counts`: deletes the counts of stretches that are over."""

from typing import Any

from django.core.management.base import BaseCommand

from intake.limits import forget_past


class Command(BaseCommand):
    """Forget how often somebody sent something, once it no longer limits them."""

    help = "Delete the counts of sendings whose stretch of time is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many there were."""
        self.stdout.write(f"{forget_past()} counts forgotten.")
