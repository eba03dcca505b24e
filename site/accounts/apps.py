"""The people who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The people who sign in."""

    name = "accounts"
