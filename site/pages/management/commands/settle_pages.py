"""`manage.py settle_pages`: looks anew at which pages list too little for search engines."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.thinness import settle_everything


class Command(BaseCommand):
    """Look anew at which pages list too little: after rows were brought in table by table."""

    help = "Look anew at which pages list too little for search engines; the timer does each day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Settle it."""
        settle_everything()
