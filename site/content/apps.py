"""The editors' vocabulary: blocks and rich text."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """The editors' vocabulary: blocks and rich text."""

    name = "content"
