"""Keeps a few child processes alive, and ends them all together (plain Python, POSIX)."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
HEALTHY_AFTER = 60.0
POLL_EVERY = 0.2
PR_SET_PDEATHSIG = 1
# Looked up before any fork: after one, as little as possible may run.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclass
class Child:
    """One command that should always be running, in a process group of its own."""

    name: str
    command: Sequence[str]
    delay: float = FIRST_DELAY
    started_at: float = 0.0
    restart_at: float | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the command."""
        self.restart_at = None
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            self.command, stdin=subprocess.DEVNULL, process_group=0, preexec_fn=_end_with_parent
        )

    @property
    def running(self) -> bool:
        """Whether the command's own process is alive."""
        return self.process is not None and self.process.poll() is None

    def plan_restart(self) -> float:
        """Decide when to start again: soon, later each time it dies young. Return the delay."""
        if time.monotonic() - self.started_at >= HEALTHY_AFTER:
            self.delay = FIRST_DELAY
        planned, self.delay = self.delay, min(self.delay * 2, LONGEST_DELAY)
        self.restart_at = time.monotonic() + planned
        return planned

    def ask_to_end(self) -> None:
        """Ask the command to finish what it is doing and end."""
        if self.running:
            assert self.process  # noqa: S101
            self.process.terminate()

    def end_now(self) -> None:
        """Kill whatever is left of the command and of what it started."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):  # nothing of the group is left
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


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
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
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
                code = child.process.returncode if child.process else None
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


def _end_with_parent() -> None:
    """Have the kernel end this child when the supervisor is killed outright (Linux only)."""
    if _PRCTL:
        _PRCTL(PR_SET_PDEATHSIG, signal.SIGTERM)
