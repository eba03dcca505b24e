"""The WSGI application, under a server that is not ours."""

import subprocess
import sys
import time

import requests
from django.conf import settings

from tests.browser.server import free_port, site_environment


def test_the_application_also_runs_under_gunicorn(tmp_path):
    port = free_port()
    environment = site_environment(tmp_path, port, f"sqlite:///{tmp_path / 'db.sqlite3'}")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"],
        cwd=settings.ROOT,
        env={**environment, "PYTHONPATH": f"{settings.ROOT}:{settings.ROOT / 'site'}"},
    )
    try:
        assert answer(f"http://localhost:{port}/healthz/") == 200
    finally:
        process.terminate()
        process.wait()


def answer(url: str, patience: int = 60) -> int | None:
    for _ in range(patience * 5):
        try:
            return requests.get(url, timeout=30).status_code
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.2)
    return None
