"""How bytes reach readers: static files, media, security headers, health checks."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """How bytes reach readers: static files, media, security headers, health checks."""

    name = "delivery"
