"""Saying that something has changed: whatever shows it is dropped right after the commit."""

from collections.abc import Iterable

from delivery.models import Purge
from delivery.page_cache import front, journal


def purge(*tags: str, hard: bool = False) -> None:
    """Drop every stored response with one of these tags, in every process, after the commit.

    A hard purge is for what must not be seen again: unpublished, withdrawn, redacted, erased.
    After any other, an old copy may still stand in while a new one cannot be made.
    """
    if tags:
        Purge.objects.create(tags=_unique(tags), hard=hard)
        journal.ring_after_commit()
        front.purge_after_commit(tags)


def _unique(tags: Iterable[str]) -> list[str]:
    return sorted(set(tags))
