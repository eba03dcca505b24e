"""Where Wagtail's editor learns our vocabulary."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import AbstractPage

from content import reference_marks
from content.warnings import warn_about_citations


@hooks.register("register_rich_text_features")
def know_reference_marks(features):
    """Offer reference marks to the texts that ask for them."""
    reference_marks.register(features)


@hooks.register("register_icons")
def know_our_icons(icons):
    """Add the icons that Wagtail lacks."""
    return [*icons, "content/icons/reference.svg"]


@hooks.register("insert_global_admin_css")
def show_one_caption():
    """Hide the caption that Wagtail's table has besides ours."""
    return format_html('<link rel="stylesheet" href="{}">', static("content/comparison-table.css"))


@hooks.register("after_edit_page")
@hooks.register("after_publish_page")
def warn_after_saving(request: HttpRequest, page: AbstractPage) -> None:
    """Name the marks without a reference, and the references without a mark."""
    warn_about_citations(request, page)


@hooks.register("after_create_page")
def warn_after_creating(request: HttpRequest, page: AbstractPage) -> None:
    """Do so for a new page too; one published at once has been warned about already."""
    if not page.live:
        warn_about_citations(request, page)
