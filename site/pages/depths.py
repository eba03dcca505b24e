"""How much of a page a response shows, and the tags that say so.

Four depths, each with what lies above it: the address of a page (or that nobody may read it),
its name, its card, all of it. What was read of its row decides, so that nobody has to say it:
see `SitePage.from_db`. A change is told at the depth of what has changed: whoever shows as much
or more is dropped, whoever shows less stays.
"""

from functools import cache
from typing import Any

from django.db.models import Field, Model

ADDRESS, NAME, CARD, WHOLE = range(4)
WORDS = ("url", "name", "card", "page")

# Where a row is in the tree; readers never see it as such.
_PLACE = frozenset({"path", "depth", "numchild", "content_type_id"})
_AT = {
    ADDRESS: frozenset({"slug", "url_path", "live", "expire_at"}),
    NAME: frozenset({"title"}),
    # Whether a page may be recommended goes with what is shown to recommend it.
    CARD: frozenset(
        {"noindex", "canonical_override", "alias_of_id", "unavailable_after", "is_thin"}
    ),
}


def tag(depth: int, pk: int) -> str:
    """Return the tag of a page at one depth."""
    return f"{WORDS[depth]}:{pk}"


def tags_down_to(depth: int, pk: int) -> list[str]:
    """Return the tags that a response carries which shows this much of a page."""
    return [tag(above, pk) for above in range(depth + 1)]


def depth_of_row(model: Any, columns: tuple[str, ...]) -> int:
    """Return how much of a page somebody shows who has read these columns."""
    return _depth_of_row(model, columns)


def depth_of(model: Any, column: str) -> int:
    """Return from which depth on a column is shown."""
    return _depths(model)[column]


def deeper(model: Any, depth: int, through: str = "") -> tuple[str, ...]:
    """Return the fields below a depth, to be left out of a query; `through` a foreign key."""
    return _deeper(model, depth, f"{through}__" if through else "")


@cache
def _depth_of_row(model: Any, columns: tuple[str, ...]) -> int:
    return max((depth_of(model, name) for name in columns), default=ADDRESS)


@cache
def _deeper(model: Any, depth: int, prefix: str) -> tuple[str, ...]:
    fields = model._meta.concrete_fields
    return tuple(
        f"{prefix}{field.name}" for field in fields if depth_of(model, field.attname) > depth
    )


@cache
def _depths(model: Any) -> dict[str, int]:
    return {field.attname: _depth_of_field(model, field) for field in model._meta.concrete_fields}


def _depth_of_field(model: Any, field: Field) -> int:
    if field.attname in _PLACE or _is_key(field):
        return ADDRESS
    for depth, columns in _AT.items():
        if field.attname in columns:
            return depth
    return CARD if field.name in model.card_fields else WHOLE


def _is_key(field: Field) -> bool:
    remote = field.remote_field
    return field.primary_key or bool(getattr(remote, "parent_link", False)) or field.name == "id"


def is_page(model: type[Model]) -> bool:
    """Say whether a model is a type of page of ours."""
    from pages.models import SitePage

    return issubclass(model, SitePage)
