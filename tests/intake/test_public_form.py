"""A view for strangers: small posts only, and nothing of who is signed in."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from intake.decorators import public_form, too_many
from intake.forms import HoneypotMixin
from intake.limits import Verdict

FORM = "application/x-www-form-urlencoded"


@public_form
def tell(request):
    session = getattr(request, "session", None)
    return HttpResponse(f"{request.POST.get('a')} {request.user} {request.COOKIES} {session}")


def test_a_small_form_is_received_and_its_answer_is_never_stored():
    answer = tell(RequestFactory().post("/", "a=1", content_type=FORM))

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_the_view_sees_no_cookie_no_session_and_no_user():
    request = RequestFactory().post("/", "a=1", content_type=FORM)
    request.COOKIES["sessionid"] = "secret"
    request.user, request.session = "the director", "a session"

    assert tell(request).content == b"1 AnonymousUser {} None"


def test_only_posts_are_received():
    assert tell(RequestFactory().get("/")).status_code == 405


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", ""])
def test_other_kinds_of_body_are_refused_with_a_sentence(kind):
    answer = tell(RequestFactory().post("/", b"a=1", content_type=kind))

    assert answer.status_code == 415
    assert b"Send this form" in answer.content


def test_a_huge_form_is_refused_with_a_sentence():
    answer = tell(RequestFactory().post("/", "a=" + "x" * 70_000, content_type=FORM))

    assert answer.status_code == 413
    assert b"64 kB" in answer.content


def test_too_many_says_when_to_come_back():
    answer = too_many(HttpResponse("what was typed"), Verdict(False, 90, 12))

    assert (answer.status_code, answer["Retry-After"]) == (429, "90")
    assert answer.content == b"what was typed"


@pytest.mark.parametrize("filled", ["x", "x" * 60_000, "\x00"])
def test_a_filled_honeypot_is_noticed_without_an_error(filled):
    form = HoneypotMixin({"second_opinion": filled})

    assert form.is_valid()
    assert form.caught


@pytest.mark.parametrize("data", [{}, {"second_opinion": ""}, {"second_opinion": "  "}])
def test_an_empty_honeypot_is_a_person(data):
    assert not HoneypotMixin(data).caught
