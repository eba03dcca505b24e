"""Databases made once and copied: migrated, or with the whole starter site in it.

On SQLite a copy is a file, on PostgreSQL a database made from a template.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import django
import wagtail
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from filelock import FileLock

KEPT = Path(settings.ROOT) / "var" / "test-databases"


def fingerprint(*, of_everything: bool = False) -> str:
    """Return a short hash that changes when a migration or a version does; or any of our code."""
    digest = hashlib.sha256(f"{django.VERSION} {wagtail.VERSION}".encode())
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if not folder.is_relative_to(settings.ROOT) or ".venv" in folder.parts:
            continue
        for file in sorted(folder.rglob("*.py")):
            migrates = "migrations" in file.parts or file.name in {"groups.py", "apps.py"}
            if of_everything or migrates:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def migrated_database(worker: str) -> Iterator[None]:
    """Point the default connection at a fresh, migrated database for this worker."""
    with _copy_of(_migrated(), f"run_{os.getpid()}_{worker}") as name:
        use(name)
        yield
        connections.close_all()


@contextmanager
def another_database(name: str) -> Iterator[str]:
    """Yield the full name of a fresh, migrated database for processes other than this one."""
    with _copy_of(_migrated(), f"{name}_{os.getpid()}") as full_name:
        yield full_name


@contextmanager
def starter_database(folder: Path) -> Iterator[str]:
    """Yield the name of a database with the starter site; its images are put into the folder."""
    # Each kind of database its own: the pictures have names that only its rows know.
    key = f"starter_{connection.vendor}_{fingerprint(of_everything=True)}"
    media = KEPT / f"{key}_media"

    def load(name: str) -> None:
        shutil.rmtree(media, ignore_errors=True)
        use(name)
        with override_settings(MEDIA_ROOT=media):
            call_command("load_starter_site", samples=True, verbosity=0, stdout=StringIO())

    template = _template(key, load, start_from=_migrated())
    shutil.copytree(media, folder / "media", dirs_exist_ok=True)
    with _copy_of(template, f"starter_{os.getpid()}") as name:
        yield name


def use(name: str) -> None:
    """Point the default connection at a database by its name."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def address(name: str) -> str:
    """Return the DATABASE_URL of a database by its name."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    known = settings.DATABASES["default"]
    whom = f"{known['USER']}:{known['PASSWORD']}"
    return f"postgres://{whom}@{known['HOST']}:{known['PORT']}/{name}"


def _migrated() -> str:
    def migrate(name: str) -> None:
        use(name)
        call_command("migrate", verbosity=0, interactive=False)

    return _template(f"migrated_{fingerprint()}", migrate)


def _template(key: str, fill: Callable[[str], None], start_from: str | None = None) -> str:
    """Return the name of a template database, made and filled by the first who asks for it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    engine = _engine()
    before = str(settings.DATABASES["default"]["NAME"])
    with FileLock(str(KEPT / f"{connection.vendor}_{key}.lock")):
        if not engine.exists(key):
            draft = f"{key}_draft"
            engine.drop(draft)
            engine.create(draft, start_from)
            try:
                fill(engine.full_name(draft))
            finally:
                use(before)
            engine.rename(draft, key)
    return key


@contextmanager
def _copy_of(template: str, name: str) -> Iterator[str]:
    engine = _engine()
    engine.drop(name)
    engine.create(name, template)
    try:
        yield engine.full_name(name)
    finally:
        connections.close_all()
        engine.drop(name)


class _SqliteFiles:
    """Databases as files in one folder."""

    def full_name(self, name: str) -> str:
        return str(KEPT / f"{name}.sqlite3")

    def exists(self, name: str) -> bool:
        return Path(self.full_name(name)).exists()

    def create(self, name: str, template: str | None) -> None:
        if template:
            with (
                sqlite3.connect(self.full_name(template)) as source,
                sqlite3.connect(self.full_name(name)) as copy,
            ):
                source.backup(copy)

    def rename(self, old: str, new: str) -> None:
        connections.close_all()
        Path(self.full_name(old)).rename(self.full_name(new))

    def drop(self, name: str) -> None:
        for file in KEPT.glob(f"{name}.sqlite3*"):
            file.unlink(missing_ok=True)


class _PostgresqlServer:
    """Databases on the server that DATABASE_URL names, managed from the one it names."""

    home = str(settings.DATABASES["default"]["NAME"])

    def full_name(self, name: str) -> str:
        return f"{self.home}_{name}"

    def exists(self, name: str) -> bool:
        found = self._run("SELECT 1 FROM pg_database WHERE datname = %s", self.full_name(name))
        return bool(found)

    def create(self, name: str, template: str | None) -> None:
        source = f' TEMPLATE "{self.full_name(template)}"' if template else ""
        with FileLock(
            str(KEPT / "postgresql_copying.lock")
        ):  # a template is copied by one at a time
            self._run(f'CREATE DATABASE "{self.full_name(name)}"{source}')

    def rename(self, old: str, new: str) -> None:
        self._run(f'ALTER DATABASE "{self.full_name(old)}" RENAME TO "{self.full_name(new)}"')

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self.full_name(name)}" WITH (FORCE)')

    def _run(self, statement: str, *values: str) -> list[tuple]:
        before = str(settings.DATABASES["default"]["NAME"])
        use(self.home)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            use(before)


def _engine() -> _SqliteFiles | _PostgresqlServer:
    return _SqliteFiles() if connection.vendor == "sqlite" else _PostgresqlServer()
