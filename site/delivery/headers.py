"""What every answer tells browsers they may do with it."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

UNSAFE_INLINE = "'unsafe-inline'"

# Nothing on our pages asks for any of these; nothing that might slip in shall either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)

# Wagtail's choosers, date fields and rich-text editor write inline scripts and styles. No nonce:
# it would cancel 'unsafe-inline'.
ADMIN_POLICY: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}


class ResponsePolicyMiddleware:
    """Gives the admin its own policy, lets only the editor frame pages, closes what is unused.

    It comes after CSPMiddleware in the list: that one writes what this one decides.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Decide on the way out."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if getattr(request, "is_preview", False):
            self._let_the_editor_frame(response)
        elif request.path.startswith(self.admin):
            # Seen by CSPMiddleware, which leaves a preview's own policy alone.
            response._csp_config = ADMIN_POLICY  # type: ignore[attr-defined]
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response

    def _let_the_editor_frame(self, response: HttpResponseBase) -> None:
        response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
