"""Many counters moved by one query, each by a number of its own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.expressions import CombinedExpression

A_TIME: Final = 500
Key = TypeVar("Key", int, str)
Counts = Mapping[Any, int]


def steps(counts: Mapping[Key, Counts]) -> Iterator[dict[Key, Counts]]:
    """Return the rows that change, five hundred at a time and always in one order."""
    rest = iter(sorted(counts))
    while keys := list(islice(rest, A_TIME)):
        yield {key: counts[key] for key in keys}


def moved(column: str, by: Mapping[Key, int], keyed: str = "pk") -> CombinedExpression:
    """Return a column with each row's own number added: rows that move alike share a case."""
    alike = defaultdict(list)
    for key, number in by.items():
        if number:
            alike[number].append(key)
    cases = [When(**{f"{keyed}__in": keys}, then=Value(n)) for n, keys in alike.items()]
    return F(column) + Case(*cases, default=Value(0), output_field=IntegerField())
