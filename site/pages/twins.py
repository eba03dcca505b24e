"""The Markdown twin of a page: at its address with `.md`, and at its own for who wants Markdown.

What a page says there is the business of its type; whether it may be had is said here, once for
both ways and for the link in its head.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from delivery.negotiation import MARKDOWN, prefers_markdown
from organization.models import SearchAndSocial
from pages.navigation import page_url_of_type

if TYPE_CHECKING:
    from pages.models import SitePage

SUFFIX = ".md"


class Twinned:
    """Mixed into a page type, before SitePage and whatever lists others, that has a twin."""

    def as_markdown(self) -> str:
        """Return what the page says: the same for everybody who may read it."""
        raise NotImplementedError

    @property
    def markdown_address(self) -> str:
        """The whole address of the twin; empty for a page that has none now."""
        return f"{self.absolute_url.rstrip('/')}{SUFFIX}" if _may_be_had(self) else ""  # type: ignore[attr-defined,arg-type]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, or with its twin where that is wanted more."""
        if "page" in request.GET or not self.markdown_address:
            return super().serve(request, *args, **kwargs)  # type: ignore[misc]
        if prefers_markdown(request.headers.get("Accept", "")):
            return answer_with_twin(self)
        response = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        patch_vary_headers(response, ("Accept",))
        return response


def appointment_address() -> str:
    """Return where an appointment can be asked for; empty while there is no page for it."""
    path = page_url_of_type("clinic.AppointmentPage")
    return f"{settings.SITE_URL}{path}" if path else ""


def answer_with_twin(page: Any) -> HttpResponse:
    """Return the twin of a page, which must have one."""
    response = HttpResponse(page.as_markdown(), content_type=f"{MARKDOWN}; charset=utf-8")
    response["Link"] = f'<{page.absolute_url}>; rel="canonical"'
    response["X-Robots-Tag"] = _robots(page)
    response["Content-Location"] = page.markdown_address
    patch_vary_headers(response, ("Accept",))
    return response


def _may_be_had(page: "SitePage") -> bool:
    """Say whether machines are invited to a page, and may quote it: a twin can't limit that."""
    if not SearchAndSocial.current().offer_markdown or not page.is_published:
        return False
    may_be_quoted = not page.nosnippet and page.max_snippet != 0
    return may_be_quoted and page.is_indexable and page.canonical_address == page.absolute_url


def _robots(page: "SitePage") -> str:
    longest = f", max-snippet:{page.max_snippet}" if page.max_snippet else ""
    return f"noindex{longest}"
