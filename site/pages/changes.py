"""What a change to the tree makes every process drop: told in the transaction that changes it."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import ForeignKey
from wagtail.fields import StreamField

from delivery.memory import forget
from delivery.page_cache.purging import purge
from images.models import ClinicImage
from pages import depths, standing

if TYPE_CHECKING:
    from pages.models import SitePage

ADDRESSES = "addresses"
# Kept for the editors; no reader ever sees them.
BOOKKEEPING = frozenset(
    {
        "approved_go_live_at",
        "draft_title",
        "expired",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locale",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "path",
        "depth",
        "numchild",
    }
)
# What stands on every page, besides names and addresses.
_FOR_EVERY_PAGE = frozenset({"title", "show_in_menus", "show_in_footer"})
_IN_SITEMAPS = frozenset({"noindex", "canonical_override", "unavailable_after"})

_told: ContextVar[bool] = ContextVar("told", default=False)


@dataclass(frozen=True)
class State:
    """A page as the database has it: its columns, and its places in lists."""

    columns: dict[str, Any]
    places: frozenset[tuple]

    @property
    def is_live(self) -> bool:
        """Whether it is published, perhaps for some only."""
        return bool(self.columns["live"])


@contextmanager
def told(page: "SitePage", update_fields: Iterable[str] | None) -> Iterator[None]:
    """Tell what a page that is saved meanwhile changes for readers. A draft changes nothing."""
    model = type(page)
    if update_fields is not None and not _shown(model) & set(update_fields):
        yield
        return
    with transaction.atomic():
        before = state(model, page.pk)
        yield
        after = state(model, page.pk)
        if after is not None:
            _tell(model, page, before, after)


def state(model: "type[SitePage]", pk: int | None) -> State | None:
    """Return a page as the database has it now, if it has it."""
    if pk is None:
        return None
    rows = model._base_manager.filter(pk=pk)
    columns = rows.values(*_shown(model)).first()
    if columns is None:
        return None
    specific = _specific(model, pk)
    places = specific.places_in_lists(specific.objects.published().filter(pk=pk).order_by())
    return State(columns, frozenset(places))


def tell_of_removal(page: "SitePage") -> None:
    """Tell that a page, and whatever lies below it, will be gone."""
    _tell_of_section(page.path)


def tell_of_restriction(path: str) -> None:
    """Tell that a page, and whatever lies below it, is no longer for everybody, or is again."""
    _tell_of_section(path)
    standing.settle_all()


def tell_of_move(page: "SitePage") -> None:
    """Tell that a page has another place; its new address was told when it was saved."""
    forget(ADDRESSES)
    purge(*_lists(page.path))
    standing.settle_all()


def path_tag(path: str) -> str:
    """Return the tag of a response that stands only where no page has this path."""
    return f"path:{hashlib.sha256(path.rstrip('/').encode()).hexdigest()[:16]}"


@contextmanager
def removal_told() -> Iterator[None]:
    """Let the rows that are deleted meanwhile be, one by one, nobody's business."""
    token = _told.set(True)
    try:
        yield
    finally:
        _told.reset(token)


def is_removal_told() -> bool:
    """Say whether what is being deleted has been told as a whole."""
    return _told.get()


# --- the steps ------------------------------------------------------------------------------


def _tell(model: "type[SitePage]", page: "SitePage", before: State | None, after: State) -> None:
    if before is None and not after.is_live:
        return
    changed = {
        name
        for name, value in after.columns.items()
        if before is None or before.columns[name] != value
    }
    if before is not None and not changed and not after.is_live:
        return
    depth = min(
        (depths.depth_of(model, _column(model, name)) for name in changed), default=depths.WHOLE
    )
    tags = {depths.tag(depth, page.pk), *_changed_lists(before, after)}
    if depth == depths.ADDRESS:
        forget(ADDRESSES)
        tags.add(path_tag(page.url or "/"))
        if before is not None and "url_path" in changed:
            tags |= set(_addresses_below(page.path))
    if _is_in_sitemaps(model, changed, before, after):
        tags |= _sitemaps(model, before, after)
    gone = before is not None and before.is_live and bool(changed & {"url_path", "live"})
    purge(*tags, hard=gone)
    if depth == depths.ADDRESS or changed & _FOR_EVERY_PAGE or model.stands_on_every_page:
        standing.settle_all()


def _shown(model: "type[SitePage]") -> set[str]:
    """Return the fields that a reader may see and that can be compared at a glance."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if field.name not in BOOKKEEPING
        and not isinstance(field, StreamField)
        and not getattr(field.remote_field, "parent_link", False)
    } - {"id"}


def _column(model: "type[SitePage]", name: str) -> str:
    return model._meta.get_field(name).attname


def _changed_lists(before: State | None, after: State) -> set[str]:
    places = before.places if before else frozenset()
    return {place[0] for place in places ^ after.places}


def _is_in_sitemaps(
    model: "type[SitePage]", changed: set[str], before: State | None, after: State
) -> bool:
    pictures = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is ClinicImage
    }
    told = {"url_path", "live", *_IN_SITEMAPS, *pictures, *model.dates_in_sitemaps}
    return bool(changed & told) and (after.is_live or (before is not None and before.is_live))


def _sitemaps(model: "type[SitePage]", before: State | None, after: State) -> set[str]:
    moved = before is None or any(
        before.columns[name] != after.columns[name] for name in ("live", *_IN_SITEMAPS)
    )
    return {f"sitemap:{model._meta.app_label}", *(["sitemap"] if moved else [])}


def _tell_of_section(path: str) -> None:
    """Drop whatever shows any page of a section, and every list that such a page stands in."""
    forget(ADDRESSES)
    purge(*_addresses_below(path), *_lists(path), "sitemap", hard=True)


def _addresses_below(path: str) -> Iterator[str]:
    """Yield the tag of each page at or below a path of the tree, and those of its sitemaps."""
    from pages.models import SitePage

    rows = SitePage.objects.filter(path__startswith=path).order_by()
    rooms = set()
    for pk, room in rows.values_list("pk", "content_type__app_label"):
        yield depths.tag(depths.ADDRESS, pk)
        rooms.add(room)
    yield from (f"sitemap:{room}" for room in rooms)


def _lists(path: str) -> set[str]:
    """Return the lists in which published pages of a section stand, or would if all might."""
    from pages.models import SitePage

    section = SitePage.objects.filter(path__startswith=path).order_by()
    found = set()
    for content_type in section.values_list("content_type", flat=True).distinct():
        model = _model(content_type)
        live = model.objects.live().filter(path__startswith=path).order_by()
        found |= {place[0] for place in model.places_in_lists(live)}
    return found


def _specific(model: "type[SitePage]", pk: int) -> "type[SitePage]":
    from pages.models import SitePage

    if model is not SitePage:
        return model
    found = SitePage.objects.filter(pk=pk).order_by().values_list("content_type", flat=True)
    return _model(found.get())


def _model(content_type_id: int) -> "type[SitePage]":
    from django.contrib.contenttypes.models import ContentType

    from pages.models import SitePage

    found = ContentType.objects.get_for_id(content_type_id).model_class()
    return found if found and issubclass(found, SitePage) else SitePage
