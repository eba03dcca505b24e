"""Whether the site already runs, or something else has its port (plain Python, POSIX)."""

import fcntl
import os
import socket
from pathlib import Path
from typing import IO


class Occupied(Exception):
    """The site cannot start here; the message says why and what to do, in one sentence."""


class Occupancy:
    """The right to run the site from one data folder.

    Two servers on one port would share it silently (both ask for SO_REUSEPORT), and two timers or
    workers on one SQLite file only get in each other's way.
    """

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self.lock_file = folder / "serve.lock"
        self.host = host
        self.port = port
        self._held: IO[str] | None = None

    def check(self) -> None:
        """Raise Occupied when the site runs already or the port is taken."""
        self.take()
        self.leave()

    def take(self) -> None:
        """Hold the right to run until `leave` or the end of this process, or raise Occupied."""
        self.lock_file.parent.mkdir(parents=True, exist_ok=True)
        held = self.lock_file.open("a+", encoding="utf-8")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            where = held.read().strip() or "elsewhere"
            held.close()
            raise Occupied(f"The site already runs: {where}. End it there first.") from None
        try:
            self._try_port()
        except Occupied:
            held.close()
            raise
        held.truncate(0)
        held.write(f"http://{_readable(self.host)}:{self.port}/, process {os.getpid()}")
        held.flush()
        self._held = held

    def leave(self) -> None:
        """Give the right up."""
        if self._held:
            self._held.truncate(0)
            self._held.close()
            self._held = None

    def _try_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # A port whose connections have just ended is free; one listened on is not.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except PermissionError:
                raise Occupied(
                    f"Port {self.port} is not yours to use; choose another one: PORT=8000."
                ) from None
            except OSError:
                raise Occupied(
                    f"Port {self.port} on {self.host} is taken by another program; "
                    f"choose another one: PORT={self.port + 1}."
                ) from None


def _readable(host: str) -> str:
    return "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
