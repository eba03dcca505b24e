"""The page cache, put together from the settings."""

from functools import lru_cache

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from delivery.page_cache.journal import Listener, Reader
from delivery.page_cache.layer import PageCache
from delivery.page_cache.question import Rules
from delivery.page_cache.store import Store
from delivery.page_cache.threads import Application, DjangoThreads

MEGABYTE = 2**20
# Requests in line for Django's threads: beyond, a 503 now is kinder than an answer too late.
MOST_QUEUED = 300


def in_front_of(application: Application) -> Application:
    """Return Django's application behind a page cache, if the settings want one."""
    if not settings.PAGE_CACHE_MEGABYTES:
        return application
    store = Store(settings.PAGE_CACHE_MEGABYTES * MEGABYTE // settings.WORKERS)
    return PageCache(
        django=DjangoThreads(application, settings.THREADS, MOST_QUEUED),
        rules=rules(),
        store=store,
        listener=Listener(Reader(store)),
        seconds=settings.PAGE_CACHE_SECONDS,
    )


def rules() -> Rules:
    """Return which requests may share an answer on this site."""
    return Rules(
        host_of=host_of,
        session_cookie=f"{settings.SESSION_COOKIE_NAME}=",
        never_below=tuple(settings.PAGE_CACHE_NEVER_BELOW),
        known_parameters=frozenset(settings.PAGE_CACHE_PARAMETERS),
        https_header=settings.SECURE_PROXY_SSL_HEADER,
    )


@lru_cache(maxsize=256)
def host_of(header: str) -> str | None:
    """Return the name in a Host header, without its port; None when it is not one of ours."""
    name, _ = split_domain_port(header)
    return name if name and validate_host(name, settings.ALLOWED_HOSTS) else None
