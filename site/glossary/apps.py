"""Conditions, therapies and drugs: the terms that pages are about."""

from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    """Conditions, therapies and drugs: the terms that pages are about."""

    name = "glossary"

    def ready(self) -> None:
        """Let whatever names a term hear of its change."""
        from django.db.models.signals import post_delete, post_save

        from glossary.entries import tell_of_change
        from glossary.models import Term

        for signal in (post_save, post_delete):
            signal.connect(tell_of_change, sender=Term, dispatch_uid="glossary.term")
