"""Puts many rows into one table at once: pages have two, and `bulk_create` refuses those."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

Row = Mapping[str, Any]
A_TIME = 500


def insert(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Put rows into the model's own table; what a row does not name has its default.

    A row names its values by attribute, such as `page_id`; StreamFields and JSON are given as
    text. The rows are trusted to fit: only the database checks them. Whatever makes them must
    ask the database nothing: it would wait for the end of the very stream it is to fill.
    """
    each = iter(rows)
    first = next(each, None)
    if first is None:
        return
    table = _Table(model, first)
    if connection.vendor == "postgresql":
        table.copy(first, each)
    else:
        table.insert(first, each)


def next_id(model: type[models.Model]) -> int:
    """Return the number that the next row may have."""
    return (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def continue_numbers(*used: type[models.Model]) -> None:
    """Let the database number the next row after those that we have numbered."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(used)):
            cursor.execute(statement)


class _Table:
    """One table, and how its rows are written."""

    def __init__(self, model: type[models.Model], first: Row) -> None:
        fields = [
            field
            for field in model._meta.local_concrete_fields
            if field.attname in first or not isinstance(field, models.AutoField)
        ]
        self.name = _quoted(model._meta.db_table)
        self.columns = ", ".join(_quoted(str(field.column)) for field in fields)
        self.places = [(field.attname, field.get_default) for field in fields]

    def copy(self, first: Row, rest: Iterator[Row]) -> None:
        """Stream the rows as PostgreSQL takes them fastest."""
        statement = f"COPY {self.name} ({self.columns}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in _one_by_one(first, rest):
                copy.write_row(self._values(row))

    def insert(self, first: Row, rest: Iterator[Row]) -> None:
        """Insert the rows a few hundred at a time."""
        marks = ", ".join(["%s"] * len(self.places))
        statement = f"INSERT INTO {self.name} ({self.columns}) VALUES ({marks})"  # noqa: S608
        rows = _one_by_one(first, rest)
        with connection.cursor() as cursor:
            while some := list(islice(rows, A_TIME)):
                cursor.executemany(
                    statement, [[_adapted(value) for value in self._values(row)] for row in some]
                )

    def _values(self, row: Row) -> list[Any]:
        return [row[name] if name in row else default() for name, default in self.places]


def _one_by_one(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _adapted(value: Any) -> Any:
    """Return a value as a database without types of its own keeps it."""
    adapt = _ADAPTED.get(type(value))
    return adapt(value) if adapt else value


_ADAPTED: dict[type, Callable[[Any], Any]] = {
    UUID: lambda value: value.hex,
    dt.datetime: lambda value: connection.ops.adapt_datetimefield_value(value),
}
