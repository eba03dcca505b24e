"""The whole starter site, served as in production by processes of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests import databases

ROOT = Path(settings.ROOT)
STARTS_WITHIN = 60  # seconds


@dataclass(frozen=True)
class RunningSite:
    """A site that is up: its address, and what its processes were started with."""

    url: str
    folder: Path
    database: str
    environment: dict[str, str]
    pid: int

    def address(self, path: str) -> str:
        """Return the absolute address of a path."""
        return f"{self.url}{path}"

    def manage(self, *words: str) -> str:
        """Run a management command on this site; return what it printed."""
        return _manage(self.environment, *words)


@contextmanager
def running_site(
    folder: Path, workers: int = 1, first: Sequence[str] = (), **more: str
) -> Iterator[RunningSite]:
    """Serve a fresh copy of the starter site from an empty folder until the block ends.

    `first` is a management command that runs before; `more` goes into the environment of its
    processes.
    """
    with databases.starter_database(folder) as database:
        port = free_port()
        environment = site_environment(folder, port, databases.address(database)) | more
        _manage(environment, "collectstatic", "--noinput", "--verbosity=0")
        if first:
            _manage(environment, *first)
        with serving(environment, workers) as pid:
            url = f"http://localhost:{port}"
            yield RunningSite(url, folder, database, environment, pid)


@contextmanager
def serving(environment: dict[str, str], workers: int) -> Iterator[int]:
    """Run `manage.py serve` until the block ends; yield its process number once it answers."""
    port, log = environment["PORT"], Path(environment["VAR_DIR"]) / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", f"--port={port}"],
            cwd=ROOT,
            env=environment | {"WORKERS": str(workers)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_up(f"http://localhost:{port}", process, log)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def site_environment(folder: Path, port: int, database_url: str) -> dict[str, str]:
    """Return what the processes of a site of its own are started with."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "VAR_DIR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "SECRET_KEY": "a key for tests only",
        "COMMENTS_KEY": "another key for tests only",
        "REDIS_URL": "",
    }


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _manage(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(words)}: {done.stdout}\n{done.stderr}")
    return done.stdout


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/healthz/", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"The site did not come up:\n{log.read_text()}")
