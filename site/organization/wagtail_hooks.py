"""Where the clinic's look meets Wagtail's admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def wear_our_colors() -> SafeString:
    """Show the editors' side in the clinic's colors."""
    return format_html('<link rel="stylesheet" href="{}">', static("organization/admin.css"))
