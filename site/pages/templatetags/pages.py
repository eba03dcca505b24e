"""What templates ask about the tree of pages."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from pages.links import urls_of
from pages.models import SitePage
from pages.navigation import Navigation, page_url_of_type
from pages.navigation import navigation as gather_navigation
from seo.nodes import Crumb

register = template.Library()


@register.simple_tag
def navigation() -> Navigation:
    """Return the links of the header and the footer."""
    return gather_navigation()


@register.simple_tag
def trail(page: SitePage) -> list[Crumb]:
    """Return the way from the home page to this page."""
    return page.trail()


@register.simple_tag
def address_of(page_id: int | None) -> str:
    """Return the path of a page; empty for none, and for one that nobody may read."""
    return urls_of([page_id]).get(page_id, "") if page_id else ""


@register.simple_tag
def first_page_url(label: str) -> str:
    """Return the path of the first published page of a type; empty when there is none."""
    return page_url_of_type(label)


@register.simple_tag(takes_context=True)
def staff_bar(context: Context) -> Any:
    """Show Wagtail's user bar to those who may be staff.

    Asking who somebody is makes an answer vary by cookie; so nobody is asked who brings no
    session cookie, and the pages of anonymous readers stay cacheable.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    previewed = getattr(request, "is_preview", False)
    if not previewed and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return wagtailuserbar(context)
