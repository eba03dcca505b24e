"""`manage.py check_redirects`: finds redirects that lead over detours, in circles or nowhere."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from redirects.inspection import faults, gone_but_alive, mend


class Command(BaseCommand):
    """Find redirects that are not straight; with --mend, mend those that have one right answer."""

    help = "Find redirects that lead over detours, in circles or nowhere; --mend mends them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --mend."""
        parser.add_argument(
            "--mend",
            action="store_true",
            help="let detours lead straight to their end, and delete what never answers",
        )

    def handle(self, *args: Any, mend: bool = False, **options: Any) -> None:
        """Print a line for each; end with an error while something is left to do."""
        left = self._redirects(mends=mend) + self._gone(mends=mend)
        if left:
            advice = "" if mend else " Run with --mend to mend what has one right answer."
            raise CommandError(f"{left} to look at.{advice}")
        self.stdout.write("All redirects are straight.")

    def _redirects(self, mends: bool) -> int:
        left = 0
        for fault in list(faults()):
            mended = mends and mend(fault)
            left += not mended
            self.stdout.write(f"{fault.redirect.old_path} {fault.what}{_done(mended)}")
        return left

    def _gone(self, mends: bool) -> int:
        found = gone_but_alive()
        for gone in found:
            self.stdout.write(f"{gone.path} is called gone, but has a live page{_done(mends)}")
            if mends:
                gone.delete()
        return 0 if mends else len(found)


def _done(mended: bool) -> str:
    return ": mended" if mended else ""
