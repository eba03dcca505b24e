"""What a tree of processes uses, and what the rest of the machine does meanwhile."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

# A tree that uses less than this share of a processor for so many seconds has nothing to do.
IDLE_FOR, IDLE_SHARE = 0.2, 0.15
PATIENCE = 10.0


@dataclass(frozen=True)
class Memory:
    """Megabytes, each shared page counted once among those who share it (PSS)."""

    workers: list[float]
    tree: float


def cpu_seconds(root: int) -> float:
    """Return the processor time of a process and all that it started and that still run."""
    return sum(times.user + times.system for times in (p.cpu_times() for p in _tree(root)))


def cpu_seconds_when_idle(root: int) -> float:
    """Return the same once what was still under way is done, or after PATIENCE seconds."""
    deadline = time.monotonic() + PATIENCE
    now = cpu_seconds(root)
    while time.monotonic() < deadline:
        time.sleep(IDLE_FOR)
        before, now = now, cpu_seconds(root)
        if now - before < IDLE_FOR * IDLE_SHARE:
            break
    return now


def memory(root: int) -> Memory:
    """Return what the server's workers hold, and what the whole tree does."""
    return Memory(
        workers=[_megabytes(worker) for worker in workers(root)],
        tree=sum(_megabytes(process) for process in _tree(root)),
    )


def workers(root: int) -> list[psutil.Process]:
    """Return the processes that answer requests: the children of granian's own."""
    tree = list(_tree(root))
    servers = {process.pid for process in tree if process.cmdline()[0].startswith("granian")}
    return [process for process in tree if process.pid in servers and process.ppid() in servers]


class Neighbors:
    """How much of the machine's processor time went to others while the block ran.

    Others are all but this process and what it started: a PostgreSQL server is one of them.
    """

    share = 0.0

    def __enter__(self) -> "Neighbors":
        self._before = self._now()
        return self

    def __exit__(self, *exception: object) -> None:
        all_before, busy_before, ours_before = self._before
        everything, busy, ours = self._now()
        others = (busy - busy_before) - (ours - ours_before)
        self.share = max(others, 0.0) / (everything - all_before)

    def _now(self) -> tuple[float, float, float]:
        """Return the machine's time, its busy time, and what of that was ours."""
        machine = psutil.cpu_times()
        me = os.times()
        mine = me.user + me.system + me.children_user + me.children_system
        everything = sum(machine[:8])  # guests are counted in user time already
        idle = machine.idle + getattr(machine, "iowait", 0.0)
        living = sum(
            times.user + times.system
            for times in (child.cpu_times() for child in psutil.Process().children(recursive=True))
        )
        return everything, everything - idle, mine + living


def _tree(root: int) -> Iterator[psutil.Process]:
    parent = psutil.Process(root)
    for process in [parent, *parent.children(recursive=True)]:
        if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            yield process


def _megabytes(process: psutil.Process) -> float:
    return process.memory_full_info().pss / 2**20
