"""The one table, and what stands below it."""

from collections.abc import Iterator

from tests.benchmarks.report import Finding, Report, Row

COLUMNS = (
    ("page", 9),
    ("way", 10),
    ("req/s", 9),
    ("nginx", 8),
    ("ratio", 8),
    ("CPU ms", 8),
    ("p50 ms", 9),
    ("p99 ms", 9),
    ("queries", 9),
    ("kB", 7),
    ("failed", 8),
)
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
WORDS = 2  # the first columns hold words, the others numbers


def lines(report: Report) -> Iterator[str]:
    """Yield the report as a person reads it."""
    yield f"{ENGINES[report.engine]}, {report.articles:,} articles"
    yield _line(*(name for name, _ in COLUMNS))
    yield from map(_row, report.rows)
    yield ""
    yield from map(_finding, report.findings)
    yield f"  {'processor time that went to others meanwhile':<56}{report.others_share:>10.0%}"
    for fault in report.faults:
        yield f"  FAULT {fault}"


def _row(row: Row) -> str:
    return _line(
        row.page,
        row.way,
        f"{row.rate:.1f}",
        "-" if row.nginx_rate is None else f"{row.nginx_rate:.0f}",
        "-" if row.ratio is None else f"{row.ratio:.4f}",
        f"{row.cpu:.3f}",
        f"{row.p50:.2f}",
        f"{row.p99:.2f}",
        str(row.queries),
        f"{row.kilobytes:.1f}",
        str(row.failures),
    )


def _line(*cells: str) -> str:
    padded = (
        f"{cell:<{width}}" if place < WORDS else f"{cell:>{width}}"
        for place, (cell, (_, width)) in enumerate(zip(cells, COLUMNS, strict=True))
    )
    return "".join(padded)


def _finding(finding: Finding) -> str:
    number = f"{finding.value:,.0f}" if finding.unit in {"", "ms"} else f"{finding.value:,.1f}"
    said = f"  {finding.what:<56}{number:>10} {finding.unit:<3}"
    if finding.at_most is not None:
        said += f" of at most {finding.at_most:,.0f}{'' if finding.holds else '  OVER'}"
    if finding.note:
        said += f"  ({finding.note})"
    return said.rstrip()
