"""Asking one address over and over for a while, and counting the answers."""

import re
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 8
ACCEPTS = "gzip"
WRK = shutil.which("wrk")


@dataclass(frozen=True)
class Load:
    """What came of it."""

    requests: int
    seconds: float
    failures: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def ask(url: str, seconds: int) -> Load:
    """Ask for so many seconds, over several connections that are kept."""
    return _with_wrk(url, seconds) if WRK else _with_threads(url, seconds)


def _with_wrk(url: str, seconds: int) -> Load:
    words = subprocess.run(
        [
            *(WRK, f"-c{CONNECTIONS}", "-t1", f"-d{seconds}s", "--timeout", "10s"),
            *("-H", f"Accept-Encoding: {ACCEPTS}", url),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 30,
    ).stdout
    done = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m)", words)
    unit = {"ms": 0.001, "s": 1.0, "m": 60.0}[done[3]]
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", words)
    broken = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", words
    )
    failures = int(refused[1]) if refused else 0
    failures += sum(map(int, broken.groups())) if broken else 0
    return Load(int(done[1]), float(done[2]) * unit, failures)


def _with_threads(url: str, seconds: int) -> Load:
    """Do what wrk does, with more effort of our own: ratios stay comparable, rates do not."""
    counts: list[tuple[int, int]] = []
    begun = time.monotonic()
    threads = [
        threading.Thread(target=lambda: counts.append(_keep_asking(url, begun + seconds)))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    requests, failures = (sum(column) for column in zip(*counts, strict=True))
    return Load(requests, time.monotonic() - begun, failures)


def _keep_asking(url: str, until: float) -> tuple[int, int]:
    address = urlsplit(url)
    question = (
        f"GET {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Accept-Encoding: {ACCEPTS}\r\n\r\n"
    ).encode()
    requests = failures = 0
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        answers = connection.makefile("rb")
        while time.monotonic() < until:
            connection.sendall(question)
            failures += b" 200 " not in answers.readline()
            length = 0
            while (line := answers.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            answers.read(length)
            requests += 1
    return requests, failures
