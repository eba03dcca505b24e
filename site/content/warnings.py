"""What an editor should know about a page's marks and references after saving it."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest
from wagtail.fields import StreamField
from wagtail.models import AbstractPage

from content.citations import findings


def warn_about_citations(request: HttpRequest, page: AbstractPage) -> None:
    """Show what is amiss as warnings; nothing while the editor saves by itself."""
    if not request.accepts("text/html"):
        return
    for finding in _findings(page):
        messages.warning(request, finding)


def _findings(page: AbstractPage) -> Iterator[str]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from findings(getattr(page, field.name).raw_data)
