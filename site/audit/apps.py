"""The running site, read as a crawler reads it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The running site, read as a crawler reads it."""

    name = "audit"
