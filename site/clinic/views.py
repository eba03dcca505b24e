"""The reader's way to ask for an appointment: no cookie, no script, nothing typed lost."""

import logging
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from clinic.forms import AppointmentForm
from clinic.models import AppointmentPage
from clinic.submission import is_known, store
from intake.decorators import cookie_blind, public_form, too_many
from intake.keys import BadKeyError, issue_key, read_key
from intake.limits import Limit, hit_all
from intake.origin import Origin, check_origin
from intake.senders import sender_key
from pages.description import plain_metadata

logger = logging.getLogger(__name__)

PURPOSE = "appointment"
PER_SENDER = 5
PER_SITE = 120
STRETCH = timedelta(hours=1)
BUSY_FOR_SECONDS = 30

FROM_ELSEWHERE = (
    "Your browser says that this form stood on another website, so it was not sent. "
    "If what you see below is what you want to send, send it from here."
)
PLEASE_CONFIRM = "Please look through your request once more, then send it."
TOO_OFTEN = (
    "Too many requests came from your network in the last hour. Yours was not sent; what you "
    "typed is still here. Please send it again later, or call us."
)
BUSY = (
    "We could not save your request just now. What you typed is still here: please send it "
    "again in half a minute, or call us."
)


@csrf_exempt
def request_appointment(request: HttpRequest) -> HttpResponse:
    """Receive the form. Whoever merely opens its address is shown the form itself."""
    if request.method in {"GET", "HEAD"}:
        return redirect(_page().url)
    return receive(request)


@public_form
def receive(request: HttpRequest) -> HttpResponse:
    """Store a request once, however often it is sent, and thank whoever sent it."""
    page = _page()
    form = AppointmentForm(request.POST)
    try:
        origin = check_origin(request)
    except PermissionDenied:
        return _form_again(request, page, form, 403, FROM_ELSEWHERE)
    try:
        if not form.is_valid():
            return _form_again(request, page, form, 422)
        if origin is Origin.UNKNOWN and not _was_confirmed(request):
            return _form_again(request, page, form, 200, PLEASE_CONFIRM)
        return _store_once(request, page, form)
    except OperationalError:
        logger.exception("A request for an appointment could not be stored: database busy")
        response = _form_again(request, page, form, 503, BUSY)
        response["Retry-After"] = str(BUSY_FOR_SECONDS)
        return response


@require_safe
@never_cache
@cookie_blind
def thanks(request: HttpRequest) -> HttpResponse:
    """Say that the request has arrived. It is the same page for everybody."""
    page = _page()
    described = plain_metadata(page.thanks_heading, reverse("appointment_thanks"))
    return render(
        request,
        "clinic/appointment_thanks.html",
        {"page": described, "appointment_page": page},
    )


def _page() -> AppointmentPage:
    page = AppointmentPage.objects.published().first()
    if page is None:
        raise Http404("There is no page to ask for an appointment on.")
    return page


def _store_once(
    request: HttpRequest, page: AppointmentPage, form: AppointmentForm
) -> HttpResponse:
    if not is_known(form):
        sender = Limit("appointment:sender", sender_key(request), PER_SENDER, STRETCH)
        site = Limit("appointment:site", "", PER_SITE, STRETCH)
        verdicts = hit_all([sender, site]).values()
        for verdict in verdicts:
            if not verdict.allowed:
                return too_many(_form_again(request, page, form, 429, TOO_OFTEN), verdict)
        store(form)
    response = HttpResponseRedirect(reverse("appointment_thanks"))
    response.status_code = 303
    return response


def _was_confirmed(request: HttpRequest) -> bool:
    """Say whether this was sent from an answer of ours, which no cache has kept."""
    try:
        read_key(request.POST.get("key", ""), PURPOSE)
    except BadKeyError:
        return False
    return True


def _form_again(
    request: HttpRequest,
    page: AppointmentPage,
    form: AppointmentForm,
    status: int,
    message: str = "",
) -> HttpResponse:
    """Return the page with everything typed in it, and a word on what happened."""
    context = page.get_context(request)
    context.update(form=form, message=message, key=issue_key(PURPOSE))
    return TemplateResponse(request, page.get_template(request), context, status=status).render()
