"""How bytes reach readers: static files, media, security headers, health checks."""

from django.apps import AppConfig
from django.core.checks import register


class DeliveryConfig(AppConfig):
    """How bytes reach readers: static files, media, security headers, health checks."""

    name = "delivery"

    def ready(self) -> None:
        """Let Django say which pages cannot be kept."""
        from delivery.page_cache.checks import pages_are_kept

        register(pages_are_kept)
