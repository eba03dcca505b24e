"""How a link in a mail is opened."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from intake.decorators import cookie_blind


def from_a_mail(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view to whoever holds the link, signed in or not. Looking must change nothing."""
    looks = require_http_methods(["GET", "HEAD", "POST"])
    return csrf_exempt(never_cache(looks(cookie_blind(view))))
