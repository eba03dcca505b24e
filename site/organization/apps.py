"""What is true of the whole clinic: its facts, its announcement, its search settings."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """What is true of the whole clinic: its facts, its announcement, its search settings."""

    name = "organization"

    def ready(self) -> None:
        """Let the clinic introduce itself on every page."""
        from organization.identity import identity_nodes
        from seo.graph import register_site_nodes

        register_site_nodes(identity_nodes)
