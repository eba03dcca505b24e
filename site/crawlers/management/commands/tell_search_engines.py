"""`manage.py tell_search_engines`: tells search engines (IndexNow) of what still waits."""

from typing import Any

from django.core.management.base import BaseCommand

from crawlers.indexnow import tell_all, why_silent


class Command(BaseCommand):
    """Tell search engines that take part in IndexNow of all addresses that wait."""

    help = "Tell search engines (IndexNow) of all addresses that wait; the timer does each minute."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell, or say why nobody is told."""
        if reason := why_silent():
            self.stdout.write(f"Nobody is told: {reason}")
            return
        tell_all()
