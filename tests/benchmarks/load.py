"""Asking one address over and over for a while: how many answers, how late, how many failures."""

import math
import re
import shutil
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 8
ACCEPTS = {"Accept-Encoding": "gzip"}
WRK = shutil.which("wrk")
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_FIRST_FAILURE = 400


@dataclass(frozen=True)
class Load:
    """What came of it. Latencies are in milliseconds."""

    requests: int
    seconds: float
    failures: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def ask(url: str, seconds: float, **headers: str) -> Load:
    """Ask for so many seconds, over several connections that are kept."""
    said = ACCEPTS | {name.replace("_", "-"): value for name, value in headers.items()}
    return _with_wrk(url, seconds, said) if WRK else _with_threads(url, seconds, said)


# --- wrk ------------------------------------------------------------------------------------


def _with_wrk(url: str, seconds: float, headers: Mapping[str, str]) -> Load:
    said = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    words = subprocess.run(
        [
            *(WRK, f"-c{CONNECTIONS}", "-t1", f"-d{max(round(seconds), 1)}s"),
            *("--timeout", "30s", "--latency", *said, url),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    ).stdout
    done = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m)", words)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", words)
    broken = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", words
    )
    failures = int(refused[1]) if refused else 0
    failures += sum(map(int, broken.groups())) if broken else 0
    failures += int(done[1]) == 0  # not one answer in time
    return Load(
        requests=int(done[1]),
        seconds=float(done[2]) * _MILLISECONDS[done[3]] / 1000,
        failures=failures,
        p50=_latency(words, 50),
        p99=_latency(words, 99),
    )


def _latency(words: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", words, re.MULTILINE)
    return float(found[1]) * _MILLISECONDS[found[2]] if found else math.nan


# --- without wrk ----------------------------------------------------------------------------


def _with_threads(url: str, seconds: float, headers: Mapping[str, str]) -> Load:
    """Do what wrk does, with more effort of our own: ratios stay comparable, rates do not."""
    latencies: list[float] = []
    failures: list[int] = []
    begun = time.monotonic()
    threads = [
        threading.Thread(
            target=lambda: failures.append(_keep_asking(url, begun + seconds, headers, latencies))
        )
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hundredths = statistics.quantiles(latencies, n=100, method="inclusive")
    elapsed = time.monotonic() - begun
    return Load(len(latencies), elapsed, sum(failures), hundredths[49], hundredths[98])


def _keep_asking(
    url: str, until: float, headers: Mapping[str, str], latencies: list[float]
) -> int:
    address = urlsplit(url)
    path = f"{address.path}?{address.query}" if address.query else address.path
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    question = f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n{lines}\r\n".encode()
    failures = 0
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        answers = connection.makefile("rb")
        while time.monotonic() < until:
            begun = time.perf_counter()
            connection.sendall(question)
            failures += int(answers.readline().split()[1]) >= _FIRST_FAILURE
            length = 0
            while (line := answers.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            answers.read(length)
            latencies.append(1000 * (time.perf_counter() - begun))
    return failures
