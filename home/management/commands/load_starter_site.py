"""Load the starter site: `manage.py load_starter_site [--samples]`."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.starter.loader import OccupiedError, StarterSite


class Command(BaseCommand):
    """Fill an empty site with the starter pages. Run again, it brings only what is new."""

    help = (
        "Fill an empty site with the starter pages, pictures and settings. What was loaded once "
        "is never loaded again, so editors' changes and deletions stand."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the sample comments."""
        parser.add_argument(
            "--samples",
            action="store_true",
            help="Add a few comments, marked as samples, for moderators to try things on.",
        )

    def handle(self, *args: Any, samples: bool, **options: Any) -> None:
        """Load the site and say each step in one line."""
        try:
            with quiet("wagtail"):
                StarterSite(self.stdout.write).load(samples=samples)
        except OccupiedError as error:
            raise CommandError(str(error)) from error


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Let a logger speak of warnings only: it would say two lines a page."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
