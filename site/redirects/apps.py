"""Redirects beyond Wagtail's: one hop, whole sections, what is gone, and the 404 log."""

from django.apps import AppConfig


class RedirectsConfig(AppConfig):
    """Redirects beyond Wagtail's: one hop, whole sections, what is gone, and the 404 log."""

    name = "redirects"

    def ready(self) -> None:
        """Keep every redirect straight, whoever makes it; whoever may keep those keeps ours."""
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.permission_policies import ModelPermissionPolicy
        from wagtail.permissions import register_permission_policy

        from redirects import signals
        from redirects.models import GoneAddress, MissingAddress, SectionRedirect

        for model in (GoneAddress, SectionRedirect, MissingAddress):
            register_permission_policy(model, ModelPermissionPolicy(Redirect))
        signals.connect()
