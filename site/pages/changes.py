"""What a change to the tree makes every process drop: told in the transaction that changes it."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.fields import StreamField

from delivery.memory import forget
from delivery.page_cache.purging import purge
from pages import depths, sitemap_files, standing, thinness
from pages.announcing import MOST_AT_ONCE, announce
from pages.restrictions import restricted_paths

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
# Whether search engines are invited; with where and when, what a sitemap says of a page.
_INVITING = frozenset(
    {"noindex", "canonical_override", "alias_of", "is_thin", "unavailable_after"}
)
_IN_SITEMAPS = frozenset({"url_path", "live", "changed_on"}) | _INVITING

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

    @property
    def is_invited(self) -> bool:
        """Whether search engines may keep it, if everybody may read it."""
        leaves = self.columns["unavailable_after"]
        has_left = leaves is not None and leaves <= timezone.now()
        kept_out = has_left or any(
            self.columns[name] for name in _INVITING - {"unavailable_after"}
        )
        return self.is_live and not kept_out


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
    thinness.settle_everything()


def tell_of_move(page: "SitePage") -> None:
    """Tell that a page has another place; its new address was told when it was saved."""
    forget(ADDRESSES)
    purge(*_lists(page.path))
    standing.settle_all()
    thinness.settle_everything()


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
    lists = _changed_lists(before, after)
    tags = {depths.tag(depth, page.pk), *lists}
    if depth == depths.ADDRESS:
        forget(ADDRESSES)
        tags.add(path_tag(page.url or "/"))
        if before is not None and "url_path" in changed:
            tags |= set(_addresses_below(page.path))
    if changed & _IN_SITEMAPS and (after.is_live or (before is not None and before.is_live)):
        room = page.cached_content_type.app_label
        tags |= {sitemap_files.tag(room, page.pk), sitemap_files.INDEX}
    gone = before is not None and before.is_live and bool(changed & {"url_path", "live"})
    purge(*tags, hard=gone)
    if depth == depths.ADDRESS or changed & _FOR_EVERY_PAGE or model.stands_on_every_page:
        standing.settle_all()
    thinness.settle_lists(lists)
    _announce(page, before, after)


def _announce(page: "SitePage", before: State | None, after: State) -> None:
    """Say which addresses search engines should look at again."""
    paths = {
        str(state.columns["url_path"])
        for state in (before, after)
        if state is not None and state.is_invited
    }
    if not paths or any(page.path.startswith(closed) for closed in restricted_paths()):
        return
    if before is not None and before.columns["url_path"] != after.columns["url_path"]:
        old, new = str(before.columns["url_path"]), str(after.columns["url_path"])
        for path in _paths_below(page.path):
            paths |= {path, f"{old}{path.removeprefix(new)}"}
    announce(paths)


def _paths_below(path: str) -> Iterator[str]:
    """Yield where the pages of a section are that search engines may keep, or could before."""
    from pages.models import SitePage

    at_home = SitePage.objects.live().filter(canonical_override="", alias_of=None)
    invited = at_home.filter(noindex=False, is_thin=False)
    rows = invited.filter(path__startswith=path).order_by("depth", "pk")
    yield from rows.values_list("url_path", flat=True)[:MOST_AT_ONCE]


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


def _tell_of_section(path: str) -> None:
    """Drop whatever shows any page of a section, and every list that such a page stands in."""
    forget(ADDRESSES)
    announce(_paths_below(path))
    purge(*_addresses_below(path), *_lists(path), sitemap_files.INDEX, hard=True)


def _addresses_below(path: str) -> Iterator[str]:
    """Yield the tag of each page at or below a path of the tree, and those of its sitemaps."""
    from pages.models import SitePage

    rows = SitePage.objects.filter(path__startswith=path).order_by()
    files = set()
    for pk, room in rows.values_list("pk", "content_type__app_label"):
        yield depths.tag(depths.ADDRESS, pk)
        files.add(sitemap_files.tag(room, pk))
    yield from files


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
