"""What of a page is its substance: what readers came for, without dates and settings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField

from pages.significance import Substance, substance

if TYPE_CHECKING:
    from pages.models import SitePage

# Dates tell of changes, they are none; a switch is seen by what it shows.
_NO_SUBSTANCE = (models.DateField, models.BooleanField, models.FileField, models.AutoField)
_OF_A_BLOCK = frozenset({"id"})


def substance_of(page: "SitePage") -> Substance:
    """Return the words of a page, and what it links to and shows."""
    texts, things = _Texts(), Counter[str]()
    texts.add(page.title)
    for field in _own_fields(type(page)):
        _read(field, page, texts, things)
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name in page.no_substance or relation.related_model._meta.app_label == "wagtailcore":
            continue
        for child in getattr(page, name).all():
            for field in child._meta.concrete_fields:
                if field.name not in {"sort_order", relation.field.name}:
                    _read(field, child, texts, things)
    counted = (f"{thing} {number}" for thing, number in (things + texts.links).items())
    return substance(texts.passages, counted)


def _own_fields(model: "type[SitePage]") -> Iterator[models.Field]:
    """Yield the fields that a page type has of its own, as an editor fills them in."""
    from pages.models import SitePage

    inherited = {field.name for field in SitePage._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        is_own = field.name not in inherited and field.name not in model.no_substance
        if is_own and field.editable and not getattr(field.remote_field, "parent_link", False):
            yield field


def _read(field: models.Field, thing: Any, texts: "_Texts", things: Counter[str]) -> None:
    value = field.value_from_object(thing)
    if value in (None, "") or isinstance(field, _NO_SUBSTANCE):
        return
    if isinstance(field, StreamField):
        _read_story(value.get_prep_value(), texts, things)
    elif isinstance(field, models.TextField | models.CharField) and not field.choices:
        texts.add(str(value))
    else:
        things[f"{field.name}: {value}"] += 1


def _read_story(raw: Any, texts: "_Texts", things: Counter[str]) -> None:
    """Read a stored story: its words in their order, the kinds of its blocks, what they pick."""
    if isinstance(raw, Mapping):
        if isinstance(kind := raw.get("type"), str) and "value" in raw:
            things[kind] += 1
            _read_story(raw["value"], texts, things)
            return
        for name, value in raw.items():
            if name not in _OF_A_BLOCK:
                if isinstance(value, int) and not isinstance(value, bool):
                    things[f"{name}: {value}"] += 1
                else:
                    _read_story(value, texts, things)
    elif isinstance(raw, str):
        texts.add(raw)
    elif isinstance(raw, Iterable):
        for each in raw:
            _read_story(each, texts, things)
    elif raw is not None and not isinstance(raw, bool):
        things[f"{raw}"] += 1


class _Texts(HTMLParser):
    """Passages of text, with or without markup, and the links that stand in them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[str] = []
        self.links: Counter[str] = Counter()

    def add(self, text: str) -> None:
        """Read one more passage."""
        if "<" in text:
            self.feed(text)
            self.close()
            self.reset()
        else:
            self.passages.append(text)

    def handle_data(self, data: str) -> None:
        """Keep the words between two tags."""
        self.passages.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where a link leads."""
        if tag in {"a", "embed"}:
            said = sorted(f"{name}={value}" for name, value in attrs)
            self.links[f"{tag} {' '.join(said)}"] += 1
