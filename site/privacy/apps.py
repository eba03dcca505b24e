"""What is kept about a person: found, handed out and erased by email address."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What is kept about a person: found, handed out and erased by email address."""

    name = "privacy"
