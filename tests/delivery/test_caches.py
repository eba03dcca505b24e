"""A cache that may be gone."""

import contextlib
import shutil
import socket
import subprocess
import time

import pytest
from django.core.cache import caches

from delivery import caches as delivery_caches
from tests.browser.server import free_port

REDIS = shutil.which("redis-server")
needs_redis = pytest.mark.skipif(not REDIS, reason="no redis-server found")


@pytest.fixture(autouse=True)
def awake():
    """Let no test find Redis left alone by another."""
    yield
    delivery_caches._left_alone_until.clear()


@pytest.fixture
def cache_at(settings):
    """Our cache on a Redis at some port."""

    def cache(port: int):
        settings.CACHES = {
            name: {
                "BACKEND": "delivery.caches.ForgivingRedisCache",
                "LOCATION": f"redis://127.0.0.1:{port}/0",
                "KEY_PREFIX": name,
            }
            for name in ("default", "renditions")
        }
        return caches["default"]

    return cache


@pytest.fixture
def redis():
    """A Redis of our own: its port, and a way to stop it."""
    port = free_port()
    process = subprocess.Popen(
        [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )

    def stop():
        process.kill()
        process.wait()

    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
            break
        except OSError:
            time.sleep(0.05)
    yield port, stop
    stop()


def everything(cache) -> list:
    """Ask a cache for each thing it can do."""
    with pytest.raises(ValueError, match="not found"):
        cache.incr("absent")
    cache.set("key", "value")
    cache.delete_many(["key"])
    cache.clear()
    return [
        cache.get("key", "default"),
        cache.add("key", "value"),
        cache.touch("key"),
        cache.delete("key"),
        cache.get_many(["key"]),
        cache.has_key("key"),
        cache.set_many({"key": "value"}),
        cache.get_or_set("key", lambda: "made"),
    ]


MISSES = ["default", False, False, False, {}, False, ["key"], "made"]


def test_a_cache_that_is_gone_misses_everything(cache_at):
    assert everything(cache_at(free_port())) == MISSES


def test_a_cache_that_hangs_costs_one_timeout_however_often_it_is_asked(cache_at):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cache = cache_at(silent.getsockname()[1])

        for n in range(20):
            cache.get(f"key-{n}")
            caches["renditions"].get(f"key-{n}")

        assert callers_of(silent) == 1


def callers_of(server: socket.socket) -> int:
    """Count who knocked at a server that answers nobody."""
    server.setblocking(False)
    knocks = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            knocks += 1
    return knocks


@needs_redis
def test_while_redis_is_there_it_is_an_ordinary_cache(cache_at, redis):
    cache = cache_at(redis[0])
    cache.set("key", {"some": "value"})
    cache.set("count", 1)

    assert cache.get("key") == {"some": "value"}
    assert cache.incr("count") == 2
    assert cache.add("key", "other") is False
    assert cache.get_many(["key", "absent"]) == {"key": {"some": "value"}}


@needs_redis
def test_a_redis_that_comes_back_is_used_again(cache_at, redis, monkeypatch):
    cache = cache_at(free_port())
    cache.get("key")
    cache = cache_at(redis[0])
    monkeypatch.setattr(delivery_caches, "LEAVE_ALONE", 0)
    cache.set("key", "value")

    assert cache.get("key") == "value"


@needs_redis
@pytest.mark.django_db
def test_the_site_goes_on_when_redis_stops(cache_at, redis, client, site_home):
    port, stop = redis
    cache_at(port)
    assert client.get("/").status_code == 200

    stop()

    assert client.get("/").status_code == 200
    assert client.get("/admin/login/").status_code == 200
