"""What the timer does, and how often: management commands by name.

A room that needs something done regularly gives a command and is named here.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO

from django.core.management import call_command

from delivery.models import PeriodicRun

logger = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """A management command that is run again and again."""

    command: str
    every: timedelta
    arguments: tuple[str, ...] = ()


JOBS: tuple[Job, ...] = (
    Job("publish_scheduled", every=MINUTE),
    Job("tell_search_engines", every=MINUTE),
    Job("learn_from_decisions", every=MINUTE),
    Job("send_comment_mail", every=MINUTE),
    Job("settle_pages", every=DAY),
    Job("clearsessions", every=DAY),
    Job("prune_db_task_results", every=DAY),
    Job("comment_retention", every=DAY),
    Job("rekey_commenters", every=DAY),
    Job("draw_share_cards", every=DAY),
    Job("forget_appointment_requests", every=DAY),
    Job("forget_rate_counts", every=DAY),
    Job("forget_purges", every=DAY),
    Job("forget_missing_addresses", every=DAY),
    Job("axes_reset_logs", every=DAY, arguments=("--age", "90")),
)


def run_due(now: datetime, jobs: tuple[Job, ...] = JOBS) -> None:
    """Run the jobs whose time has come; one that fails is logged and never stops the others.

    Several timers may run at once, one on each machine: only one of them gets each turn.
    """
    for job in jobs:
        if not PeriodicRun.objects.claim(job.command, job.every, now):
            continue
        try:
            call_command(job.command, *job.arguments, verbosity=0, stdout=StringIO())
        except Exception:
            logger.exception("The periodic job %s failed; its next turn comes.", job.command)
        else:
            PeriodicRun.objects.note_success(job.command)
