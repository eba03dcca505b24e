#!/usr/bin/env python3
"""Starts everything: puts site/ on the path, for this process and for its children."""

import os
import sys
from pathlib import Path

from setproctitle import getproctitle

ROOT = Path(__file__).resolve().parent
SHELF = ROOT / "site"


def put_rooms_on_the_path() -> None:
    """Make the rooms in site/ importable here and in every process started from here."""
    for folder in (str(SHELF), str(ROOT)):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    ours = [str(ROOT), str(SHELF)]
    os.environ["PYTHONPATH"] = os.pathsep.join(ours + [p for p in known if p and p not in ours])


def main() -> None:
    """Run a management command, with production settings unless told otherwise.

    A setting that is missing or wrong is said in its one sentence, without a traceback.
    """
    # Finds where a process keeps its name, which it can't once the environment has changed.
    getproctitle()
    put_rooms_on_the_path()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"{problem}")


if __name__ == "__main__":
    main()
