"""How a view receives a form from strangers."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from intake.limits import Verdict

LARGEST_FORM = 64 * 1024
View = Callable[..., HttpResponse]


def cookie_blind(view: View) -> View:
    """Let a view see nothing of who is signed in.

    Without cookies there is no authority that another site could abuse, which is why these
    views need no CSRF token.
    """

    @wraps(view)
    def blind(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.COOKIES = {}
        request.user = AnonymousUser()
        request.__dict__.pop("session", None)
        return view(request, *args, **kwargs)

    return blind


def public_form(view: View) -> View:
    """Receive a small, form-encoded POST from anybody, cookie-blind and never cached."""

    @wraps(view)
    def receive(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.content_type != "application/x-www-form-urlencoded":
            return _refusal("Send this form as application/x-www-form-urlencoded.", 415)
        if _length(request) > LARGEST_FORM:
            return _refusal("This form is too large: 64 kB is the most we take.", 413)
        return view(request, *args, **kwargs)

    return csrf_exempt(never_cache(require_POST(cookie_blind(receive))))


def too_many(response: HttpResponse, verdict: Verdict) -> HttpResponse:
    """Turn a page that keeps what was typed into the answer "too often, come back later"."""
    response.status_code = 429
    response["Retry-After"] = str(verdict.retry_after)
    return response


def _length(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("content-length") or 0)
    except ValueError:
        return LARGEST_FORM + 1


def _refusal(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
