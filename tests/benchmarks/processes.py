"""What a tree of processes has used so far."""

from collections.abc import Iterator

import psutil


def cpu_seconds(root: int) -> float:
    """Return the processor time of a process and all that it started and that still run."""
    return sum(times.user + times.system for times in (p.cpu_times() for p in _tree(root)))


def proportional_megabytes(root: int) -> float:
    """Return the memory of the tree, each shared page counted once among those who share it."""
    return sum(process.memory_full_info().pss for process in _tree(root)) / 2**20


def _tree(root: int) -> Iterator[psutil.Process]:
    parent = psutil.Process(root)
    yield parent
    yield from parent.children(recursive=True)
