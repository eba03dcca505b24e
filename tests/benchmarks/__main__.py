"""`make bench`: home, listing and article through `manage.py serve`, against nginx in one run."""

import os
import re
import statistics
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.testing")

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from tests import databases  # noqa: E402
from tests.benchmarks import load, nginx, processes  # noqa: E402
from tests.browser.server import RunningSite, running_site  # noqa: E402

SECONDS = int(os.environ.get("BENCH_SECONDS", "3"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
WORKERS = 2
PAGES = {
    "home": "/",
    "listing": "/blog/",
    "article": "/blog/migraine-vs-headache-ketamine/",
}
QUERY_BUDGET = 15
# What the article may weigh on the wire, in kilobytes.
BUDGETS = {"HTML": 13.0, "CSS": 7.0, "JS": 2.0}


@dataclass
class Measured:
    """All that was measured of one page."""

    rates: list[float] = field(default_factory=list)
    nginx_rates: list[float] = field(default_factory=list)
    cpu_milliseconds: list[float] = field(default_factory=list)
    failures: int = 0
    queries: int = 0

    @property
    def rate(self) -> float:
        """Our requests a second, in the middle round."""
        return statistics.median(self.rates)

    @property
    def ratio(self) -> float | None:
        """Our share of nginx's rate, each round compared with its own."""
        if not self.nginx_rates:
            return None
        pairs = zip(self.rates, self.nginx_rates, strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)


def main() -> int:
    """Measure and print one table; say what could not be measured."""
    for missing in _missing():
        print(f"Missing: {missing}")
    setup_test_environment()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crane-bench-")))
        site = stack.enter_context(running_site(folder / "site", workers=WORKERS))
        gzipped = {name: fetched(site.address(path), "gzip") for name, path in PAGES.items()}
        neighbor = None
        if nginx.NGINX:
            neighbor = stack.enter_context(nginx.nginx_serving(gzipped, folder / "nginx"))
        measured = _measured(site, neighbor)
        memory = processes.proportional_megabytes(site.pid)
        weights = dict(_weights(site))
        for name, path in PAGES.items():
            measured[name].queries = _queries(site, path)
    _print(measured, memory, weights)
    return 1 if any(page.failures for page in measured.values()) else 0


def fetched(url: str, accepts: str) -> bytes:
    """Return an answer's bytes as they came over the wire."""
    question = urllib.request.Request(url, headers={"Accept-Encoding": accepts})
    with urllib.request.urlopen(question, timeout=30) as answer:
        return answer.read()


def _missing() -> Iterator[str]:
    if not nginx.NGINX:
        yield "nginx, so there is no ratio (Debian: nginx-light)."
    if not load.WRK:
        yield "wrk (Debian: wrk); a slower generator of our own takes its place."


def _measured(site: RunningSite, neighbor: str | None) -> dict[str, Measured]:
    measured = {name: Measured() for name in PAGES}
    for path in PAGES.values():
        load.ask(site.address(path), 1)  # every worker has seen every page once
    for _ in range(ROUNDS):
        for name, page in measured.items():
            before = processes.cpu_seconds(site.pid)
            ours = load.ask(site.address(PAGES[name]), SECONDS)
            used = processes.cpu_seconds(site.pid) - before
            page.rates.append(ours.rate)
            page.cpu_milliseconds.append(1000 * used / max(ours.requests, 1))
            page.failures += ours.failures
            if neighbor:
                page.nginx_rates.append(load.ask(f"{neighbor}/{name}.html", SECONDS).rate)
    return measured


def _queries(site: RunningSite, path: str) -> int:
    """Count the queries of a process that has shown the page before."""
    databases.use(site.database)
    client = Client(headers={"host": "localhost"})
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def _weights(site: RunningSite) -> Iterator[tuple[str, float]]:
    """Yield what the article's parts weigh, compressed as a current browser gets them."""
    url = site.address(PAGES["article"])
    html = fetched(url, "identity").decode()
    yield "HTML", len(fetched(url, "br")) / 1000
    for kind, pattern in (
        ("CSS", r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"'),
        ("JS", r'<script[^>]+src="([^"]+)"'),
    ):
        files = re.findall(pattern, html)
        yield kind, sum(len(fetched(site.address(file), "br")) for file in files) / 1000


def _print(measured: dict[str, Measured], memory: float, weights: dict[str, float]) -> None:
    one, five, fifteen = os.getloadavg()
    print(
        f"\n{WORKERS} server processes, {load.CONNECTIONS} connections, {ROUNDS} rounds of "
        f"{SECONDS} s, not cached; load of this machine {one:.1f} {five:.1f} {fifteen:.1f}\n"
    )
    columns = ("req/s", "nginx", "ratio", "CPU ms", "queries", "failed")
    print(f"{'page':<10}" + "".join(f"{column:>9}" for column in columns))
    for name, page in measured.items():
        theirs = f"{statistics.median(page.nginx_rates):.0f}" if page.nginx_rates else "-"
        ratio = f"{page.ratio:.4f}" if page.ratio is not None else "-"
        cpu = statistics.median(page.cpu_milliseconds)
        print(
            f"{name:<10}{page.rate:>9.1f}{theirs:>9}{ratio:>9}{cpu:>9.2f}{page.queries:>9}"
            f"{page.failures:>9}"
        )
    print(f"\nqueries: at most {QUERY_BUDGET}; memory of all processes (PSS): {memory:.0f} MB")
    for kind, weight in weights.items():
        print(f"article's {kind:<5}{weight:>6.1f} kB of {BUDGETS[kind]:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
