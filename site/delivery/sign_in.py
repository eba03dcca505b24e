"""How often a password may be guessed; what is said when that is over."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FAILURES_PER_ADDRESS = 20


class SignInHandler(AxesDatabaseHandler):
    """Counts failures in the database, with a limit for an account and another for an address.

    The order of the counts is that of AXES_LOCKOUT_PARAMETERS: account and address, then address.
    """

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return failures as AXES_FAILURE_LIMIT understands them."""
        of_account, of_address = (
            attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        if of_address >= FAILURES_PER_ADDRESS:
            return max(of_account, settings.AXES_FAILURE_LIMIT)
        return of_account

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """Forget the failures of the account that signed in, not its neighbors' at the address."""
        of_account, _ = self.filter_user_attempts(request, credentials)
        return of_account.delete()[0]


def refuse(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Answer someone who has guessed too often."""
    return too_often(request, int(settings.AXES_COOLOFF_TIME.total_seconds()))


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """Say when the next try is welcome."""
    minutes = -(-seconds // 60)
    answer = render(request, "accounts/too_often.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
