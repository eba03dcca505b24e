"""`manage.py draw_share_cards`: draws the cards that are missing and deletes those left over."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.cards import draw_what_is_missing, forget_old_cards


class Command(BaseCommand):
    """Keep the cards of shared links in step with the pages."""

    help = "Draw the cards of pages without a picture, and delete old ones that no page has."

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw, delete, and say how many."""
        self.stdout.write(f"{draw_what_is_missing()} pages have another card now.")
        self.stdout.write(f"{forget_old_cards()} old cards deleted.")
