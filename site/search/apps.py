"""One view over everything published."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One view over everything published."""

    name = "search"
