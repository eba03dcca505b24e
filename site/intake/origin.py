"""Where a form was sent from: ours, unknown, or refused."""

from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


class Origin(Enum):
    """What a request's own headers say about the page its form stood on."""

    OURS = "ours"
    UNKNOWN = "unknown"


def check_origin(request: HttpRequest) -> Origin:
    """Return where the form stood.

    Raises PermissionDenied when a browser says that it was another site's page. A client that
    says nothing at all (a very old one, or a privacy proxy) is UNKNOWN: let it confirm first.
    """
    headers = request.headers
    if "Sec-Fetch-Site" in headers:
        return _ours_or_refused(headers["Sec-Fetch-Site"] == "same-origin")
    if "Origin" in headers:
        return _ours_or_refused(_authority(headers["Origin"]) in _our_authorities(request))
    if "Referer" in headers:
        host = urlsplit(headers["Referer"]).netloc.lower()
        return _ours_or_refused(host in {netloc for _, netloc in _our_authorities(request)})
    return Origin.UNKNOWN


def _ours_or_refused(ours: bool) -> Origin:
    if not ours:
        raise PermissionDenied("This form was sent from another site.")
    return Origin.OURS


def _our_authorities(request: HttpRequest) -> set[tuple[str, str]]:
    """Return SITE_URL's, and the one asked for, which ALLOWED_HOSTS has let through."""
    return {
        _authority(settings.SITE_URL),
        (request.scheme or "", request.get_host().lower()),
    }


def _authority(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme.lower(), parts.netloc.lower()
