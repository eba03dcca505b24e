"""What the site refuses to start without, and what it is strict about."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "a long random string of at least fifty characters, for tests",
    "COMMENTS_KEY": "another long random string",
    "SITE_URL": "https://www.example.org",
}
SHOW = "from config.settings import production as p; print({})"


def run(tmp_path, *command: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """Run Python with production settings and this environment, and nothing else of ours."""
    wanted = {**COMPLETE, "VAR_DIR": str(tmp_path), **environment}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(settings.ROOT / "site"),
            **{name: value for name, value in wanted.items() if value is not None},
        },
        capture_output=True,
        text=True,
        check=False,
    )


def shown(tmp_path, expression: str, **environment: str | None) -> str:
    """Return what an expression about the production settings p comes to."""
    return run(tmp_path, "-c", SHOW.format(expression), **environment).stdout.strip()


@pytest.mark.parametrize("value", [None, "", "  "])
@pytest.mark.parametrize("name", COMPLETE)
def test_production_does_not_start_without_a_secret_and_names_it(tmp_path, name, value):
    refused = run(tmp_path, "manage.py", "check", **{name: value})

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Set {name}: ")
    assert refused.stderr.endswith("See docs/operating.md.\n")
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "wrong", ["www.example.org", "ftp://example.org", "https://example.org/x"]
)
def test_an_address_that_is_none_is_refused_with_an_example(tmp_path, wrong):
    refused = run(tmp_path, "manage.py", "check", SITE_URL=wrong)

    assert refused.returncode == 1
    assert "SITE_URL must look like https://www.example.org" in refused.stderr
    assert wrong in refused.stderr


def test_production_passes_djangos_own_deployment_checks(tmp_path):
    passed = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert passed.returncode == 0, passed.stderr


def test_with_https_cookies_are_secure_and_browsers_remember_it(tmp_path):
    strict = shown(
        tmp_path,
        "p.SESSION_COOKIE_SECURE, p.CSRF_COOKIE_SECURE, p.SECURE_SSL_REDIRECT,"
        " p.SECURE_HSTS_SECONDS >= 31536000, not p.DEBUG",
    )

    assert strict == "True True True True True"


def test_only_the_sites_own_host_is_served_unless_told_otherwise(tmp_path):
    assert shown(tmp_path, "p.ALLOWED_HOSTS") == "['www.example.org']"


@pytest.mark.parametrize(
    ("address", "proxies", "believed"),
    [
        ("https://www.example.org", None, "1 True"),
        ("https://www.example.org", "2", "2 True"),
        ("http://localhost:8000", None, "0 False"),
    ],
)
def test_forwarded_headers_are_believed_only_behind_a_proxy(tmp_path, address, proxies, believed):
    expression = "p.TRUSTED_PROXIES, bool(p.SECURE_PROXY_SSL_HEADER), sep=' '"

    assert shown(tmp_path, expression, SITE_URL=address, TRUSTED_PROXIES=proxies) == believed


@pytest.mark.parametrize("name", ["WORKERS", "THREADS"])
@pytest.mark.parametrize("number", ["0", "-1", "two"])
def test_a_number_of_processes_or_threads_that_is_none_is_refused(tmp_path, name, number):
    refused = run(tmp_path, "manage.py", "check", **{name: number})

    assert refused.returncode == 1
    assert refused.stderr == f"{name} must be a number from 1 up; it is {number!r}.\n"


def test_errors_are_told_to_sentry_only_when_a_server_is_named(tmp_path):
    expression = "__import__('sentry_sdk').get_client().is_active()"

    assert shown(tmp_path, expression) == "False"
    assert shown(tmp_path, expression, SENTRY_DSN="https://key@errors.example.org/1") == "True"


def test_the_local_run_needs_nothing_and_keeps_its_secrets(tmp_path):
    nothing = dict.fromkeys(COMPLETE)
    nothing["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
    show = "from config.settings import local; print(local.SECRET_KEY, local.SITE_URL)"

    first, second = (run(tmp_path, "-c", show, PORT="8123", **nothing) for _ in range(2))

    assert first.stdout == second.stdout
    secret, address = first.stdout.split()
    assert len(secret) >= 50
    assert address == "http://localhost:8123"


def test_tasks_that_would_hold_up_readers_are_warned_about(tmp_path):
    tasks = "django_tasks.backends.immediate.ImmediateBackend"
    code = (
        "import manage; manage.put_rooms_on_the_path();"
        "from config.settings import production as p;"
        f"p.TASKS = {{'default': {{'BACKEND': '{tasks}'}}}};"
        "from django.core.management import execute_from_command_line as run;"
        "run(['manage.py', 'check'])"
    )

    warned = run(tmp_path, "-c", code, DJANGO_SETTINGS_MODULE="config.settings.production")

    assert warned.returncode == 0, warned.stderr
    assert "config.W001" in warned.stderr
    assert "db_worker" in warned.stderr


def test_the_task_worker_logs_what_failed_and_not_what_went_well(tmp_path):
    code = (
        "import django; django.setup();"
        "import logging;"
        "from django_tasks_db.management.commands.db_worker import Command;"
        "Command().configure_logging(1);"
        "logging.getLogger('django_tasks').info('a task is done');"
        "logging.getLogger('django_tasks').error('a task failed');"
        "logging.getLogger('crane').info('the site says something')"
    )

    log = run(tmp_path, "-c", code, DJANGO_SETTINGS_MODULE="config.settings.production").stderr

    assert "a task is done" not in log
    assert log.count("a task failed") == 1
    assert "the site says something" in log


def test_postgresql_does_not_compile_what_it_runs_once(tmp_path):
    address = "postgres://crane:crane@127.0.0.1:5432/crane"

    options = shown(tmp_path, "p.DATABASES['default']['OPTIONS']['options']", DATABASE_URL=address)

    assert options == "-c jit=off"


def test_staff_choose_among_time_zones_that_their_browsers_know(tmp_path):
    zones = shown(
        tmp_path,
        "'America/Chicago' in p.WAGTAIL_USER_TIME_ZONES, 'localtime' in p.WAGTAIL_USER_TIME_ZONES",
    )

    assert zones == "True False"
