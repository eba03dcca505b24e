"""What is true of the whole clinic: its facts, its announcement, its search settings."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """What is true of the whole clinic: its facts, its announcement, its search settings."""

    name = "organization"

    def ready(self) -> None:
        """Let the clinic introduce itself on every page, with its pictures as they are."""
        from images.models import image_changed
        from organization.identity import identity_nodes
        from organization.signals import forget_settings_with
        from seo.graph import register_site_nodes

        register_site_nodes(identity_nodes)
        image_changed.connect(forget_settings_with, dispatch_uid="organization.image")
