"""Measures one site in a process of its own, since a process knows one kind of database."""

import argparse
import logging
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.testing")

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests import databases  # noqa: E402
from tests.benchmarks import (  # noqa: E402
    findings,
    moderation,
    nginx,
    pages,
    processes,
    readers,
    rounds,
)
from tests.benchmarks.report import Finding, Report  # noqa: E402
from tests.browser.server import RunningSite, running_site  # noqa: E402

WORKERS = 2
COMMENTS_AN_ARTICLE = 10


def main() -> int:
    """Measure, and write the report where the one who started us reads it."""
    wanted = _wanted()
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    setup_test_environment()
    first: tuple[str, ...] = ()
    if wanted.articles:
        comments = wanted.articles * COMMENTS_AN_ARTICLE
        first = ("generate_content", f"--articles={wanted.articles}", f"--comments={comments}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crane-bench-")))
        _say(f"{connection.vendor}, {wanted.articles} made-up articles: the site is being made")
        site = stack.enter_context(running_site(folder / "site", workers=WORKERS, first=first))
        databases.use(site.database)
        report = Report(connection.vendor, pages.article_count())
        report.findings += findings.memory("just started", site)
        with processes.Neighbors() as neighbors:
            _measure_pages(report, site, folder, wanted, stack)
        report.others_share = neighbors.share
        report.findings += findings.memory("after this load", site)
        report.findings += findings.weights(site)
        report.findings += findings.sitemap(site)
        report.findings += findings.whole_article()
        report.findings += findings.scoring()
        report.findings += findings.ruling()
        report.findings += findings.spam_filter()
        _say("the moderators' list")
        report.findings += moderation.moderation_list()
        if readers.ask(site.address("/")).from_cache:
            _measure_cache(report, site)
        else:
            _say("no X-Cache header: there is no page cache")
    if wanted.full_store and any(row.way == rounds.CACHED for row in report.rows):
        with tempfile.TemporaryDirectory(prefix="crane-bench-") as name:
            _say("a store being filled")
            report.findings += findings.full_store(Path(name), WORKERS)
    wanted.into.write_text(report.to_json())
    return 0


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int)
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--full-store", action="store_true")
    parser.add_argument("--into", type=Path)
    return parser.parse_args()


def _measure_pages(
    report: Report,
    site: RunningSite,
    folder: Path,
    wanted: argparse.Namespace,
    stack: ExitStack,
) -> None:
    measured = pages.measured_pages()
    neighbor = None
    if nginx.NGINX:
        packed = {page.name: readers.ask(site.address(page.path)).body for page in measured}
        neighbor = stack.enter_context(nginx.nginx_serving(packed, folder / "nginx"))
    series = list(rounds.series_of(site, measured))
    rounds.warm_up(site, series)
    report.faults += rounds.pretenders(site, series)
    for number in range(wanted.rounds):
        _say(f"round {number + 1} of {wanted.rounds}")
        rounds.one_round(site, neighbor, series, wanted.seconds)
    report.faults += rounds.pretenders(site, series)
    report.rows += [one.row(site) for one in series]
    report.findings += [
        Finding(f"{row.page}: queries uncached", row.queries, "", pages.MOST_QUERIES.get(row.page))
        for row in report.rows
        if row.way == rounds.UNCACHED and row.page in pages.MOST_QUERIES
    ]


def _measure_cache(report: Report, site: RunningSite) -> None:
    _say("a crowd at a cold page")
    report.findings += findings.crowd_at_a_cold_page(site, WORKERS)
    _say("something is published")
    report.findings += findings.change(site)
    _say("a worker dies")
    report.findings += findings.death_of_a_worker(site)


def _say(sentence: str) -> None:
    print(f"… {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
