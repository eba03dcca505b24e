"""What is wrong with the JSON-LD of a page.

A finding's place begins with the `@id` of the thing it is about, so that what is said of the
clinic on every page can be told once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from seo.audit.codes import Code
from seo.audit.document import Document
from seo.audit.head import is_moment
from seo.audit.subject import Subject, is_absolute, without_fragment
from seo.audit.wanted import ARTICLES, PAGES, PROFILED, PUBLISHER, RETIRED, WANTED
from seo.findings import Finding
from seo.nodes import Json

ADDRESSES = frozenset(
    {
        *("@id", "url", "item", "sameAs", "hasMap", "contentUrl", "thumbnailUrl", "embedUrl"),
        *("image", "logo", "mainEntityOfPage", "photo"),
    }
)
MOMENTS = frozenset({"datePublished", "dateModified", "dateCreated", "uploadDate"})
DATES = frozenset({"lastReviewed", "validFrom", "validThrough", "foundingDate", "birthDate"})
# Of the references of an article nobody knows more than the day, or the year.
_WITH_A_TIME = ARTICLES | PAGES | {"Comment"}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
SMALLEST_PICTURE = 50_000  # pixels
LONGEST_QUOTATION = 60


class BrokenGraph(ValueError):
    """JSON-LD that is no graph. Says what to do."""


def read_graph(document: Document) -> list[Json]:
    """Return the things of a page's graph. Raises BrokenGraph; nothing where there is none."""
    if not document.json_ld:
        return []
    try:
        whole = json.loads(document.json_ld[0])
    except (ValueError, RecursionError) as error:
        raise BrokenGraph(f"Write JSON-LD that can be read: {str(error)[:120]}.") from error
    things = whole.get("@graph") if isinstance(whole, dict) else None
    if not isinstance(things, list) or not all(isinstance(thing, dict) for thing in things):
        raise BrokenGraph("Join the things of the page in one @graph.")
    if "schema.org" not in str(whole.get("@context", "")):
        raise BrokenGraph("Name https://schema.org as the @context.")
    return things


def graph_findings(document: Document) -> Iterator[Finding]:
    """Yield what there is to say of the graph by itself."""
    if not document.json_ld:
        yield Code.GRAPH_MISSING.found("Describe the page in JSON-LD.", "JSON-LD")
        return
    if len(document.json_ld) > 1:
        yield Code.GRAPH_SEVERAL.found(
            f"Join the {len(document.json_ld)} blocks of JSON-LD into one graph.", "JSON-LD"
        )
    try:
        things = read_graph(document)
    except BrokenGraph as problem:
        yield Code.GRAPH_BROKEN.found(str(problem), "JSON-LD")
        return
    yield from _identities(things)
    yield from _connections(things)
    roles = _roles(things)
    for thing in things:
        yield from _values(thing)
        yield from _lacking(thing, roles)


def is_of_another_page(finding: Finding, subject: Subject) -> bool:
    """Say whether it is about a thing of the graph that is at home on another page."""
    about = finding.place.partition(" ")[0]
    of_graph = finding.code.startswith("graph-") and is_absolute(about)
    return of_graph and without_fragment(about) != subject.address


def kinds(thing: Json) -> frozenset[str]:
    """Return the types of a thing."""
    given = thing.get("@type", ())
    return frozenset(map(str, given if isinstance(given, list) else (given,)) if given else ())


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every property in a thing with its value, however deep."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            yield from current.items()
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)


def dicts(value: Any) -> Iterator[Json]:
    """Yield a thing and every thing in it."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            yield current
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)


def listed(value: Any) -> list[Any]:
    """Return one value or several as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def name_of(thing: Json) -> str:
    """Return what people call a thing."""
    said = thing.get("name") or thing.get("headline") or thing.get("@id") or ""
    return str(said)[:LONGEST_QUOTATION] or f"the {' '.join(sorted(kinds(thing))) or 'thing'}"


def _about(thing: Json) -> str:
    return str(thing.get("@id") or "/".join(sorted(kinds(thing))) or "JSON-LD")


# --- one connected graph ------------------------------------------------------------------------


def _identities(things: list[Json]) -> Iterator[Finding]:
    seen: set[str] = set()
    for thing in things:
        id = thing.get("@id")
        if not id or not is_absolute(str(id)):
            yield Code.GRAPH_ID.found(f"Give {name_of(thing)} a whole @id.", _about(thing))
        elif str(id) in seen:
            yield Code.GRAPH_TWICE.found(f"Join the two things that are {id}.", str(id))
        seen.add(str(id))
    for thing in things:
        for part in dicts(thing):
            if set(part) == {"@id"} and str(part["@id"]) not in seen:
                yield Code.GRAPH_DANGLING.found(
                    f"Describe {part['@id']}, or do not name it.", f"{_about(thing)}"
                )


def _connections(things: list[Json]) -> Iterator[Finding]:
    """Yield what cannot be reached from the first thing, over references in either direction."""
    neighbours: dict[str, set[str]] = {}
    keys = [str(thing.get("@id") or f"_:{place}") for place, thing in enumerate(things)]
    for key, thing in zip(keys, things, strict=True):
        for part in dicts(thing):
            if part is not thing and (other := part.get("@id")):
                neighbours.setdefault(key, set()).add(str(other))
                neighbours.setdefault(str(other), set()).add(key)
    reached: set[str] = set()
    waiting = keys[:1]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting.extend(neighbours.get(key, ()))
    for key, thing in zip(keys, things, strict=True):
        if key not in reached:
            yield Code.GRAPH_PARTED.found(
                f"Connect {name_of(thing)} with the rest of the graph.", _about(thing)
            )


# --- values -------------------------------------------------------------------------------------


def _values(thing: Json) -> Iterator[Finding]:
    about = _about(thing)
    for part in dicts(thing):
        of_kind = kinds(part)
        if not of_kind and set(part) != {"@id"}:
            yield Code.GRAPH_TYPE.found(f"Say what {name_of(part)} is.", about)
        for retired in sorted(of_kind & RETIRED):
            yield Code.GRAPH_RETIRED.found(
                f"Leave out {retired}: no search engine shows it any more.", about
            )
        if of_kind & ARTICLES:
            for name in sorted({"reviewedBy", "lastReviewed"} & set(part)):
                yield Code.GRAPH_MISPLACED.found(
                    f"Say {name} of the page: an article has no such property.", f"{about} {name}"
                )
        for name, value in part.items():
            for single in listed(value) or [value]:
                yield from _value(name, single, of_kind, f"{about} {name}")


def _value(name: str, value: Any, of_kind: frozenset[str], place: str) -> Iterator[Finding]:
    if value in ("", None, [], {}):
        yield Code.GRAPH_BLANK.found(f"Leave out {name}, or give it a value.", place)
    elif name in ADDRESSES and isinstance(value, str) and not is_absolute(value):
        if name != "@id":
            yield Code.GRAPH_RELATIVE.found(
                f"Write {name} as a whole address: “{value[:LONGEST_QUOTATION]}” is not.", place
            )
    elif name in MOMENTS | DATES and not _is_dated(name, str(value), of_kind):
        yield Code.GRAPH_DATE.found(
            f"Write {name} as ISO 8601 has it, a moment with its time zone: "
            f"“{str(value)[:LONGEST_QUOTATION]}” is not.",
            place,
        )


def _is_dated(name: str, value: str, of_kind: frozenset[str]) -> bool:
    if is_moment(value):
        return True
    with_a_time = name in MOMENTS and bool(of_kind & _WITH_A_TIME)
    return not with_a_time and _DATE.fullmatch(value) is not None


# --- what is missing ----------------------------------------------------------------------------


def _roles(things: list[Json]) -> dict[str, str]:
    """Return which thing publishes the site, and whom the page is about, by `@id`."""
    roles: dict[str, str] = {}
    for thing in things:
        for kind, name, role in (
            ("WebSite", "publisher", PUBLISHER),
            ("ProfilePage", "mainEntity", PROFILED),
        ):
            if kind in kinds(thing):
                for named in listed(thing.get(name)):
                    if isinstance(named, dict) and named.get("@id"):
                        roles[str(named["@id"])] = role
    return roles


def _lacking(thing: Json, roles: dict[str, str]) -> Iterator[Finding]:
    about = _about(thing)
    # A thing with an @id that is named inside another is described elsewhere.
    for part in [thing, *(each for each in dicts(thing) if "@id" not in each)]:
        of_kind = kinds(part) | {roles.get(str(part.get("@id")), "")}
        for wanted in WANTED:
            if of_kind & wanted.kinds and _lacks(part, wanted.property):
                yield wanted.code.found(
                    wanted.advice.format(name=name_of(part)), f"{about} {wanted.property}"
                )
        if "BreadcrumbList" in of_kind:
            yield from _steps(part, about)
        if of_kind & ARTICLES:
            yield from _authors(part, about)
            yield from _pictures(part, about)


def _lacks(thing: Json, path: str) -> bool:
    name, _, rest = path.partition(".")
    value = thing.get(name)
    if not rest:
        return value in (None, "", [], {})
    # That the outer one is missing is said of itself.
    return isinstance(value, dict) and _lacks(value, rest)


def _steps(trail: Json, about: str) -> Iterator[Finding]:
    steps = [step for step in listed(trail.get("itemListElement")) if isinstance(step, dict)]
    if len(steps) == 1:
        yield Code.GRAPH_REQUIRED.found(
            "Leave a trail of one step out: it needs two.", f"{about} itemListElement"
        )
    for number, step in enumerate(steps, start=1):
        needed = ["position", "name", *(["item"] if number < len(steps) else [])]
        for name in needed:
            if _lacks(step, name):
                yield Code.GRAPH_REQUIRED.found(
                    f"Say the {name} of step {number} of the trail.", f"{about} {name}"
                )


def _authors(article: Json, about: str) -> Iterator[Finding]:
    for author in listed(article.get("author")):
        if not isinstance(author, dict) or (_lacks(author, "name") and "@id" not in author):
            yield Code.GRAPH_REQUIRED.found("Say the name of each author.", f"{about} author")
        elif _lacks(author, "url") and "@id" not in author:
            yield Code.GRAPH_ADVISED.found(
                f"Give {name_of(author)} a page.", f"{about} author.url"
            )


def _pictures(article: Json, about: str) -> Iterator[Finding]:
    for picture in listed(article.get("image")):
        if isinstance(picture, dict):
            width, height = (_pixels(picture.get(side)) for side in ("width", "height"))
            if width and height and width * height < SMALLEST_PICTURE:
                yield Code.GRAPH_ADVISED.found(
                    f"Choose a larger picture: {width} by {height} is too small for results.",
                    f"{about} image",
                )


def _pixels(length: Any) -> int:
    """Return a length that is written as 1200 or as “1200 px”; 0 for any other."""
    number = str(length).removesuffix("px").strip()
    return int(number) if re.fullmatch(r"\d{1,5}", number, re.ASCII) else 0
