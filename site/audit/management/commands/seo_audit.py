"""`manage.py seo_audit`: reads the site as a crawler does, and says what to mend."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.asking import Crawler
from audit.pages import Listed, UnknownPage, address_of, all_published, page_at, page_of
from audit.report import JsonReport, Report, Tally, TextReport
from audit.walk import Audit
from seo.findings import Level

WRONG_ARGUMENTS, FOUND_SOMETHING = 2, 1


class Command(BaseCommand):
    """Read the site as search engines do, without the network, and say what to mend."""

    help = (
        "Read the site as search engines do, without the network, and say what to mend. Ends "
        "with 0, with 1 when something was found, with 2 when told of a page that is not there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the pages, and how to report."""
        parser.add_argument(
            "pages", nargs="*", metavar="PAGE", help="An address, a path or an id. None: all."
        )
        parser.add_argument("--json", action="store_true", help="Report for machines.")
        parser.add_argument(
            "--fail-on",
            choices=[Level.PROBLEM.value, Level.IMPROVE.value],
            default=Level.PROBLEM.value,
            help="End with 1 from this level on (problem).",
        )
        parser.add_argument(
            "--limit",
            type=_at_least_one,
            help="Look at no more pages than this (what they link to is asked for besides).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk, report as it goes along, and end as CI wants to hear it."""
        crawler, tally = Crawler(), Tally()
        chosen = self._chosen(options["pages"], crawler)
        report: Report = (
            JsonReport(self.stdout.write, tally, crawler.site)
            if options["json"]
            else TextReport(self.stdout.write, tally, with_good=options["verbosity"] > 1)
        )
        with _progress() as progress:
            audit = Audit(crawler, options["limit"], progress.show)
            walk = audit.some_pages(chosen) if chosen else audit.whole_site(all_published())
            for found in walk:
                progress.clear()
                tally.add(found)
                report.add(found)
        report.end(audit.pages, audit.is_complete)
        if count := tally.at_or_above(Level(options["fail_on"])):
            raise CommandError(
                f"{count} {'finding asks' if count == 1 else 'findings ask'} to be mended.",
                returncode=FOUND_SOMETHING,
            )

    def _chosen(self, written: list[str], crawler: Crawler) -> list[tuple[str, Listed | None]]:
        try:
            return [_page(each, crawler) for each in written]
        except UnknownPage as problem:
            raise CommandError(str(problem), returncode=WRONG_ARGUMENTS) from None


class _Progress:
    """One line on a terminal that says where the walk is."""

    def __init__(self, is_live: bool) -> None:
        self.is_live = is_live
        self.count = 0

    def show(self, address: str) -> None:
        """Say which address is asked for."""
        self.count += 1
        if self.is_live:
            sys.stderr.write(f"\r\033[K{self.count}: {address[:100]}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Make room for what is reported."""
        if self.is_live:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


@contextmanager
def _progress() -> Iterator[_Progress]:
    progress = _Progress(sys.stderr.isatty())
    try:
        yield progress
    finally:
        progress.clear()


def _page(written: str, crawler: Crawler) -> tuple[str, Listed | None]:
    """Return the page that somebody has named. Raises UnknownPage."""
    if written.isdecimal():
        page = page_of(int(written))
        return page.address, page
    address = address_of(written)
    if known := page_at(address):
        return known.address, known
    found = crawler.follow(address)
    if found.hops:
        raise UnknownPage(f"{address} leads to {found.ends_at}: name that.")
    if found.answer.status < 500 and not found.answer.is_page:
        what = "is no page" if found.answer.status == 200 else "is not there"
        raise UnknownPage(f"{address} {what} (it answers {found.answer.status}).")
    return address, None


def _at_least_one(typed: str) -> int:
    if not typed.isdecimal() or not int(typed):
        raise ArgumentTypeError(f"{typed!r} is not a number from 1 on.")
    return int(typed)
