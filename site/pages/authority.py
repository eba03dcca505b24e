"""SITE_URL is the authority for the site's address; Wagtail's Site record is made to agree."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from wagtail.models import Site

_PORTS = {"http": 80, "https": 443}


def agree_with_site_url() -> bool:
    """Make the default Site record say what SITE_URL says; return whether it did not before."""
    site = Site.objects.filter(is_default_site=True).first()
    address = urlsplit(settings.SITE_URL)
    host = address.hostname or "localhost"
    port = address.port or _PORTS[address.scheme]
    if site is None or (site.hostname, site.port) == (host, port):
        return False
    site.hostname, site.port = host, port
    site.save()
    return True


def agree_after_migrate(
    using: str = DEFAULT_DB_ALIAS, plan: Any = None, app_config: Any = None, **signal: object
) -> None:
    """Run once a migrate, when every table is there."""
    last = app_config is not None and app_config.label == "wagtailadmin"
    if last and using == DEFAULT_DB_ALIAS:
        agree_with_site_url()
