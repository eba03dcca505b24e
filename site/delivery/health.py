"""Whether the site is alive, and whether it is ready to serve."""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from .models import PeriodicRun

TIMER_IS_LATE_AFTER = timedelta(minutes=5)


class HealthCheckMiddleware:
    """Answers /healthz/ (alive) and /healthz/ready/ (able to serve) before anything else.

    A view would come after the checks of host and scheme, which a probe on the machine itself
    (http, by address) does not pass.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, pass everything else on."""
        if request.path == "/healthz/":
            return _uncached(HttpResponse("ok\n", content_type="text/plain"))
        if request.path == "/healthz/ready/":
            return _uncached(_readiness())
        return self.get_response(request)


def _readiness() -> JsonResponse:
    try:
        report = {"database": "ok", "migrations": _migrations(), "timer": _timer()}
    except DatabaseError:
        report = {"database": "unreachable"}
    ready = report["database"] == "ok" and report["migrations"] == "ok"
    response = JsonResponse({"ready": ready, **report}, status=200 if ready else 503)
    if not ready:
        response["Retry-After"] = "5"
    return response


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "missing" if missing else "ok"


def _timer() -> str:
    """Say whether periodic work is done; a late timer does not keep readers out."""
    last = PeriodicRun.objects.last_started()
    return "ok" if last and timezone.now() - last < TIMER_IS_LATE_AFTER else "late"


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
