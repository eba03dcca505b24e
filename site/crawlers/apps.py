"""What crawlers ask for by name: robots.txt, sitemaps, llms.txt, IndexNow, security.txt."""

from django.apps import AppConfig


class CrawlersConfig(AppConfig):
    """What crawlers ask for by name: robots.txt, sitemaps, llms.txt, IndexNow, security.txt."""

    name = "crawlers"

    def ready(self) -> None:
        """Hear which addresses have changed."""
        from crawlers.indexnow import hear
        from pages.announcing import addresses_changed

        addresses_changed.connect(hear, dispatch_uid="crawlers.indexnow")
