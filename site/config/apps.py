"""The wiring: the only room that knows all the others."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    """The wiring: the only room that knows all the others."""

    name = "config"

    def ready(self) -> None:
        """Keep the groups as config.groups says; let Django check what config.checks looks at."""
        from config import checks  # noqa: F401
        from config.groups import establish_after_migrate, last_app
        from config.keeping import SignInsOfAPerson, TasksAboutAPerson
        from privacy.holders import register_holder

        register_holder(SignInsOfAPerson())
        register_holder(TasksAboutAPerson())
        post_migrate.connect(
            establish_after_migrate, sender=last_app(), dispatch_uid="config.groups"
        )
