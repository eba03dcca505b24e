"""Where the blog meets Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from blog.dashboard import writing_panel


@hooks.register("construct_homepage_panels")
def lead_to_writing(request: HttpRequest, panels: list[Any]) -> None:
    """Begin an editor's first screen with the way to a new article."""
    if panel := writing_panel(request.user):
        panels.append(panel)
