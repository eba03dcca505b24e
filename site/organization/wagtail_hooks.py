"""Where the clinic's look meets Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def wear_our_colors() -> SafeString:
    """Show the editors' side in the clinic's colors."""
    return format_html('<link rel="stylesheet" href="{}">', static("organization/admin.css"))


@hooks.register("construct_help_menu")
def tell_only_administrators_of_releases(request: HttpRequest, items: list[Any]) -> None:
    """Keep Wagtail's release notes, and the number that asks to read them, from everybody else."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if not item.name.startswith("whats-new-in-wagtail")]
