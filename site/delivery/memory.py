"""What each process remembers between requests, and how it learns that it must forget.

Settings, navigation and the like are read on every page and change once a month. Each process
keeps them; one query a request tells it which of them are still good. A stamp is random, never
counted up: what was built inside a transaction that is rolled back carries a stamp nobody will
see again.
"""

import hashlib
import threading
import uuid
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.signals import request_finished, request_started
from django.db import transaction

from delivery.models import Generation
from delivery.page_cache.purging import purge
from delivery.page_cache.tags import shows, unseen

Value = TypeVar("Value")

_kept: dict[tuple[str, str], tuple[str, Any]] = {}
# Each request is answered in one thread from beginning to end.
_request = threading.local()


def remembered(
    topic: str, key: str, build: Callable[[], Value], tags: Iterable[str] | None = None
) -> Value:
    """Return what `build` made for this key, made again once the topic has changed.

    A response that shows it carries the topic as its tag, and nothing of what `build` reads.
    Give other `tags`, perhaps none, where whoever uses the value knows better what it shows.
    """
    shows(*((topic,) if tags is None else tags))
    stamp = _stamps().get(topic, "")
    known = _kept.get((topic, key))
    if known is not None and known[0] == stamp:
        return known[1]
    with unseen():
        value = build()
    _kept[topic, key] = (stamp, value)
    return value


def changed(topic: str) -> None:
    """Make every process forget this topic, and what shows it, once the transaction commits."""
    forget(topic)
    purge(topic)


def forget(topic: str) -> None:
    """Make every process build what it remembers of a topic again; drop no response for it."""
    _stamp(topic, uuid.uuid4().hex)


@transaction.atomic
def settle(topic: str, gather: Callable[[], Any]) -> bool:
    """Change a topic only if what it stands for is no longer what it was; return whether.

    `gather` returns that as plain values, from the database and not from memory. Half of the
    stamp tells what they are. The other half is random: content that comes back after a while
    must not bring back what a process built in between.
    """
    # Whoever else changes it ends first, so that neither overlooks the other.
    known = Generation.objects.select_for_update().filter(topic=topic).first()
    with unseen():
        content = hashlib.sha256(repr(gather()).encode()).hexdigest()[:16]
    if known is not None and known.stamp.startswith(content):
        return False
    _stamp(topic, content + uuid.uuid4().hex[:16])
    purge(topic)
    return True


def forget_everything() -> None:
    """Empty the memory of this process."""
    _kept.clear()
    _request.stamps = None


def _stamp(topic: str, stamp: str) -> None:
    Generation.objects.update_or_create(topic=topic, defaults={"stamp": stamp})
    _request.stamps = None


def _stamps() -> dict[str, str]:
    """Return the stamp of every topic: one query a request, one a call outside of requests."""
    known = getattr(_request, "stamps", None)
    if known is not None:
        return known
    stamps = dict(Generation.objects.values_list("topic", "stamp"))
    if getattr(_request, "under_way", False):
        _request.stamps = stamps
    return stamps


def _begin_request(**signal: object) -> None:
    _request.under_way, _request.stamps = True, None


def _end_request(**signal: object) -> None:
    _request.under_way, _request.stamps = False, None


request_started.connect(_begin_request, dispatch_uid="delivery.memory.begin")
request_finished.connect(_end_request, dispatch_uid="delivery.memory.end")
