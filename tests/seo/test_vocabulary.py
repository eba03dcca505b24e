"""Row 19: whatever the site says in its graph, schema.org has a word for it, and there."""

import dataclasses
from typing import Any

import pytest

from seo import nodes
from seo.nodes import Node, Picture
from tests.seo.vocabulary import RETIRED, kinds_of, problems, problems_of_property, terms


def kinds() -> list[type[Node]]:
    """Return every kind of thing that the site can speak of."""
    found = [kind for kind in vars(nodes).values() if isinstance(kind, type)]
    return [kind for kind in found if issubclass(kind, Node) and kind is not Node]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_kind_of_thing_has_only_what_the_vocabulary_gives_it(kind):
    said = [
        problem
        for name in properties(kind)
        for problem in problems_of_property(name, [kind.schema_type])
    ]

    assert kind.schema_type in terms()
    assert not said


def properties(kind: type[Node]) -> list[str]:
    return [name for _, name in nodes._properties(kind)]  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_what_is_a_kind_of_something_here_is_one_in_the_vocabulary(kind):
    above = [
        each.schema_type for each in kind.__mro__ if isinstance(each, type) and each in kinds()
    ]

    assert set(above) <= kinds_of(kind.schema_type)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_no_kind_of_thing_is_retired(kind):
    """Row 17."""
    assert not kinds_of(kind.schema_type) & RETIRED


def test_a_picture_is_one_in_the_vocabulary():
    picture = Picture("https://clinic.example/a.jpg", 1200, 630, "A hand")

    assert not problems([picture.as_dict()])


@pytest.mark.parametrize(
    ("node", "says"),
    [
        ({"@type": "Clinic"}, "there is no type Clinic"),
        ({"@type": "Person", "reviewer": "x"}, "there is no property reviewer"),
        (
            {"@type": "BlogPosting", "lastReviewed": "2026-05-04"},
            "lastReviewed does not belong to BlogPosting but to WebPage",
        ),
        ({"@type": "MedicalWebPage", "aspect": "x"}, "aspect is superseded by mainContentOfPage"),
        ({"@type": "WebPage", "lastReviewed": "May 4"}, "lastReviewed is 'May 4', and not Date"),
        (
            {"@type": "BlogPosting", "wordCount": "900"},
            "wordCount is '900', and not Integer",
        ),
        (
            {"@type": "WebPage", "reviewedBy": {"@type": "WebSite"}},
            "reviewedBy is ['WebSite'], and not Organization, Person",
        ),
        (
            {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday", "Holiday"]},
            "dayOfWeek is 'Holiday', and not DayOfWeek",
        ),
        ({"@type": "Person", "sameAs": "/team/"}, "sameAs is '/team/', and not URL"),
        ({"@type": "FAQPage"}, "FAQPage is retired"),
    ],
)
def test_the_check_finds_what_is_wrong(node: dict[str, Any], says: str):
    assert problems([node]) == [says]


def test_a_thing_spoken_of_by_its_id_is_looked_up():
    page = {"@type": "WebPage", "@id": "#page", "reviewedBy": {"@id": "#site"}}
    site = {"@type": "WebSite", "@id": "#site"}

    assert problems([page, site]) == ["reviewedBy is ['WebSite'], and not Organization, Person"]


def test_the_fields_of_things_are_plain_values():
    """So that the two tests above see every property there is."""
    assert all(dataclasses.is_dataclass(kind) for kind in kinds())
