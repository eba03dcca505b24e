"""Fingerprints of senders."""

from datetime import date

import pytest
from django.test import RequestFactory

from intake.senders import fingerprint, fingerprints, sender_key

TODAY = date(2026, 3, 1)


def from_address(address: str, **headers: str):
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("203.0.113.7", "203.0.113.200"),
        ("2001:db8:1:2::1", "2001:db8:1:20::9"),
        ("::ffff:203.0.113.7", "203.0.113.9"),
    ],
)
def test_devices_of_one_network_are_one_sender(one, other):
    assert sender_key(from_address(one), TODAY) == sender_key(from_address(other), TODAY)


def test_another_network_and_another_day_are_another_sender():
    key = sender_key(from_address("203.0.113.7"), TODAY)

    assert key != sender_key(from_address("203.0.114.7"), TODAY)
    assert key != sender_key(from_address("203.0.113.7"), date(2026, 3, 2))


@pytest.mark.parametrize("address", ["", "unix:", "not an address"])
def test_an_odd_address_still_has_a_key(address):
    assert sender_key(from_address(address), TODAY)


def test_a_forwarded_address_counts_only_behind_a_proxy_of_ours(settings):
    forged = from_address("10.0.0.1", **{"X-Forwarded-For": "198.51.100.1, 203.0.113.7"})
    direct = from_address("10.0.0.1")
    behind = from_address("203.0.113.7")

    assert sender_key(forged, TODAY) == sender_key(direct, TODAY)

    settings.TRUSTED_PROXIES = 1
    assert sender_key(forged, TODAY) == sender_key(behind, TODAY)


def test_an_old_key_is_still_recognized_after_rotation(settings):
    before = fingerprint("address", "ann@example.org")
    settings.COMMENTS_KEY_FALLBACKS = [settings.COMMENTS_KEY]
    settings.COMMENTS_KEY = "a new one"

    assert before in fingerprints("address", "ann@example.org")
    assert before != fingerprint("address", "ann@example.org")
