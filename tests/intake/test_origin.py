"""A form is taken from our own pages only."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from intake.origin import Origin, check_origin

OURS = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "http://testserver"},
    {"Referer": "http://testserver/blog/an-article/"},
]
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "null"},
    {"Origin": "https://testserver"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "https://evil.example", "Referer": "http://testserver/"},
    {"Referer": "https://evil.example/http://testserver/"},
    {"Referer": "not an address"},
]


def post(headers: dict[str, str]):
    return RequestFactory().post("/", headers=headers)


@pytest.mark.parametrize("headers", OURS)
def test_a_form_from_our_own_page_is_ours(headers):
    assert check_origin(post(headers)) is Origin.OURS


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_from_another_sites_page_is_refused(headers):
    with pytest.raises(PermissionDenied):
        check_origin(post(headers))


def test_a_client_that_says_nothing_is_unknown():
    assert check_origin(post({})) is Origin.UNKNOWN


def test_the_public_address_is_ours_behind_a_proxy_that_asks_for_another(settings):
    settings.SITE_URL = "https://www.example.org"

    assert check_origin(post({"Origin": "https://www.example.org"})) is Origin.OURS
