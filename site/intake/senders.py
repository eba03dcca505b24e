"""Who sent something, as fingerprints that cannot be read back.

All are keyed with COMMENTS_KEY, not with SECRET_KEY: rotating that one must not make the site
forget whom it trusts.
"""

import hmac
from datetime import date
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def fingerprint(kind: str, value: str, key: str | None = None) -> str:
    """Return the HMAC of a value: equal values of a kind have equal fingerprints."""
    secret = (key or settings.COMMENTS_KEY).encode()
    return hmac.new(secret, f"{kind}\0{value}".encode(), "sha256").hexdigest()


def fingerprints(kind: str, value: str) -> list[str]:
    """Return the fingerprint under today's key and under each key it had before."""
    keys = [settings.COMMENTS_KEY, *settings.COMMENTS_KEY_FALLBACKS]
    return [fingerprint(kind, value, key) for key in keys]


def sender_key(request: HttpRequest, on: date | None = None) -> str:
    """Return the sender's fingerprint of one day: tomorrow's is another, unrelated one."""
    day = on or timezone.localdate()
    day_key = fingerprint("day", day.isoformat())
    return fingerprint("sender", _neighborhood(_remote_address(request)), day_key)


def _remote_address(request: HttpRequest) -> str:
    """Return the address that the nearest trusted proxy saw, or else the socket's."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies and hops[-proxies]:
        return hops[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def _neighborhood(address: str) -> str:
    """Return the network an address is in: a household or an office, never one device."""
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return str(ip_network(f"{known}/{24 if known.version == 4 else 56}", strict=False))
