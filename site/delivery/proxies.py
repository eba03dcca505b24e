"""Whose request it is when proxies of ours stand in front."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase

HOUSEHOLD = 64  # bits of an IPv6 address that a household has to itself


class ClientAddressMiddleware:
    """Sets REMOTE_ADDR to the address that the outermost of TRUSTED_PROXIES saw.

    Only what our own proxies added to X-Forwarded-For is believed: they add at the end.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.TRUSTED_PROXIES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.proxies = settings.TRUSTED_PROXIES

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Believe our proxies, if they say something that can be an address."""
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= self.proxies and _is_address(hops[-self.proxies]):
            request.META["REMOTE_ADDR"] = hops[-self.proxies]
        return self.get_response(request)


def sender_network(request: HttpRequest) -> str | None:
    """Return the address to count attempts by: one IPv4 address, or one IPv6 household."""
    address = request.META.get("REMOTE_ADDR", "")
    if not _is_address(address):
        return None
    if ip_address(address).version == 4:
        return address
    return str(ip_network(f"{address}/{HOUSEHOLD}", strict=False).network_address)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
