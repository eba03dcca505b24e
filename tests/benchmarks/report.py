"""What was found out about one site: plain values, to be handed from process to process."""

import json
from dataclasses import asdict, dataclass, field


@dataclass
class Row:
    """One page, asked for in one way: the middle of all rounds. Times are in milliseconds."""

    page: str
    way: str
    rate: float
    nginx_rate: float | None
    ratio: float | None
    cpu: float
    p50: float
    p99: float
    queries: int
    kilobytes: float
    failures: int


@dataclass
class Finding:
    """One figure beside the table, and what it may be at most."""

    what: str
    value: float
    unit: str = ""
    at_most: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether it is within its bound."""
        return self.at_most is None or self.value <= self.at_most


@dataclass
class Report:
    """One site: its database, its size, its pages, and what else was seen."""

    engine: str
    articles: int
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    # What must not be: a report with faults is a failed benchmark.
    faults: list[str] = field(default_factory=list)
    others_share: float = 0.0

    def to_json(self) -> str:
        """Return it as text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Report":
        """Return the report that this is the text of."""
        values = json.loads(text)
        values["rows"] = [Row(**row) for row in values["rows"]]
        values["findings"] = [Finding(**finding) for finding in values["findings"]]
        return cls(**values)
