"""`manage.py serve`: the web server, the task worker and the timer, under one supervisor."""

import http.client
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from setproctitle import setproctitle

from config import web_server
from config.address import add_address_arguments
from config.management.commands.prepare import Command as Prepare
from config.occupancy import Occupancy, Occupied
from config.preloading import preload
from config.supervisor import Child, Supervisor, program


class Command(BaseCommand):
    """Serve the site until Ctrl-C or SIGTERM."""

    help = "Serve the site: granian, the task worker and the timer, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is usually set in the environment."""
        add_address_arguments(parser)
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="First bring database, starter site and static files up to date (local runs).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse when the site runs already; else run until told to end."""
        host, port = options["host"], options["port"]
        if options["prepare"]:
            self._prepare(host, port)
        occupancy = Occupancy(settings.VAR, host, port)
        try:
            occupancy.take()
        except Occupied as problem:
            raise CommandError(str(problem)) from None
        children = _reloading(host, port) if settings.DEBUG else _preloaded(host, port)
        welcome = _Welcome(host, port, self._say)
        try:
            Supervisor(children, say=self._say).run(each_round=welcome.once_it_answers)
        finally:
            occupancy.leave()
        self._say("The site has ended.")

    def _prepare(self, host: str, port: int) -> None:
        """Prepare, and begin anew if anything had to be done.

        What this process knows of the static files is older, and a first time takes much memory.
        """
        preparing = Prepare()
        call_command(preparing, host=host, port=port, stdout=self.stdout)
        if preparing.has_changed_something:
            connections.close_all()
            self.stdout.flush()
            os.execv(sys.executable, _manage("serve", f"--host={host}", f"--port={port}"))  # noqa: S606

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _preloaded(host: str, port: int) -> list[Child]:
    """Return the site's processes, forked from this one once it has loaded all they need."""
    preload()
    return [
        Child("web server", lambda: web_server.run(host, port)),
        Child("task worker", lambda: _command("db_worker", "--interval", "1")),
        Child("timer", lambda: _command("timer")),
    ]


def _command(*words: str) -> None:
    setproctitle(f"manage.py {' '.join(words)}")
    call_command(*words)


def _reloading(host: str, port: int) -> list[Child]:
    """Return the same for developers: programs that start again when the code changes."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        Child("web server", program(*_manage("runserver", address))),
        Child("task worker", program(*_manage("db_worker", "--interval", "1"))),
        Child("timer", program(*_manage("timer"))),
    ]


def _manage(*words: str) -> list[str]:
    return [sys.executable, str(settings.ROOT / "manage.py"), *words]


class _Welcome:
    """Says where the site is, once, when it answers."""

    def __init__(self, host: str, port: int, say: Callable[[str], object]) -> None:
        self.address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
        self.port = port
        self.say = say
        self.said = False

    def once_it_answers(self) -> None:
        """Say it if it answers and was not said before."""
        if not self.said and self._answers():
            self.said = True
            self.say(
                f"The site is at {settings.SITE_URL}/ and its editors' side at "
                f"{settings.SITE_URL}/admin/. Ctrl-C ends it."
            )

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(self.address, self.port, timeout=1)
        try:
            connection.request("GET", "/healthz/")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
