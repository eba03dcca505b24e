"""`make bench`: every page, cached and not, on both databases, against nginx in one run."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.testing")

from tests.benchmarks import load, nginx, postgresql, table  # noqa: E402
from tests.benchmarks.report import Report  # noqa: E402

SIZES = [200]
LARGE_SIZES = [200, 10_000, 100_000]
_DATABASE_SAYS = {"DATABASE_URL", "REDIS_URL"}
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def main() -> int:
    """Measure what is wanted, print one table; say what could not be measured, fail on faults."""
    wanted = _wanted()
    for missing in _missing(wanted.engine):
        print(f"Missing: {missing}")
    _describe(wanted)
    reports = []
    with ExitStack() as stack:
        for engine, url in _databases(wanted.engine, stack):
            for articles in wanted.articles or (LARGE_SIZES if wanted.large else SIZES):
                filling = engine == SQLITE and not reports  # once: it is the same for all
                reports.append(_measured(url, articles, wanted, full_store=filling))
                print("\n" + "\n".join(table.lines(reports[-1])), flush=True)
    return 1 if not reports or any(map(failed, reports)) else 0


def failed(report: Report) -> bool:
    """Whether a report shows what must not be. How fast it is depends on the neighbors."""
    return bool(
        report.faults
        or any(row.failures for row in report.rows)
        or not all(finding.holds for finding in report.findings)
    )


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--large", action="store_true", help="200, 10,000 and 100,000 articles")
    parser.add_argument("--articles", type=int, nargs="+", help="so many; 0: the starter site")
    parser.add_argument("--engine", nargs="+", default=[SQLITE, POSTGRESQL])
    parser.add_argument("--seconds", type=int, default=2, help="of each load in each round")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _missing(engines: list[str]) -> Iterator[str]:
    if not nginx.NGINX:
        yield "nginx, so there is no ratio (Debian: nginx-light)."
    if not load.WRK:
        yield "wrk (Debian: wrk); a slower generator of our own takes its place."
    if POSTGRESQL in engines and (missing := postgresql.missing()):
        yield missing


def _describe(wanted: argparse.Namespace) -> None:
    one, five, fifteen = os.getloadavg()
    print(
        f"2 server processes on {os.cpu_count()} processors, {load.CONNECTIONS} connections, the "
        f"middle of {wanted.rounds} rounds of {wanted.seconds} s; load of this machine before: "
        f"{one:.1f} {five:.1f} {fifteen:.1f}",
        flush=True,
    )


def _databases(engines: list[str], stack: ExitStack) -> Iterator[tuple[str, str]]:
    if SQLITE in engines:
        yield SQLITE, ""
    if POSTGRESQL in engines and not postgresql.missing():
        yield POSTGRESQL, stack.enter_context(postgresql.postgresql())


def _measured(url: str, articles: int, wanted: argparse.Namespace, *, full_store: bool) -> Report:
    others = {name: value for name, value in os.environ.items() if name not in _DATABASE_SAYS}
    environment = others | ({"DATABASE_URL": url} if url else {})
    with tempfile.TemporaryDirectory(prefix="crane-report-") as folder:
        into = Path(folder) / "report.json"
        command = [sys.executable, "-m", "tests.benchmarks.one_site", f"--articles={articles}"]
        command += [f"--seconds={wanted.seconds}", f"--rounds={wanted.rounds}", f"--into={into}"]
        if full_store:
            command.append("--full-store")
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        return Report.from_json(into.read_text())


if __name__ == "__main__":
    sys.exit(main())
