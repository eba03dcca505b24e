"""What is kept about a person, found, written out and erased: one way for screen and command."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone

from privacy.holders import Holder, Record, holders_for, stands_in
from privacy.models import AnsweredRequest


@dataclass(frozen=True)
class Kept:
    """What one room keeps about an address."""

    holder: Holder
    records: list[Record]

    @property
    def name(self) -> str:
        """What the things are called."""
        return self.holder.name

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.records)


def find(address: str, by: Any | None) -> list[Kept]:
    """Return what is kept about an address, as far as somebody may see it."""
    return [Kept(holder, holder.find(address)) for holder in holders_for(by)]


def export(address: str, by: Any | None) -> dict[str, Any]:
    """Return all that is kept, for the person it is about; write down that it was handed out."""
    kept = find(address, by)
    AnsweredRequest.objects.create(
        how=AnsweredRequest.How.EXPORTED, by=by, counts={each.name: each.count for each in kept}
    )
    return {
        "about": address,
        "as_of": timezone.now().isoformat(timespec="seconds"),
        "kept": {each.name: [record.facts for record in each.records] for each in kept},
    }


def erase(address: str, by: Any | None) -> dict[str, int]:
    """Forget what is kept about an address: all of it that somebody may erase, or nothing."""
    with transaction.atomic():
        counts = {holder.name: holder.erase(address, by) for holder in holders_for(by)}
        AnsweredRequest.objects.create(how=AnsweredRequest.How.ERASED, by=by, counts=counts)
        transaction.on_commit(_leave_no_trace)
    return counts


def whereabouts(address: str) -> dict[str, int]:
    """Return where else in the database an address stands, table by table: how many rows.

    What is left after erasing is somebody's account, or a text that an editor wrote.
    """
    found = {}
    for model in apps.get_models(include_auto_created=True):
        columns = [
            field
            for field in model._meta.local_concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        if model._meta.proxy or not model._meta.managed or not columns:
            continue
        rows = model._default_manager.annotate(
            **{f"told_{field.name}": Cast(field.name, models.TextField()) for field in columns}
        )
        anywhere = Q()
        for field in columns:
            anywhere |= Q(**{f"told_{field.name}__icontains": address})
        told = rows.filter(anywhere).values_list(*(f"told_{field.name}" for field in columns))
        count = sum(any(stands_in(address, text or "") for text in row) for row in told)
        if count:
            found[str(model._meta.verbose_name_plural)] = count
    return found


def file_name(now: dt.datetime | None = None) -> str:
    """Return what an export is called: nobody's name is in it."""
    return f"personal-data-{timezone.localtime(now):%Y-%m-%d}.json"


def _leave_no_trace() -> None:
    """Have SQLite put what was written before out of its log of writes, too."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
