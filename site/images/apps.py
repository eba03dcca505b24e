"""The clinic's images and how media reaches readers."""

from django.apps import AppConfig


class ImagesConfig(AppConfig):
    """The clinic's images and how media reaches readers."""

    name = "images"

    def ready(self) -> None:
        """Make renditions when a page is published."""
        from wagtail.signals import page_published

        from .signals import make_images_when_published

        page_published.connect(make_images_when_published)
