"""What machines read about a page: plain values in, plain values out."""

from django.apps import AppConfig


class SeoConfig(AppConfig):
    """What machines read about a page: plain values in, plain values out."""

    name = "seo"
