"""Whose request it is."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from delivery.proxies import ClientAddressMiddleware, sender_network


@pytest.fixture
def seen(settings):
    """The address that the site sees behind some proxies, given what X-Forwarded-For says."""

    def address(proxies, forwarded):
        settings.TRUSTED_PROXIES = proxies
        request = RequestFactory().get(
            "/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded}
        )
        ClientAddressMiddleware(lambda request: HttpResponse())(request)
        return request.META["REMOTE_ADDR"]

    return address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (2, "203.0.113.9, 192.0.2.1, 10.0.0.9", "192.0.2.1"),
        (2, "192.0.2.1", "10.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "unknown", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_add_is_believed(seen, proxies, forwarded, address):
    assert seen(proxies, forwarded) == address


@pytest.mark.django_db
def test_without_proxies_nothing_forwarded_is_believed(client, settings, site_home):
    assert settings.TRUSTED_PROXIES == 0

    answer = client.get("/", headers={"x-forwarded-for": "192.0.2.1"})

    assert answer.wsgi_request.META["REMOTE_ADDR"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", None),
    ],
)
def test_attempts_are_counted_by_address_or_household(address, network):
    assert sender_network(RequestFactory().get("/", REMOTE_ADDR=address)) == network
