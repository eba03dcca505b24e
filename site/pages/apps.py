"""SitePage, the one concrete parent of every page."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PagesConfig(AppConfig):
    """SitePage, the one concrete parent of every page."""

    name = "pages"

    def ready(self) -> None:
        """Listen for changes to the tree, and keep the Site record agreeing with SITE_URL."""
        from wagtail.signals import page_published

        from pages import navigation, signals  # noqa: F401 - it stands on every page
        from pages.authority import agree_after_migrate
        from pages.canonicals import look_when_published
        from pages.cards import connect_cards

        signals.connect()
        connect_cards()
        page_published.connect(look_when_published, dispatch_uid="pages.canonicals")
        post_migrate.connect(agree_after_migrate, dispatch_uid="pages.authority")
