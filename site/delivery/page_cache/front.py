"""A cache in front of us (Varnish, nginx, a CDN), told of the same changes.

Whether there is one says WAGTAILFRONTENDCACHE, which also says how to tell it. Which of its copies
show what changed is written down when they are made: all of our processes have to know. A line
stays until its answer is made anew: telling about a copy that is not there does no harm.
"""

import logging
import threading
from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from wagtail.contrib.frontend_cache.tasks import purge_urls_from_cache_task

from delivery.models import FrontCopy

logger = logging.getLogger(__name__)

# Changes that come so soon after one another are told together.
GATHER = 0.05
# Renaming a large section changes more things than one query can name.
AT_ONCE = 500
_waiting: set[str] = set()
_lock = threading.Lock()


def is_there() -> bool:
    """Whether a cache in front of us wants to be told."""
    return bool(getattr(settings, "WAGTAILFRONTENDCACHE", None))


def note(request: HttpRequest, tags: Iterable[str]) -> bool:
    """Write down what the answer to a request shows. Return whether a cache may keep it."""
    if not is_there():
        return False
    url = f"{settings.SITE_URL}{request.get_full_path()}"
    with transaction.atomic():
        FrontCopy.objects.filter(url=url).delete()
        copies = [FrontCopy(url=url, tag=tag) for tag in sorted(tags)]
        FrontCopy.objects.bulk_create(copies, ignore_conflicts=True)
    return True


def purge_after_commit(tags: Iterable[str]) -> None:
    """Tell the cache in front of us once the transaction commits, without holding anybody up."""
    if is_there():
        changed = set(tags)
        transaction.on_commit(lambda: _gather(changed))


def _gather(tags: set[str]) -> None:
    with _lock:
        begun = bool(_waiting)
        _waiting.update(tags)
    if not begun:
        # No daemon: a command that ends at once still tells it.
        threading.Timer(GATHER, _tell).start()


def _tell() -> None:
    with _lock:
        tags = sorted(_waiting)
        _waiting.clear()
    try:
        urls: set[str] = set()
        for first in range(0, len(tags), AT_ONCE):
            copies = FrontCopy.objects.filter(tag__in=tags[first : first + AT_ONCE])
            urls.update(copies.values_list("url", flat=True))
        if urls:
            purge_urls_from_cache_task.func(sorted(urls))
    except Exception:
        logger.exception("The cache in front could not be told of changes")
    finally:
        connection.close()
