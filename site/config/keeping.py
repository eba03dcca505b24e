"""What parts that we did not write keep of an address: sign-in logs, and tasks that name it."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from privacy.holders import Record


class SignInsOfAPerson:
    """Attempts to sign in under an address: kept 90 days against who guesses passwords."""

    name = "Attempts to sign in"
    permission = "accounts.delete_user"

    def find(self, address: str) -> list[Record]:
        """Return them."""
        return [
            Record(
                f"{row.attempt_time:%B %-d, %Y, %H:%M}",
                {"at": row.attempt_time, "from": row.ip_address, "with": row.user_agent},
            )
            for rows in _attempts(address)
            for row in rows
        ]

    def erase(self, address: str, by: Any) -> int:
        """Delete them."""
        return sum(rows.delete()[0] for rows in _attempts(address))


class TasksAboutAPerson:
    """Tasks that were given an address, such as the mail with which a password is set anew."""

    name = "Tasks that name the address"
    permission = "accounts.delete_user"

    def find(self, address: str) -> list[Record]:
        """Return them by what they do."""
        return [
            Record(f"{task.task_path}, {task.get_status_display()}", {"task": task.task_path})
            for task in _tasks(address)
        ]

    def erase(self, address: str, by: Any) -> int:
        """Delete them, whether they were done or not."""
        return _tasks(address).delete()[0]


def _attempts(address: str) -> list[QuerySet[Any]]:
    named = Q(username__iexact=address)
    return [
        AccessAttempt.objects.filter(
            named | Q(post_data__icontains=address) | Q(get_data__icontains=address)
        ),
        AccessFailureLog.objects.filter(named),
        AccessLog.objects.filter(named),
    ]


def _tasks(address: str) -> QuerySet[DBTaskResult]:
    told = DBTaskResult.objects.annotate(
        given=Cast("args_kwargs", models.TextField()),
        returned=Cast("return_value", models.TextField()),
    )
    return told.filter(
        Q(given__icontains=address)
        | Q(returned__icontains=address)
        | Q(traceback__icontains=address)
    )
