"""Keeps a few child processes alive, and ends them all together (plain Python, POSIX)."""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
HEALTHY_AFTER = 60.0
POLL_EVERY = 0.2
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
_FORKS = multiprocessing.get_context("fork")
# Looked up before any fork: after one, as little as possible may run.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclass
class Child:
    """Work that should always be under way, in a process and a process group of its own.

    The process is a fork: what the supervisor has loaded, its children share.
    """

    name: str
    work: Callable[[], object]
    delay: float = FIRST_DELAY
    started_at: float = 0.0
    restart_at: float | None = None
    process: BaseProcess | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the work."""
        self.restart_at = None
        self.started_at = time.monotonic()
        self.process = _FORKS.Process(target=_by_itself, args=(self.work,), name=self.name)
        self.process.start()

    @property
    def running(self) -> bool:
        """Whether the work's own process is alive."""
        return self.process is not None and self.process.is_alive()

    def plan_restart(self) -> float:
        """Decide when to start again: soon, later each time it dies young. Return the delay."""
        if time.monotonic() - self.started_at >= HEALTHY_AFTER:
            self.delay = FIRST_DELAY
        planned, self.delay = self.delay, min(self.delay * 2, LONGEST_DELAY)
        self.restart_at = time.monotonic() + planned
        return planned

    def ask_to_end(self) -> None:
        """Ask the work to finish what it is doing and end."""
        if self.running:
            assert self.process  # noqa: S101
            self.process.terminate()

    def end_now(self) -> None:
        """Kill whatever is left of the work and of what it started."""
        if self.process is None or self.process.pid is None:
            return
        with suppress(ProcessLookupError, PermissionError):  # nothing of the group is left
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()


def program(*command: str) -> Callable[[], object]:
    """Return work that is a program: the command in place of the process that is given it."""
    return lambda: os.execv(command[0], command)  # noqa: S606


class Supervisor:
    """Runs children until told to end.

    A child that dies is started again. SIGTERM, SIGINT or SIGHUP ends them all, in order; a second
    signal does not wait for work in hand.
    """

    def __init__(
        self, children: Sequence[Child], say: Callable[[str], object], patience: float = 10.0
    ) -> None:
        self.children = list(children)
        self.say = say
        self.patience = patience
        self.signals = 0

    def run(self, each_round: Callable[[], object] = lambda: None) -> None:
        """Start every child, watch over them, and return once all have ended."""
        for number in SIGNALS:
            signal.signal(number, self._hear)
        try:
            for child in self.children:
                child.start()
            while not self.signals:
                self._look_after_children()
                each_round()
                time.sleep(POLL_EVERY)
        finally:
            self._end()

    def _hear(self, number: int, frame: object) -> None:
        self.signals += 1

    def _look_after_children(self) -> None:
        for child in self.children:
            if child.running:
                continue
            if child.restart_at is None:
                code = child.process.exitcode if child.process else None
                child.end_now()  # what it started must not keep the port
                delay = child.plan_restart()
                self.say(
                    f"The {child.name} ended ({_reason(code)}); starting it again in {delay:g} s."
                )
            elif time.monotonic() >= child.restart_at:
                child.start()

    def _end(self) -> None:
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + self.patience
        while any(child.running for child in self.children):
            if time.monotonic() > deadline or self.signals > 1:
                break
            time.sleep(POLL_EVERY / 4)
        for child in self.children:
            child.end_now()


def _reason(code: int | None) -> str:
    if code is None:
        return "never started"
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit status {code}"


def _by_itself(work: Callable[[], object]) -> None:
    """Do the work as if it had been started alone."""
    os.setpgid(0, 0)
    if _PRCTL:  # the kernel ends this child when the supervisor is killed outright
        _PRCTL(PR_SET_PDEATHSIG, signal.SIGTERM)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    work()
