"""What strangers may send us: origins, one-time keys, limits, senders."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """What strangers may send us: origins, one-time keys, limits, senders."""

    name = "intake"
