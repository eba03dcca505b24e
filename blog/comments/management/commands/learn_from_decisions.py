"""`manage.py learn_from_decisions`: teaches the spam filter what moderators have decided."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from blog.comments.learning import rebuild, settle, standing


class Command(BaseCommand):
    """Learn what is due; the worker does so after each decision, unless it was stopped."""

    help = "Teach the spam filter what moderators have decided, or teach it all of it anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to begin anew."""
        parser.add_argument(
            "--rebuild", action="store_true", help="Count everything again from the decisions."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say where the filter stands."""
        if options["rebuild"]:
            amiss = rebuild()
            self.stdout.write("The counts were wrong." if amiss else "The counts were right.")
        else:
            self.stdout.write(f"{settle()} comments looked at.")
        self.stdout.write(standing().sentence)
