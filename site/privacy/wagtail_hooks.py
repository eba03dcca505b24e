"""Where requests about personal data join Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from privacy.holders import may_answer
from privacy.views import PrivacyRequestView


@hooks.register("register_admin_urls")
def privacy_addresses() -> list[URLPattern]:
    """Add the screen."""
    return [path("privacy/", PrivacyRequestView.as_view(), name="privacy_requests")]


class PrivacyItem(MenuItem):
    """The screen, for those who may erase something."""

    def is_shown(self, request: Any) -> bool:
        """Show it to nobody else."""
        return may_answer(request.user)


@hooks.register("register_settings_menu_item")
def privacy_menu_item() -> MenuItem:
    """Add it to the settings."""
    return PrivacyItem(
        "Privacy requests",
        reverse("privacy_requests"),
        name="privacy-requests",
        icon_name="lock",
        order=900,
    )
