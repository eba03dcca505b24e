"""Authors and reviewers: a page each."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Authors and reviewers: a page each."""

    name = "people"
