"""The clinic's images and how media reaches readers."""

from django.apps import AppConfig


class ImagesConfig(AppConfig):
    """The clinic's images and how media reaches readers."""

    name = "images"

    def ready(self) -> None:
        """Make renditions when a page is published; drop what shows a deleted image."""
        from django.db.models.signals import pre_delete
        from wagtail.signals import page_published

        from .models import ClinicImage
        from .signals import drop_what_shows, make_images_when_published

        page_published.connect(make_images_when_published)
        pre_delete.connect(drop_what_shows, sender=ClinicImage, dispatch_uid="images.gone")
