"""What crawlers ask for by name: robots.txt, sitemaps, security.txt."""

from django.apps import AppConfig


class CrawlersConfig(AppConfig):
    """What crawlers ask for by name: robots.txt, sitemaps, security.txt."""

    name = "crawlers"
