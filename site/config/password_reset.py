"""The password reset form, and how often it may be used."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.views.account import PasswordResetView

from delivery.proxies import sender_network
from delivery.sign_in import too_often
from intake.limits import Limit, hit_all
from intake.senders import fingerprint

PER = timedelta(minutes=15)
PER_ADDRESS = 20
PER_ACCOUNT = 5


class LimitedPasswordResetView(PasswordResetView):
    """Wagtail's view, so many times an account and an address in 15 minutes, as for signing in."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count whoever asks, and for whom; then go on or refuse."""
        where = sender_network(request) or "unknown"
        whom = f"{request.POST.get('email', '').strip().casefold()} from {where}"
        verdicts = hit_all(
            [
                Limit("reset-for", fingerprint("reset-for", whom), PER_ACCOUNT, PER),
                Limit("reset-from", fingerprint("reset-from", where), PER_ADDRESS, PER),
            ]
        )
        refused = [verdict for verdict in verdicts.values() if not verdict.allowed]
        if refused:
            return too_often(request, max(verdict.retry_after for verdict in refused))
        return super().post(request, *args, **kwargs)
