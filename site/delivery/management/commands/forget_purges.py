"""`manage.py forget_purges`: what every process has long heard of."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from delivery.models import Purge
from delivery.page_cache.journal import KEPT_FOR


class Command(BaseCommand):
    """Delete lines of the journal that no process still has to read."""

    help = "Delete old lines of the page cache's journal."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them."""
        Purge.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
