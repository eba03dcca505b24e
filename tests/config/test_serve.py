"""`manage.py serve`: one command that keeps the whole site running."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from tests import databases
from tests.browser.server import free_port, site_environment

PATIENCE = 240
# One site for all of these tests, so one worker for them.
pytestmark = pytest.mark.xdist_group("serve")


class Served:
    """A site that `manage.py serve` runs in an empty folder."""

    def __init__(self, folder: Path, database_url: str, *words: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "serve.log"
        self.environment = site_environment(folder, self.port, database_url)
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *words],
                cwd=settings.ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def healthy(self) -> bool:
        return answers(self.port)

    def children(self, command: str) -> list[psutil.Process]:
        """Return the processes that run a command, anywhere below the supervisor."""
        below = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in below if command in " ".join(command_line(child))]


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz/")
        return connection.getresponse().read() == b"ok\n"
    except OSError:
        return False
    finally:
        connection.close()


def page_of(port: int, path: str) -> str:
    with urlopen(f"http://localhost:{port}{path}") as answer:
        return answer.read().decode()


def command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def soon(happens: Callable[[], bool]) -> bool:
    """Wait for something, within reason."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def served(folder: Path, name: str) -> Iterator[Served]:
    with databases.another_database(name) as database:
        site = Served(folder, databases.address(database))
        try:
            assert soon(lambda: "The site is at" in site.log.read_text()), site.log.read_text()
            yield site
        finally:
            site.process.terminate()
            site.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Served]:
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("served"), "serve") as site:
        yield site


def test_server_worker_and_timer_all_run(site):
    assert site.healthy()
    assert site.children("granian")
    assert site.children("db_worker")
    assert site.children("manage.py timer")
    assert f"http://localhost:{site.port}/admin/" in site.log.read_text()


def test_the_processes_share_what_the_site_loads(site):
    everyone = psutil.Process(site.process.pid).children(recursive=True)

    memory = [process.memory_full_info() for process in everyone]

    assert len(memory) == 5  # server, its two workers, task worker, timer
    assert sum(each.uss for each in memory) < sum(each.rss for each in memory) / 2


def test_a_killed_server_process_is_replaced_and_the_site_stays_up(site):
    [master] = [p for p in site.children("granian") if p.ppid() == site.process.pid]
    victim = master.children()[-1]

    victim.kill()

    assert soon(lambda: len(master.children()) == 2 and victim not in master.children())
    assert soon(site.healthy)


def test_a_killed_server_is_started_again_and_none_of_its_processes_keeps_the_port(site):
    [master] = [p for p in site.children("granian") if p.ppid() == site.process.pid]
    workers = master.children()

    master.kill()

    assert soon(lambda: not any(worker.is_running() for worker in workers))
    assert soon(site.healthy)


@pytest.mark.parametrize("command", ["db_worker", "manage.py timer"])
def test_a_killed_worker_or_timer_is_started_again(site, command):
    [victim] = site.children(command)

    victim.kill()

    assert soon(lambda: [p for p in site.children(command) if p.pid != victim.pid])


def test_a_second_one_says_in_a_sentence_that_the_site_runs(site, settings):
    settings.VAR = site.folder

    with pytest.raises(CommandError) as refusal:
        call_command("serve", f"--port={free_port()}")

    assert str(refusal.value) == (
        f"The site already runs: http://localhost:{site.port}/, process {site.process.pid}. "
        "End it there first."
    )


@pytest.mark.parametrize("command", ["serve", "prepare"])
def test_one_from_another_folder_says_in_a_sentence_that_the_port_is_taken(
    site, settings, tmp_path, command
):
    settings.VAR = tmp_path

    with pytest.raises(CommandError) as refusal:
        call_command(command, f"--port={site.port}")

    assert str(refusal.value) == (
        f"Port {site.port} on 127.0.0.1 is taken by another program; "
        f"choose another one: PORT={site.port + 1}."
    )


def test_the_first_readers_of_a_site_that_prepared_itself_get_it_whole(
    tmp_path, django_db_blocker
):
    with django_db_blocker.unblock(), databases.starter_database(tmp_path) as database:
        site = Served(tmp_path, databases.address(database), "--prepare")
        try:
            assert soon(lambda: "The site is at" in site.log.read_text()), site.log.read_text()
            page = page_of(site.port, "/")
            [stylesheet] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
            assert "Static files: hashed and compressed." in site.log.read_text()
            assert "<h1" in page
            assert ".hero" in page_of(site.port, stylesheet)
        finally:
            site.process.terminate()
            site.process.wait(PATIENCE)


def test_what_keeps_it_from_being_prepared_is_said_in_a_sentence(site, tmp_path):
    refused = subprocess.run(
        [sys.executable, "manage.py", "serve", "--prepare"],
        cwd=settings.ROOT,
        env=site.environment | {"VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"CommandError: Port {site.port} on 127.0.0.1 is taken")
    assert "Traceback" not in refused.stderr


def test_ctrl_c_ends_it_all_with_no_orphan_and_a_free_port(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), served(tmp_path, "interrupted") as site:
        family = psutil.Process(site.process.pid).children(recursive=True)

        site.process.send_signal(signal.SIGINT)

        assert site.process.wait(PATIENCE) == 0
        assert not [process for process in family if process.is_running()]
        assert not site.healthy()
        assert site.log.read_text().endswith("Ctrl-C ends it.\nThe site has ended.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--port=99999"], "'99999' is not a port"),
        (["--port=web"], "'web' is not a port"),
    ],
)
def test_a_wrong_number_is_refused_in_words(words, said):
    with pytest.raises(CommandError, match=said):
        call_command("serve", *words)
