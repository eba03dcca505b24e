"""Several server processes, on one machine and on two: what one changes, all show at once."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import requests
from django.conf import settings as django_settings

from delivery.page_cache import journal
from delivery.page_cache.journal import Listener
from tests import databases
from tests.browser.server import RunningSite, free_port, running_site, serving, site_environment
from tests.delivery.page_cache.test_journal import Scripted

pytestmark = pytest.mark.xdist_group("workers")

ARTICLE = "/blog/migraine-vs-headache-ketamine/"
ELSEWHERE = "/privacy/"
# Enough for each of two processes to be asked several times.
OFTEN = 16


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[RunningSite]:
    """The starter site with two server processes."""
    before = str(django_settings.DATABASES["default"]["NAME"])
    with django_db_blocker.unblock():
        with running_site(tmp_path_factory.mktemp("site"), workers=2) as running:
            databases.use(before)
            yield running
        databases.use(before)


@pytest.fixture(scope="module")
def second_machine(site, tmp_path_factory) -> Iterator[str]:
    """The address of another machine's processes: the same database, no file in common."""
    folder: Path = tmp_path_factory.mktemp("second")
    shutil.copytree(site.folder / "static", folder / "static")
    port = free_port()
    environment = site_environment(folder, port, site.environment["DATABASE_URL"])
    environment["SITE_URL"] = site.url
    environment["MEDIA_ROOT"] = site.environment["MEDIA_ROOT"]
    with serving(environment, workers=1):
        yield f"http://localhost:{port}"


def answers(url: str, often: int = OFTEN) -> list[requests.Response]:
    """Ask so often, each time over a new connection, which may reach another process."""
    return [requests.get(url, timeout=30) for _ in range(often)]


def warm(*urls: str) -> None:
    """Ask until every process has it."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if all(answer.headers["X-Cache"] == "hit" for url in urls for answer in answers(url)):
            return
    raise AssertionError("it is not kept")


def publish(site: RunningSite, introduction: str) -> None:
    """Publish a change of the article, in a process of its own."""
    site.manage(
        "shell",
        "--verbosity=0",
        "-c",
        "from blog.models import ArticlePage\n"
        f"article = ArticlePage.objects.get(slug={ARTICLE.split('/')[2]!r})\n"
        f"article.introduction = {introduction!r}\n"
        "article.save_revision().publish()",
    )


def test_a_change_is_seen_in_every_process_at_once_and_the_rest_is_kept(site):
    warm(site.address(ARTICLE), site.address(ELSEWHERE))

    publish(site, "What changed is seen by all.")

    assert all(
        "What changed is seen by all." in answer.text for answer in answers(site.address(ARTICLE))
    )
    assert {answer.headers["X-Cache"] for answer in answers(site.address(ELSEWHERE))} == {"hit"}


def test_what_is_unpublished_is_gone_from_every_process_at_once(site):
    path = "/comment-policy/"
    warm(site.address(path))

    site.manage(
        "shell",
        "--verbosity=0",
        "-c",
        "from pages.models import SitePage\n"
        "SitePage.objects.get(slug='comment-policy').specific.unpublish()",
    )

    assert {answer.status_code for answer in answers(site.address(path))} == {404}


def test_another_machine_shows_the_change_within_a_second(site, second_machine):
    warm(f"{second_machine}{ARTICLE}")

    publish(site, "Seen on the other machine, too.")
    published = time.monotonic()

    while (
        "Seen on the other machine, too."
        not in requests.get(f"{second_machine}{ARTICLE}", timeout=5).text
    ):
        assert time.monotonic() - published < 1
        time.sleep(0.02)


@pytest.fixture
def redis_url(settings, tmp_path) -> Iterator[str]:
    """A Redis of our own, on this machine only."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server found")
    port = free_port()
    process = subprocess.Popen(
        [
            program,
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(tmp_path),
        ],
        stdout=subprocess.DEVNULL,
    )
    settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
    try:
        _wait_for(port)
        yield settings.REDIS_URL
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("Redis does not start")


def test_with_redis_another_machine_hears_at_once(
    redis_url, store, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr(journal, "POLL", 60)
    settings.VAR = tmp_path / "there"
    reader = Scripted(store)
    listener = Listener(reader)
    listener.catch_up()
    _until(lambda: redis.Redis.from_url(redis_url).pubsub_numsub(journal.CHANNEL)[0][1] == 1)
    read = reader.rounds

    settings.VAR = tmp_path / "here"
    journal.ring()

    _until(lambda: reader.rounds > read)


def test_without_the_redis_it_should_have_a_bell_is_said_and_breaks_nothing(
    settings, tmp_path, caplog
):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    settings.VAR = tmp_path

    journal.ring()

    assert "Redis does not carry" in caplog.text
    assert journal.bell_file().exists()


def _until(condition) -> None:
    deadline = time.monotonic() + 1
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
