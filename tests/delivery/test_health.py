"""Whether the site is alive, and whether it is ready to serve."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from delivery import health
from delivery.models import PeriodicRun

READY = "/healthz/ready/"


def test_alive_is_said_without_asking_the_database(client):
    answer = client.get("/healthz/")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"


def test_a_probe_on_the_machine_needs_neither_our_host_name_nor_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz/", headers={"host": "10.0.0.7"}).status_code == 200


@pytest.mark.django_db
def test_ready_with_a_timer_that_runs(client):
    PeriodicRun.objects.create(job="publish_scheduled", started_at=timezone.now())

    answer = client.get(READY)

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "timer": "ok",
    }


@pytest.mark.django_db
def test_a_late_timer_is_said_but_keeps_no_reader_out(client):
    long_ago = timezone.now() - timedelta(minutes=6)
    PeriodicRun.objects.create(job="publish_scheduled", started_at=long_ago)

    answer = client.get(READY)

    assert answer.status_code == 200
    assert answer.json()["timer"] == "late"


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    loader = MigrationExecutor(connection).loader
    MigrationRecorder(connection).record_unapplied(*loader.graph.leaf_nodes("delivery")[0])

    answer = client.get(READY)

    assert answer.status_code == 503
    assert answer.json()["migrations"] == "missing"
    assert answer["Retry-After"] == "5"


def test_not_ready_while_the_database_is_away(client, monkeypatch):
    def away(*args):
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "MigrationExecutor", away)

    answer = client.get(READY)

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": "unreachable"}
