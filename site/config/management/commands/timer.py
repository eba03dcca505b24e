"""`manage.py timer`: does periodic work, each minute, for as long as the site is served."""

import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from config.periodic import run_due

EVERY = 60.0
LISTEN_EVERY = 0.25


class Command(BaseCommand):
    """Run the jobs of config/periodic.py when they are due, until SIGTERM."""

    help = "Run periodic work (scheduled publishing, retention, digests) each minute."
    ending = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer a single round, for those who prefer cron."""
        parser.add_argument("--once", action="store_true", help="One round, then end (for cron).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one round, or one a minute until told to end."""
        if options["once"]:
            run_due(timezone.now())
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)
        while not self.ending:
            next_round = time.monotonic() + EVERY
            close_old_connections()
            run_due(timezone.now())
            close_old_connections()
            while not self.ending and time.monotonic() < next_round:
                time.sleep(LISTEN_EVERY)

    def _hear(self, number: int, frame: object) -> None:
        """Remember to end; work in hand is finished first."""
        self.ending = True
