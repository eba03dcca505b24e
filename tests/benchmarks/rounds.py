"""Rounds of load, ours and nginx's side by side, so that both suffer the same neighbors."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.benchmarks import load, pages, processes, readers
from tests.benchmarks.load import CONNECTIONS, Load
from tests.benchmarks.pages import PAST_THE_CACHE, Page, queries
from tests.benchmarks.report import Row
from tests.browser.server import RunningSite

CACHED, UNCACHED, NOT_MODIFIED = "cached", "uncached", "304"
_EXPECTED = {
    CACHED: {(200, "hit")},
    NOT_MODIFIED: {(304, "hit")},
    UNCACHED: {(200, "bypass"), (200, "")},  # without the header there is no cache to pass by
}
# Fresh connections land on any worker: so many in a row have seen each of them.
ENOUGH_TO_MEET_ALL = 16
TRIES = 5


@dataclass
class Series:
    """One page, asked for in one way, in every round."""

    page: Page
    way: str
    headers: dict[str, str]
    loads: list[Load] = field(default_factory=list)
    nginx_rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def row(self, site: RunningSite) -> Row:
        """Return the middle of all rounds."""
        ratios = [
            ours.rate / theirs for ours, theirs in zip(self.loads, self.nginx_rates, strict=False)
        ]
        return Row(
            page=self.page.name,
            way=self.way,
            rate=statistics.median(one.rate for one in self.loads),
            nginx_rate=statistics.median(self.nginx_rates) if self.nginx_rates else None,
            ratio=statistics.median(ratios) if ratios else None,
            cpu=statistics.median(self.cpu),
            p50=statistics.median(one.p50 for one in self.loads),
            p99=statistics.median(one.p99 for one in self.loads),
            queries=queries(self.page.path, **self.headers),
            kilobytes=len(self._on_the_wire(site)) / 1000,
            failures=sum(one.failures for one in self.loads),
        )

    def _on_the_wire(self, site: RunningSite) -> bytes:
        """Return what a current browser gets for the body, were it signed in or not."""
        headers = self.headers if self.way == NOT_MODIFIED else {"Accept-Encoding": "br"}
        return readers.ask(site.address(self.page.path), **headers).body


def series_of(site: RunningSite, measured: list[Page]) -> Iterator[Series]:
    """Yield every page in every way that there is: the cache's ways only if there is a cache."""
    for page in measured:
        first, second = (readers.ask(site.address(page.path)) for _ in range(2))
        if page.may_be_kept and second.from_cache:
            yield Series(page, CACHED, {})
            if page.name == "article":
                yield Series(page, NOT_MODIFIED, {"If-None-Match": first.headers["etag"]})
        yield Series(page, UNCACHED, PAST_THE_CACHE)


def warm_up(site: RunningSite, series: list[Series]) -> None:
    """Let every worker give every answer once, with no task under way that could drop it."""
    pages.wait_for_tasks()
    for one in series:
        load.ask(site.address(one.page.path), 1, **one.headers)
    for _ in range(TRIES):
        if not list(pretenders(site, series)):
            return


def one_round(
    site: RunningSite, neighbor: str | None, series: list[Series], seconds: float
) -> None:
    """Ask for everything once, nginx first for each page."""
    nginx_rate = 0.0
    asked_for = ""
    for one in series:
        if neighbor and one.page.name != asked_for:
            asked_for = one.page.name
            nginx_rate = load.ask(f"{neighbor}/{asked_for}.html", seconds).rate
        before = processes.cpu_seconds(site.pid)
        ours = load.ask(site.address(one.page.path), seconds, **one.headers)
        used = processes.cpu_seconds_when_idle(site.pid) - before
        one.loads.append(ours)
        # When time is up each connection has asked once more, and is answered to no one.
        one.cpu.append(1000 * used / (ours.requests + CONNECTIONS))
        if neighbor and one.way != NOT_MODIFIED:  # it was asked for whole pages
            one.nginx_rates.append(nginx_rate)


def pretenders(site: RunningSite, series: list[Series]) -> Iterator[str]:
    """Yield what was not asked for in the way that the table says."""
    for one in series:
        url = site.address(one.page.path)
        answers = [readers.ask(url, **one.headers) for _ in range(ENOUGH_TO_MEET_ALL)]
        told = {(answer.status, answer.from_cache) for answer in answers}
        if not told <= _EXPECTED[one.way]:
            yield f"{one.page.name}, {one.way}: was answered {sorted(told)}"
