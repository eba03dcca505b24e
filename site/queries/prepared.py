"""Queries that are written once and then only asked.

For the short queries of a page Django spends longer on writing the SQL than the database on
answering it. A prepared query keeps the SQL; only its values differ from one time to the next.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models.query import ModelIterable

Row = TypeVar("Row", bound=models.Model)

# Markers count up from here: no number of ours, and small enough for a 32-bit column.
_A_NUMBER = 1_900_000_000


class Prepared(Generic[Row]):
    """A queryset of model instances as a function of its values.

    `build` is given numbers, texts and tuples of them, which it may only compare with: they
    must reach the database as they are. What else shapes the SQL is told by `shaped_by`.
    """

    def __init__(
        self,
        build: Callable[..., "models.QuerySet[Row]"],
        shaped_by: Callable[[], Hashable] = lambda: None,
    ) -> None:
        self.build = build
        self.shaped_by = shaped_by
        self._written: dict[Hashable, _Written] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """Return what the database answers for these values now."""
        return list(self._written_for(values).ask(list(_flat(values))))

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """Return the same as plain tuples, for a queryset of `values_list`."""
        return list(self._written_for(values).ask_rows(list(_flat(values))))

    def _written_for(self, values: tuple[Any, ...]) -> "_Written":
        shape = (*map(_shape, values), self.shaped_by())
        written = self._written.get(shape)
        if written is None:
            written = self._written[shape] = self._write(values)
        return written

    def _write(self, values: tuple[Any, ...]) -> "_Written":
        markers = _Markers()
        queryset = self.build(*map(markers.mark, values))
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        places = tuple(markers.place(value) for value in parameters)
        if missing := set(range(markers.count)) - set(places):
            raise ValueError(f"The query does not hold its values {sorted(missing)} as they are.")
        converters = compiler.get_converters(columns)
        return _Written(queryset.db, compiler, sql, parameters, places, converters)


def padded(ids: Iterable[int]) -> tuple[int, ...]:
    """Return ids, the last one repeated up to the next power of two: few sizes, few queries.

    Raises ValueError when there is none.
    """
    some = sorted(set(ids))
    if not some:
        raise ValueError("There is nothing to ask for.")
    size = 1 << (len(some) - 1).bit_length()
    return (*some, *some[-1:] * (size - len(some)))


@dataclass(frozen=True)
class _Written:
    """The SQL of a query, and which of its parameters stand for which value."""

    using: str
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[int | None, ...]
    converters: dict[int, Any]

    def ask(self, values: list[Any]) -> Iterator[Any]:
        """Yield model instances."""
        compiler = self._compiler(values)
        query = SimpleNamespace(get_compiler=lambda **kwargs: compiler)
        return iter(
            ModelIterable(
                SimpleNamespace(db=self.using, query=query, _known_related_objects={})  # type: ignore[arg-type]
            )
        )

    def ask_rows(self, values: list[Any]) -> Iterator[tuple[Any, ...]]:
        """Yield tuples."""
        return self._compiler(values).results_iter(tuple_expected=True)

    def _compiler(self, values: list[Any]) -> Any:
        parameters = tuple(
            given if place is None else values[place]
            for given, place in zip(self.parameters, self.places, strict=True)
        )
        compiler = copy(self.compiler)
        compiler.connection = connections[self.using]
        compiler.as_sql = lambda *args, **kwargs: (self.sql, parameters)
        compiler.get_converters = lambda expressions: self.converters
        return compiler


class _Markers:
    """Values that stand for others while the SQL is written, and are found again in it."""

    def __init__(self) -> None:
        self.count = 0

    def mark(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(self.mark, value))
        self.count += 1
        number = _A_NUMBER + self.count - 1
        return number if isinstance(value, int) else f"{number}"

    def place(self, parameter: Any) -> int | None:
        """Return which value a parameter stands for, if any."""
        if not isinstance(parameter, int | str) or not f"{parameter}".isdecimal():
            return None
        place = int(parameter) - _A_NUMBER
        return place if 0 <= place < self.count else None


def _shape(value: Any) -> Hashable:
    if isinstance(value, tuple):
        return tuple(map(_shape, value))
    return type(value).__name__


def _flat(values: tuple[Any, ...]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, tuple):
            yield from _flat(value)
        else:
            yield value
