"""Children that should always be running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from config import supervisor
from config.supervisor import Child, program

PROGRAM = """
import sys
from config.supervisor import Child, Supervisor, program
children = [
    Child(f"child {n}", program(sys.executable, "-c", p)) for n, p in enumerate(sys.argv[1:])
]
Supervisor(children, say=lambda words: print(words, flush=True), patience=1.5).run()
print("ended", flush=True)
"""
# Starts a child of its own, says who both are, and stays.
PARENT = (
    "import os, subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print('family', os.getpid(), child.pid, flush=True); time.sleep(60)"
)
STUBBORN = (
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('family', os.getpid(), os.getpid(), flush=True); time.sleep(60)"
)


@pytest.fixture
def start(request):
    """Supervise small programs in a process of its own."""

    def started(*programs: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *programs],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(settings.ROOT / "site")},
        )
        request.addfinalizer(process.kill)
        return process

    return started


def family(process: subprocess.Popen[str]) -> tuple[int, int]:
    """Return the next child and grandchild that say who they are."""
    for line in process.stdout:
        if line.startswith("family"):
            _, child, grandchild = line.split()
            return int(child), int(grandchild)
    raise AssertionError("no child said who it is")


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone_within(seconds: float, *pids: int) -> bool:
    """Whether the processes end in time."""
    deadline = time.monotonic() + seconds
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(alive(pid) for pid in pids)


def test_a_child_that_dies_is_started_again_and_leaves_nothing_behind(start):
    process = start(PARENT)
    child, grandchild = family(process)

    os.kill(child, signal.SIGKILL)

    assert "child 0 ended (killed by SIGKILL); starting it again" in process.stdout.readline()
    successor, _ = family(process)
    assert successor != child
    assert gone_within(2, grandchild)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_everything(start, number):
    process = start(PARENT, PARENT)
    everyone = [*family(process), *family(process)]

    process.send_signal(number)

    assert process.wait(5) == 0
    assert process.stdout.read().endswith("ended\n")
    assert gone_within(2, *everyone)


def test_a_child_that_does_not_want_to_end_is_ended(start):
    process = start(STUBBORN)
    child, _ = family(process)

    process.terminate()

    assert process.wait(5) == 0
    assert not alive(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a killed parent")
def test_children_end_even_when_the_supervisor_is_killed(start):
    process = start(PARENT)
    child, _ = family(process)

    process.kill()

    assert gone_within(3, child)


def test_a_child_that_dies_young_again_and_again_is_given_more_time_each_time():
    child = Child("child", program("/bin/false"), started_at=time.monotonic())

    delays = [child.plan_restart() for _ in range(9)]

    assert delays == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_child_that_lived_long_is_started_again_soon():
    child = Child("child", program("/bin/false"), delay=30, started_at=-supervisor.HEALTHY_AFTER)

    assert child.plan_restart() == supervisor.FIRST_DELAY
