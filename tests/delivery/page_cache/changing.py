"""Reading every public address with what it shows, and changing one thing after another."""

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.test import Client
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Site

from delivery.memory import forget_everything
from delivery.models import Purge
from delivery.page_cache.parts import PARTS, Parts
from delivery.page_cache.store import Kept, Store
from delivery.page_cache.tags import collecting
from images.models import ClinicImage
from pages.changes import BOOKKEEPING
from pages.models import SitePage
from tests.factories import image_bytes

# They differ each time something is rendered, and say nothing.
TOKEN = re.compile(rb'(name="page_token" value=")[^"]*|(<lastBuildDate>)[^<]*')


@dataclass(frozen=True)
class Seen:
    """One answer: its bytes, and the tags of what it shows."""

    code: int
    body: bytes
    tags: frozenset[str]


@dataclass(frozen=True)
class Change:
    """What one change did: which answers are others now, and what was dropped."""

    changed: frozenset[str]
    dropped: frozenset[str]
    hard: bool

    @property
    def stale(self) -> frozenset[str]:
        """Answers that would be wrong and stay."""
        return self.changed - self.dropped

    @property
    def lost(self) -> frozenset[str]:
        """Answers that are as they were, and were dropped all the same."""
        return self.dropped - self.changed


def see(client: Client, path: str, parts: Store | None = None) -> Seen:
    """Return an answer, as a process would give it that has just been started, but for parts."""
    with collecting() as shown:
        answer = client.get(path, **_taking(parts))
    body = TOKEN.sub(rb"\1\2", answer.content) + str(answer.get("Location", "")).encode()
    return Seen(answer.status_code, body, frozenset(shown.tags))


def _taking(parts: Store | None) -> dict[str, Any]:
    silent: Any = SimpleNamespace(catch_up=lambda: None, reader=SimpleNamespace(has_begun=True))
    return {PARTS: Parts(parts, silent)} if parts is not None else {}


class Readers:
    """Every public address as its readers know it, and what a change does to that."""

    def __init__(self, client: Client, paths: list[str]) -> None:
        self.client = client
        self.known = {path: see(client, path) for path in paths}
        self.parts: dict[str, list[tuple[Hashable, Kept]]] = {}
        for path in paths:
            store = Store(10_000_000)
            see(client, path, store)
            if len(store):
                self.parts[path] = list(store._entries.items())

    def change(self, act: Callable[[], Any], at: Iterable[str] = ()) -> Change:
        """Do something, see what it did (at some addresses only, if named), and take it back."""
        asked = {path: self.known[path] for path in at or self.known}
        with taken_back():
            last = Purge.objects.order_by("pk").last()
            act()
            purges = list(Purge.objects.filter(pk__gt=last.pk if last else 0))
            now = {path: see(self.client, path) for path in asked}
            parted = self.parts.keys() & asked.keys()
            old = [path for path in parted if self._has_old_part(path, purges, now[path])]
        assert not old, f"a part that is left is no longer true: {old}"
        tags = {tag for purge in purges for tag in purge.tags}
        return Change(
            changed=frozenset(path for path in now if now[path].body != self.known[path].body),
            dropped=frozenset(path for path, seen in asked.items() if seen.tags & tags),
            hard=any(purge.hard for purge in purges),
        )

    def _has_old_part(self, path: str, purges: list[Purge], now: Seen) -> bool:
        """Whether the parts that are left of what was known are another page than the one now."""
        left = Store(10_000_000)
        for key, part in self.parts[path]:
            part.stale_since = None
            left.put(key, part, left.begin())
        for purge in purges:
            left.drop(purge.tags, hard=purge.hard)
        return see(self.client, path, left).body != now.body


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back whatever happens meanwhile, also from memory."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget_everything()
    Site.clear_site_root_paths_cache()


# --- what can be changed --------------------------------------------------------------------


def fields_of(thing: models.Model) -> list[models.Field]:
    """Return the fields of a thing that somebody can change. Bodies are changed by themselves."""
    left_out = {
        "id",
        "translation_key",
        "alias_of",
        "content_type",
        "url_path",
        "expire_at",
        *BOOKKEEPING,
    }
    return [
        field
        for field in thing._meta.concrete_fields
        if not field.primary_key
        and field.name not in left_out
        and not isinstance(field, StreamField)
        and not getattr(field.remote_field, "parent_link", False)
    ]


def another(thing: models.Model, field: models.Field) -> Any:
    """Return another value that a field might have."""
    value = getattr(thing, field.attname)
    if isinstance(field, models.ForeignKey):
        others = field.related_model._default_manager.exclude(pk=value)
        if issubclass(field.related_model, SitePage):
            others = others.filter(depth__gt=1)
        return others.order_by("pk").values_list("pk", flat=True).first() or None
    if field.choices:
        return next(key for key, _ in field.choices if key != value)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or timezone.now()) - dt.timedelta(days=40)
    if isinstance(field, models.DateField):
        return (value or timezone.localdate()) + dt.timedelta(days=7)
    if isinstance(field, models.TimeField):
        return dt.time(8, 15) if field.name == "opens" else dt.time(16, 45)
    if isinstance(field, models.FileField):
        return ContentFile(image_bytes(90, 50), name="another.jpg")
    if isinstance(field, models.DecimalField | models.IntegerField):
        return (value or 0) + 1
    if isinstance(field, models.URLField):
        return "https://example.org/elsewhere/"
    if isinstance(field, models.EmailField):
        return "other@example.org"
    if field.name == "slug":
        return f"{value}-moved"
    if field.name in {"same_as", "social_profiles"}:
        return "https://example.org/someone"
    if field.name == "npi":
        return "1234567893"
    if field.name == "telephone":
        return "850 555 0123"
    return f"{(value or '')[: (field.max_length or 60) - 2]}§"


def set_and_publish(page: SitePage, **values: Any) -> Callable[[], None]:
    """Return what an editor does who changes a page and publishes it."""

    def act() -> None:
        fresh = SitePage.objects.get(pk=page.pk).specific
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save_revision(clean=False).publish()

    return act


def set_and_save(thing: models.Model, **values: Any) -> Callable[[], None]:
    """Return what somebody does who changes a thing that is no page."""

    def act() -> None:
        fresh = type(thing)._default_manager.filter(pk=thing.pk).first() or type(thing)()
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save()

    return act


def shown_images() -> list[ClinicImage]:
    """Return every image of the library."""
    return list(ClinicImage.objects.all())
