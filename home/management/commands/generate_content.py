"""Make the site large: `manage.py generate_content --articles N --comments M [--seed S]`."""

import time
from argparse import BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.large_site.generator import LargeSite, look_again
from home.large_site.ground import NotOursError
from home.large_site.indexes import index_run, not_indexed
from home.management.commands.load_starter_site import quiet


class Command(BaseCommand):
    """Add made-up articles and comments, to see how the site behaves when it is large."""

    help = (
        "Add made-up articles, topics, authors and comments to the starter site, to see how the "
        "site behaves when it is large. The same seed makes the same site. Refuses a database "
        "that holds anybody's own work."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask how much."""
        parser.add_argument("--articles", type=_count, default=1_000, help="Default: 1,000.")
        parser.add_argument(
            "--comments", type=_count, default=10_000, help="On these articles. Default: 10,000."
        )
        parser.add_argument("--seed", type=int, default=0, help="Default: 0.")
        parser.add_argument(
            "--index",
            action=BooleanOptionalAction,
            default=True,
            help="Whether to add the articles to the search and reference indexes, too; with "
            "--articles 0 --comments 0 those that were left out before.",
        )

    def handle(
        self, *args: Any, articles: int, comments: int, seed: int, index: bool, **options: Any
    ) -> None:
        """Grow the site, index what is new, and say how long each took."""
        if comments and not articles:
            raise CommandError("Comments need articles: say how many with --articles.")
        began = time.monotonic()
        try:
            with quiet("wagtail"):
                LargeSite(self.stdout.write, seed).grow(articles, comments)
        except NotOursError as refusal:
            raise CommandError(str(refusal)) from refusal
        look_again()
        self._took("Content", began)
        if index:
            self._index()

    def _index(self) -> None:
        began = time.monotonic()
        for run in not_indexed():
            index_run(run, self.stdout.write)
        look_again()
        self._took("Indexes", began)

    def _took(self, what: str, began: float) -> None:
        self.stdout.write(f"{what}: {time.monotonic() - began:.1f} seconds.")


def _count(typed: str) -> int:
    number = int(typed)
    if number < 0:
        raise ValueError(typed)
    return number
