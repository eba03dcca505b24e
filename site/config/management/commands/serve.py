"""`manage.py serve`: the web server, the task worker and the timer, under one supervisor."""

import http.client
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.occupancy import Occupancy, Occupied
from config.supervisor import Child, Supervisor

# Seconds that the server gives to requests under way when it ends.
SERVER_PATIENCE = 5
# Many: they answer from memory, or wait. Django works in a few of its own (page_cache/threads.py).
SERVER_THREADS = "256"
LAST_PORT = 65535


class Command(BaseCommand):
    """Serve the site until Ctrl-C or SIGTERM."""

    help = "Serve the site: granian, the task worker and the timer, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is usually set in the environment."""
        add_address_arguments(parser)
        parser.add_argument(
            "--workers",
            type=_at_least_one,
            default=os.environ.get("WORKERS", "2"),
            help="Server processes (WORKERS; 2).",
        )
        parser.add_argument(
            "--threads",
            type=_at_least_one,
            default=os.environ.get("THREADS", "4"),
            help="Requests a server process works on at once (THREADS; 4).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse when the site runs already; else run until told to end."""
        occupancy = Occupancy(settings.VAR, options["host"], options["port"])
        try:
            occupancy.take()
        except Occupied as problem:
            raise CommandError(str(problem)) from None
        os.environ.update(WORKERS=str(options["workers"]), THREADS=str(options["threads"]))
        supervisor = Supervisor(
            [
                Child("web server", _web_server(options)),
                Child("task worker", _manage("db_worker", "--interval", "1")),
                Child("timer", _manage("timer")),
            ],
            say=self._say,
        )

        welcome = _Welcome(options["host"], options["port"], self._say)
        try:
            supervisor.run(each_round=welcome.once_it_answers)
        finally:
            occupancy.leave()
        self._say("The site has ended.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def add_address_arguments(parser: ArgumentParser) -> None:
    """Let a command be told where the site is served."""
    parser.add_argument(
        "--host",
        default=os.environ.get("HOST", "127.0.0.1"),
        help="Address to listen on (HOST; 127.0.0.1).",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("PORT", "8000"),
        help="Port to listen on (PORT; 8000).",
    )


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a number from 1 up.")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise ArgumentTypeError(f"{text!r} is not a port: a number from 1 to {LAST_PORT}.")
    return int(text)


def _web_server(options: dict[str, Any]) -> list[str]:
    """Return the command of granian; while developing, of Django's server, which reloads."""
    host, port = options["host"], str(options["port"])
    if settings.DEBUG:
        return _manage("runserver", f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", port),
        *("--workers", str(options["workers"]), "--blocking-threads", SERVER_THREADS),
        # Without this one dead worker stops the whole server.
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--workers-kill-timeout", str(SERVER_PATIENCE)),
        # Its only warning is that the threads are many.
        *("--log-level", "error"),
        "config.wsgi:application",
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
