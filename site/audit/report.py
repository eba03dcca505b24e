"""What the audit found, for people and for machines, as it goes along."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Protocol

from audit.walk import OnPage
from seo.findings import Level

# Raised when what machines read changes its shape; more fields may come without.
JSON_FORMAT = 1

Write = Callable[[str], None]


class Report(Protocol):
    """Takes what was found page by page, and then the end."""

    def add(self, found: OnPage) -> None:
        """Report what was found on one page."""
        ...

    def end(self, pages: int, is_complete: bool) -> None:
        """Report that this was all."""
        ...


class Tally:
    """How many findings of each level there were."""

    def __init__(self) -> None:
        self.counts: Counter[Level] = Counter()

    def add(self, found: OnPage) -> None:
        """Count what was found on one page."""
        self.counts.update(finding.level for finding in found.findings)

    def at_or_above(self, level: Level) -> int:
        """Return how many findings weigh as much as a level, or more."""
        return sum(count for each, count in self.counts.items() if each.weight >= level.weight)


class TextReport:
    """A heading for each page that has something to say, and a line for each finding."""

    def __init__(self, write: Write, tally: Tally, with_good: bool = False) -> None:
        self.write = write
        self.tally = tally
        self.with_good = with_good

    def add(self, found: OnPage) -> None:
        """Write what was found on one page, the worst first."""
        told = [each for each in found.findings if self.with_good or each.level != Level.GOOD]
        if not told:
            return
        self.write(f"\n{found.address}")
        for finding in sorted(told, key=lambda each: -each.level.weight):
            # A page of ours is named on the line above.
            is_elsewhere = finding.place and finding.place not in found.address
            place = f" [{finding.place}]" if is_elsewhere else ""
            self.write(f"  {finding.level:8} {finding.code}: {finding.message}{place}")

    def end(self, pages: int, is_complete: bool) -> None:
        """Write the sum."""
        counts = self.tally.counts
        part = "" if is_complete else " There are more pages: --limit has left them out."
        self.write(
            f"\n{pages} page{'' if pages == 1 else 's'}: {counts[Level.PROBLEM]} "
            f"problem{'' if counts[Level.PROBLEM] == 1 else 's'}, {counts[Level.IMPROVE]} to "
            f"improve, {counts[Level.GOOD]} good.{part}"
        )


class JsonReport:
    """One JSON document, written as it goes along."""

    def __init__(self, write: Write, tally: Tally, site: str) -> None:
        self.write = write
        self.tally = tally
        self.separator = ""
        self.write(f'{{"format": {JSON_FORMAT}, "site": {json.dumps(site)}, "findings": [')

    def add(self, found: OnPage) -> None:
        """Write a line for each finding."""
        for finding in found.findings:
            row = {"page": found.address, **asdict(finding)}
            self.write(f"{self.separator}{json.dumps(row)}")
            self.separator = ", "

    def end(self, pages: int, is_complete: bool) -> None:
        """Close the list and write the sum."""
        counts = {level: self.tally.counts[level] for level in Level}
        rest = {"pages": pages, "is_complete": is_complete, "counts": counts}
        self.write(f"], {json.dumps(rest)[1:]}")
