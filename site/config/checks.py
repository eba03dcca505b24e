"""What Django's system checks look at besides Django's own."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

IN_REQUEST = "django_tasks.backends.immediate.ImmediateBackend"


@register()
def tasks_do_not_hold_up_readers(**options: Any) -> list[CheckMessage]:
    """Warn when background work is done while a reader or an editor waits."""
    if settings.TASKS["default"]["BACKEND"] != IN_REQUEST:
        return []
    return [
        Warning(
            "Background work (mail, images, search index) is done within requests.",
            hint="Set TASKS to django_tasks_db.DatabaseBackend and run `manage.py db_worker`; "
            "`manage.py serve` does.",
            id="config.W001",
        )
    ]
