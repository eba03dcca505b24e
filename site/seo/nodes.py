"""The schema.org things this site speaks of, as values.

The classes mirror schema.org's own inheritance, so a property can only be given where the
vocabulary allows it: `reviewed_by` exists on WebPage and its children, not on BlogPosting.
Fields are schema.org's properties in snake case. A blank field is left out; zero is not blank.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, NamedTuple

Json = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """An image with an absolute address and its true size in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""
    mime_type: str = "image/jpeg"

    def as_dict(self) -> Json:
        """The image as schema.org's ImageObject."""
        return without_blanks(
            {
                "@type": "ImageObject",
                "url": self.url,
                "width": f"{self.width} px",
                "height": f"{self.height} px",
                "caption": self.alt,
            }
        )


class Crumb(NamedTuple):
    """One step of the way from the home page to a page: its name and absolute address."""

    name: str
    url: str


@dataclass(frozen=True)
class Reference:
    """Another node of the graph, named by its `@id` alone."""

    id: str

    def as_dict(self) -> Json:
        """The reference as JSON-LD."""
        return {"@id": self.id}


@dataclass(frozen=True, kw_only=True)
class Node:
    """A thing of schema.org. With an `id` it stands in the graph once, however often named."""

    schema_type: ClassVar[str] = "Thing"

    id: str = ""

    def as_dict(self) -> Json:
        """Everything known about the thing, as JSON-LD."""
        whole: Json = {"@type": self.schema_type}
        if self.id:
            whole["@id"] = self.id
        for field_name, name in _properties(type(self)):  # type: ignore[arg-type]
            value = getattr(self, field_name)
            if not _is_blank(value) and not _is_blank(said := _value(value)):
                whole[name] = said
        return whole

    def mention(self) -> Json:
        """How other things speak of it: in short when it stands in the graph, else whole."""
        if not self.id:
            return self.as_dict()
        words = {name: getattr(self, name, "") for name in ("name", "url")}
        return without_blanks({"@type": self.schema_type, "@id": self.id, **words})

    def named_nodes(self) -> Iterable[Node]:
        """Yield the nodes this one speaks of, and theirs in turn."""
        for field_name, _ in _properties(type(self)):  # type: ignore[arg-type]
            value = getattr(self, field_name)
            if not value or isinstance(value, str):
                continue
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Node):
                    yield part
                    yield from part.named_nodes()


# --- Who -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PostalAddress(Node):
    """Where letters go."""

    schema_type = "PostalAddress"

    street_address: str = ""
    address_locality: str = ""
    address_region: str = ""
    postal_code: str = ""
    address_country: str = ""


@dataclass(frozen=True, kw_only=True)
class GeoCoordinates(Node):
    """A point on the map, in degrees."""

    schema_type = "GeoCoordinates"

    latitude: Decimal | float
    longitude: Decimal | float


@dataclass(frozen=True, kw_only=True)
class OpeningHours(Node):
    """When a place is open on some days of the week, or on some dates.

    `days` are English weekday names, times are HH:MM. Open and close at 00:00 means closed.
    """

    schema_type = "OpeningHoursSpecification"

    days: tuple[str, ...] = field(default=(), metadata={"property": "dayOfWeek"})
    opens: str = ""
    closes: str = ""
    valid_from: date | None = None
    valid_through: date | None = None


@dataclass(frozen=True, kw_only=True)
class PropertyValue(Node):
    """A number someone else gave: an NPI, a DOI."""

    schema_type = "PropertyValue"

    property_id: str = field(default="", metadata={"property": "propertyID"})
    value: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class EducationalOccupationalCredential(Node):
    """What somebody has learned or may do: a degree, a license."""

    schema_type = "EducationalOccupationalCredential"

    name: str = ""
    credential_category: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Organization(Node):
    """A group of people: the clinic, or a team that writes."""

    schema_type = "Organization"

    name: str = ""
    legal_name: str = ""
    url: str = ""
    description: str = ""
    logo: Picture | None = None
    image: tuple[Picture, ...] = ()
    telephone: str = ""
    email: str = ""
    founding_date: date | str | None = None
    address: PostalAddress | None = None
    same_as: tuple[str, ...] = ()
    parent_organization: Node | Reference | None = None
    sub_organization: tuple[Node | Reference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MedicalOrganization(Organization):
    """An organization that treats people."""

    schema_type = "MedicalOrganization"


@dataclass(frozen=True, kw_only=True)
class MedicalClinic(MedicalOrganization):
    """One place where the clinic sees people."""

    schema_type = "MedicalClinic"

    geo: GeoCoordinates | None = None
    opening_hours_specification: tuple[OpeningHours, ...] = ()
    special_opening_hours_specification: tuple[OpeningHours, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Person(Node):
    """Someone who writes, reviews or comments. `name` is the name alone, without titles."""

    schema_type = "Person"

    name: str = ""
    url: str = ""
    honorific_suffix: str = ""
    job_title: str = ""
    description: str = ""
    image: tuple[Picture, ...] = ()
    identifier: tuple[PropertyValue, ...] = ()
    has_credential: tuple[EducationalOccupationalCredential, ...] = ()
    same_as: tuple[str, ...] = ()
    works_for: Node | Reference | None = None


# --- What ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MedicalEntity(Node):
    """Whatever medicine has a name for."""

    schema_type = "MedicalEntity"

    name: str = ""
    alternate_name: tuple[str, ...] = ()
    url: str = ""
    description: str = ""
    image: tuple[Picture, ...] = ()
    legal_status: str = ""
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MedicalCondition(MedicalEntity):
    """An illness, or what it feels like."""

    schema_type = "MedicalCondition"


@dataclass(frozen=True, kw_only=True)
class Drug(MedicalEntity):
    """A medicine."""

    schema_type = "Drug"


@dataclass(frozen=True, kw_only=True)
class DrugClass(MedicalEntity):
    """Medicines that work in the same way."""

    schema_type = "DrugClass"


@dataclass(frozen=True, kw_only=True)
class MedicalTherapy(MedicalEntity):
    """A treatment, and the drugs it is given with."""

    schema_type = "MedicalTherapy"

    drug: tuple[Node | Reference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ListItem(Node):
    """One step of a trail, or one entry of a list."""

    schema_type = "ListItem"

    position: int
    name: str = ""
    item: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class BreadcrumbList(Node):
    """The way from the home page to this one, equal to the trail the page shows."""

    schema_type = "BreadcrumbList"

    item_list_element: tuple[ListItem, ...] = ()

    @classmethod
    def of(cls, id: str, trail: Iterable[Crumb]) -> BreadcrumbList:
        """Build the list from a trail, the home page first."""
        steps = enumerate(trail, start=1)
        items = (ListItem(position=number, name=name, item=url) for number, (name, url) in steps)
        return cls(id=id, item_list_element=tuple(items))


@dataclass(frozen=True, kw_only=True)
class ItemList(Node):
    """The entries a listing shows, in its order."""

    schema_type = "ItemList"

    item_list_element: tuple[ListItem, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Crumb], id: str = "") -> ItemList:
        """Build the list from the entries' names and addresses."""
        steps = enumerate(entries, start=1)
        items = (ListItem(position=number, name=name, url=url) for number, (name, url) in steps)
        return cls(id=id, item_list_element=tuple(items))


# --- Works ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CreativeWork(Node):
    """Something written. A reference of an article is one of these, named by its citation."""

    schema_type = "CreativeWork"

    name: str = ""
    url: str = ""
    description: str = ""
    in_language: str = ""
    date_published: datetime | date | None = None
    date_modified: datetime | date | None = None
    author: tuple[Node | Reference, ...] = ()
    publisher: Node | Reference | None = None
    is_part_of: Node | Reference | None = None
    has_part: tuple[Node | Reference, ...] = ()
    identifier: tuple[PropertyValue, ...] = ()
    about: tuple[Node | Reference, ...] = ()
    mentions: tuple[Node | Reference, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScholarlyArticle(CreativeWork):
    """A paper that an article cites."""

    schema_type = "ScholarlyArticle"


@dataclass(frozen=True, kw_only=True)
class WebSite(CreativeWork):
    """The whole site."""

    schema_type = "WebSite"


@dataclass(frozen=True, kw_only=True)
class WebPage(CreativeWork):
    """A page as a page. The medical review belongs here, never on the article."""

    schema_type = "WebPage"

    breadcrumb: Node | Reference | None = None
    primary_image_of_page: Picture | None = None
    main_entity: Node | Reference | None = None
    last_reviewed: date | None = None
    reviewed_by: Node | Reference | None = None


@dataclass(frozen=True, kw_only=True)
class MedicalWebPage(WebPage):
    """A page that informs about health."""

    schema_type = "MedicalWebPage"


@dataclass(frozen=True, kw_only=True)
class CollectionPage(WebPage):
    """A listing."""

    schema_type = "CollectionPage"


@dataclass(frozen=True, kw_only=True)
class ProfilePage(WebPage):
    """The page of a person or a team, who is its `main_entity`."""

    schema_type = "ProfilePage"


@dataclass(frozen=True, kw_only=True)
class ContactPage(WebPage):
    """A page for getting in touch."""

    schema_type = "ContactPage"


@dataclass(frozen=True, kw_only=True)
class SearchResultsPage(WebPage):
    """What a search of the site found."""

    schema_type = "SearchResultsPage"


@dataclass(frozen=True, kw_only=True)
class Comment(CreativeWork):
    """What a reader said, once everyone may read it."""

    schema_type = "Comment"

    text: str = ""
    parent_item: Node | Reference | None = None


@dataclass(frozen=True, kw_only=True)
class BlogPosting(CreativeWork):
    """An article of the blog."""

    schema_type = "BlogPosting"

    headline: str = ""
    image: tuple[Picture, ...] = ()
    main_entity_of_page: Node | Reference | None = None
    word_count: int | None = None
    time_required: timedelta | None = None
    article_section: str = ""
    keywords: tuple[str, ...] = ()
    citation: tuple[Node | str, ...] = ()
    comment_count: int | None = None
    comment: tuple[Comment | Reference, ...] = ()


def without_blanks(properties: Json) -> Json:
    """Leave out what is not known: None, empty text, empty lists."""
    return {key: value for key, value in properties.items() if not _is_blank(value)}


def _is_blank(value: object) -> bool:
    if not value:
        return value is None or isinstance(value, str | tuple | list | dict)
    return isinstance(value, str) and value.isspace()


@cache
def _properties(kind: type[Node]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind of thing, each with what schema.org calls it."""
    return tuple(
        (f.name, _property(f.name, f.metadata.get("property")))
        for f in fields(kind)
        if f.name != "id"
    )


def _property(field_name: str, given: str | None) -> str:
    first, *rest = field_name.split("_")
    return given or first + "".join(word.title() for word in rest)


def _value(value: object) -> object:
    """Return a field's value as JSON has it."""
    if isinstance(value, str):  # most are
        return value
    match value:
        case Node():
            return value.mention()
        case Picture() | Reference():
            return value.as_dict()
        case tuple():
            return [each for part in value if not _is_blank(each := _value(part))]
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case timedelta():
            return f"PT{max(1, round(value.total_seconds() / 60))}M"
        case Decimal():
            return float(value)
        case _:
            return value


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"{value!r} needs a time zone: machines read dates with their offset.")
    return value.isoformat(timespec="seconds")
