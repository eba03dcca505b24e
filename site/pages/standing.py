"""What stands on every page: remembered by each process, changed only when it really is another.

Rooms above add what they put on every page, in their `AppConfig.ready()`.
"""

from collections.abc import Callable
from typing import Any

from delivery.memory import settle

_contents: dict[str, Callable[[], Any]] = {}


def register(topic: str, gather: Callable[[], Any]) -> None:
    """Keep a topic of memory in step with the tree. `gather` returns it as plain values."""
    _contents[topic] = gather


def settle_all() -> None:
    """Let every process forget what no longer is what it was; keep the rest."""
    for topic, gather in _contents.items():
        settle(topic, gather)
