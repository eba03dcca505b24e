"""A PostgreSQL server: the one that DATABASE_URL names, or one of our own, gone afterwards."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.server import free_port

DEBIANS = Path("/usr/lib/postgresql")
PASSWORD = "crane"
CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
shared_buffers = 512MB
"""


def missing() -> str | None:
    """Say in a sentence what is missing, if anything is."""
    if _named() or _programs():
        return None
    return "PostgreSQL (Debian: postgresql), or DATABASE_URL=postgres://… of a server that runs."


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the DATABASE_URL of a server that is there, or that runs as long as the block."""
    if named := _named():
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="crane-postgresql-") as name:
        folder = Path(name)
        port = free_port()
        _make(folder, port)
        _run("pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "start")
        try:
            yield f"postgres://crane:{PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            _run("pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")


def _named() -> str | None:
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else None


def _programs() -> Path | None:
    versions = sorted(DEBIANS.glob("*/bin"), key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).parent if found else versions[-1] if versions else None


def _make(folder: Path, port: int) -> None:
    password = folder / "password"
    password.write_text(PASSWORD)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(password, "postgres")
    _run(
        *("initdb", "-D", folder / "data", "-A", "scram-sha-256", "--username=crane"),
        *(f"--pwfile={password}", "--encoding=UTF8", "--locale=C.UTF-8"),
    )
    with (folder / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write(CONFIGURATION.format(port=port, folder=folder))


def _run(program: str, *words: str | Path) -> None:
    """Run one of PostgreSQL's programs: never as root, which it refuses."""
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    as_user = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_user, _programs() / program, *words], check=True, stdout=subprocess.DEVNULL
    )
