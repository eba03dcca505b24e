"""Redis as a cache that may be gone: then everything is a miss, quickly."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

TIMEOUT = 0.25
# After an error nobody asks Redis for so long, or each question of a page would cost a timeout.
LEAVE_ALONE = 5.0
# Shared by every cache and thread that asks the same server.
_left_alone_until: dict[str, float] = {}


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, except that an error is a miss, and is said once in a while."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_timeout", TIMEOUT)
        options.setdefault("socket_connect_timeout", TIMEOUT)
        options.setdefault("retry", Retry(NoBackoff(), 0))
        super().__init__(server, params)
        self._server = server

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Say that the key was not added when nobody can know."""
        return self._ask(super().add, False, *args, **kwargs)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the default when nobody can know."""
        return self._ask(super().get, default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Set it, if possible."""
        self._ask(super().set, None, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        """Say that the key does not exist when nobody can know."""
        return self._ask(super().touch, False, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Say that nothing was deleted when nobody can know."""
        return self._ask(super().delete, False, *args, **kwargs)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """Return nothing when nobody can know."""
        return self._ask(super().get_many, {}, keys, version=version)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """Say that the key does not exist when nobody can know."""
        return self._ask(super().has_key, False, *args, **kwargs)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raise ValueError, as for a key that does not exist, when nobody can know."""
        count = self._ask(super().incr, None, key, delta, version)
        if count is None:
            raise ValueError(f"Key {key!r} not found")
        return count

    def set_many(self, data: dict[str, Any], *args: Any, **kwargs: Any) -> list[str]:
        """Name every key as not set when nobody can know."""
        return self._ask(super().set_many, list(data), data, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        """Delete them, if possible."""
        self._ask(super().delete_many, None, *args, **kwargs)

    def clear(self) -> None:
        """Clear it, if possible."""
        self._ask(super().clear, None)

    def _ask(self, question: Callable[..., Any], otherwise: Any, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < _left_alone_until.get(self._server, 0.0):
            return otherwise
        try:
            return question(*args, **kwargs)
        except (RedisError, OSError) as problem:
            _left_alone_until[self._server] = time.monotonic() + LEAVE_ALONE
            logger.warning("Redis does not answer; working without for now: %s", problem)
            return otherwise
