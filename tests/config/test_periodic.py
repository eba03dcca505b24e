"""Periodic work: done when due, once, and never stopped by one that fails."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command, get_commands
from django.utils import timezone

from config import periodic
from config.periodic import JOBS, MINUTE, Job
from config.settings import production
from delivery.models import PeriodicRun

pytestmark = pytest.mark.django_db
NOW = timezone.now()
EACH_MINUTE = Job("publish_scheduled", every=MINUTE)


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """The commands that were run; one of them always fails."""
    commands: list[str] = []

    def call(command: str, *arguments: str, **options: object) -> None:
        commands.append(command)
        if command == "broken":
            raise RuntimeError("broken")

    monkeypatch.setattr(periodic, "call_command", call)
    return commands


def test_every_job_is_a_command_that_exists():
    assert {job.command for job in JOBS} <= set(get_commands())


def test_scheduled_pages_are_published_each_minute():
    assert EACH_MINUTE in JOBS


def test_a_job_runs_when_its_time_has_come_and_not_before(ran):
    for seconds in (0, 30, 60, 119, 120):
        periodic.run_due(NOW + timedelta(seconds=seconds), (EACH_MINUTE,))

    assert len(ran) == 3


def test_two_timers_share_each_turn(ran):
    periodic.run_due(NOW, (EACH_MINUTE,))
    periodic.run_due(NOW + timedelta(seconds=1), (EACH_MINUTE,))

    assert len(ran) == 1


def test_a_job_that_fails_is_logged_and_the_others_run(ran, caplog):
    periodic.run_due(NOW, (Job("broken", every=MINUTE), EACH_MINUTE))

    assert ran == ["broken", "publish_scheduled"]
    assert "The periodic job broken failed" in caplog.text
    assert PeriodicRun.objects.get(job="broken").succeeded_at is None
    assert PeriodicRun.objects.get(job="publish_scheduled").succeeded_at


def test_one_round_by_cron_runs_everything_there_is(settings):
    settings.TASKS = production.TASKS
    call_command("timer", "--once", stdout=StringIO())

    assert set(PeriodicRun.objects.exclude(succeeded_at=None).values_list("job", flat=True)) == {
        job.command for job in JOBS
    }
