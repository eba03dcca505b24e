"""How much of a page a response shows, and the tags that say so.

Four depths, each with what lies above it: the address of a page (or that nobody may read it),
its name, its card, all of it. What was read of its row decides, so that nobody has to say it:
see `SitePage.from_db`. A change is told at the depth of what has changed: whoever shows as much
or more is dropped, whoever shows less stays.
"""

from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Field, Model

if TYPE_CHECKING:
    from pages.models import SitePage

ADDRESS, NAME, CARD, WHOLE = range(4)
WORDS = ("url", "name", "card", "page")

# Where a row is in the tree; readers never see it as such.
_PLACE = frozenset({"path", "depth", "numchild", "content_type_id"})
_AT = {
    ADDRESS: frozenset({"slug", "url_path", "live", "expire_at"}),
    NAME: frozenset({"title"}),
    # Whether a page may be recommended goes with what is shown to recommend it.
    CARD: frozenset({"noindex", "canonical_override"}),
}


def tag(depth: int, pk: int) -> str:
    """Return the tag of a page at one depth."""
    return f"{WORDS[depth]}:{pk}"


def tags_down_to(depth: int, pk: int) -> list[str]:
    """Return the tags that a response carries which shows this much of a page."""
    return [tag(above, pk) for above in range(depth + 1)]


@cache
def depth_of_row(model: "type[SitePage]", columns: tuple[str, ...]) -> int:
    """Return how much of a page somebody shows who has read these columns."""
    return max((depth_of(model, name) for name in columns), default=ADDRESS)


@cache
def depth_of(model: "type[SitePage]", column: str) -> int:
    """Return from which depth on a column is shown."""
    field = next(each for each in model._meta.concrete_fields if each.attname == column)
    if column in _PLACE or _is_key(field):
        return ADDRESS
    for depth, columns in _AT.items():
        if column in columns:
            return depth
    return CARD if field.name in model.card_fields else WHOLE


@cache
def deeper(model: "type[SitePage]", depth: int, through: str = "") -> tuple[str, ...]:
    """Return the fields below a depth, to be left out of a query; `through` a foreign key."""
    prefix = f"{through}__" if through else ""
    return tuple(
        f"{prefix}{field.name}"
        for field in model._meta.concrete_fields
        if depth_of(model, field.attname) > depth
    )


def _is_key(field: Field) -> bool:
    remote = field.remote_field
    return field.primary_key or bool(getattr(remote, "parent_link", False)) or field.name == "id"


def is_page(model: type[Model]) -> bool:
    """Say whether a model is a type of page of ours."""
    from pages.models import SitePage

    return issubclass(model, SitePage)
