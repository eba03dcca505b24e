"""The front door: home and standard pages, and the starter site."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The front door: home and standard pages, and the starter site."""

    name = "home"
