"""`manage.py prepare`: all that the local run needs before it can serve, each step in one line."""

import hashlib
import sys
from argparse import ArgumentParser
from io import StringIO
from typing import Any

import django
import wagtail
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.address import add_address_arguments
from config.occupancy import Occupancy, Occupied
from home.models import HomePage
from images.tasks import make_images_of_pages
from pages.models import SitePage


class Command(BaseCommand):
    """Bring database, starter site, admin account and static files up to date."""

    help = "Bring database, starter site, admin account and static files up to date."
    has_changed_something = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address that will be served, to see first whether it is free."""
        add_address_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is missing; a second time that is next to nothing."""
        try:
            Occupancy(settings.VAR, options["host"], options["port"]).check()
        except Occupied as problem:
            raise CommandError(str(problem)) from None
        self._migrate()
        self._load_starter_site()
        call_command("ensure_admin", stdout=self.stdout)
        if not settings.DEBUG:  # while developing they are served from where they are written
            self._collect_static_files()
        self.stdout.write(f"Mail is not sent but written to {settings.VAR / 'mail'}.")

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        self.has_changed_something |= bool(plan)
        with Step(self.stdout, "Database", total=len(plan)) as step:
            call_command("migrate", interactive=False, stdout=step.counting(" OK"))
            step.done(f"{len(plan)} migrations applied" if plan else "up to date")

    def _load_starter_site(self) -> None:
        with Step(self.stdout, "Starter site") as step:
            if HomePage.objects.exists():
                step.done("already there")
            else:
                self.has_changed_something = True
                call_command("load_starter_site", "--samples", stdout=StringIO())
                step.done("loaded, with sample comments")
                self._make_pictures()

    def _make_pictures(self) -> None:
        """Make every size of the pictures that readers will see: the first should not wait."""
        with Step(self.stdout, "Pictures") as step:
            count = make_images_of_pages(SitePage.objects.published().specific())
            step.done(f"{count} made in every size")

    def _collect_static_files(self) -> None:
        stamp = settings.STATIC_ROOT / ".collected"
        state = _state_of_static_files()
        with Step(self.stdout, "Static files") as step:
            if stamp.exists() and stamp.read_text() == state:
                step.done("unchanged")
                return
            self.has_changed_something = True
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(state)
            step.done("hashed and compressed")


class Step:
    """One line on the terminal: what is being done, how far it is, how it ended."""

    def __init__(self, out: Any, name: str, total: int = 0) -> None:
        self.out = out
        self.name = name
        self.total = total
        self.live = sys.stdout.isatty()

    def __enter__(self) -> "Step":
        self._show("working …")
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind and self.live:
            self.out.write("")

    def done(self, outcome: str) -> None:
        """End the line with what came out."""
        erase = "\r\033[K" if self.live else ""
        self.out.write(f"{erase}{self.name}: {outcome}.")
        self.out.flush()  # whoever reads a log or a pipe waits for it, too

    def counting(self, mark: str) -> "_Counter":
        """Return something to write to that shows progress by counting a mark."""
        return _Counter(mark, lambda count: self._show(f"{count} of {self.total}"))

    def _show(self, progress: str) -> None:
        if self.live:
            self.out.write(f"\r\033[K{self.name}: {progress}", ending="")
            self.out.flush()


class _Counter(StringIO):
    def __init__(self, mark: str, show: Any) -> None:
        super().__init__()
        self.mark = mark
        self.show = show
        self.count = 0

    def write(self, text: str) -> int:
        if self.mark in text:
            self.count += 1
            self.show(self.count)
        return len(text)


def _state_of_static_files() -> str:
    """Return a short hash that changes when a static file or its treatment does."""
    digest = hashlib.sha256(f"{django.VERSION} {wagtail.VERSION} {settings.STORAGES}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = storage.get_modified_time(name).timestamp(), storage.size(name)
            digest.update(f"{storage.path(name)} {status}".encode())
    return digest.hexdigest()
