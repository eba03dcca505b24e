"""The glossary as every process remembers it: naming a term on a page costs no query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from delivery.memory import forget, remembered
from delivery.page_cache.purging import purge
from delivery.page_cache.tags import shows
from glossary.models import Term, lines
from seo.nodes import Drug, DrugClass, MedicalCondition, MedicalEntity, MedicalTherapy, Reference

TOPIC = "glossary"
KINDS: dict[str, type[MedicalEntity]] = {
    Term.Kind.CONDITION: MedicalCondition,
    Term.Kind.THERAPY: MedicalTherapy,
    Term.Kind.DRUG: Drug,
    Term.Kind.DRUG_CLASS: DrugClass,
}


@dataclass(frozen=True)
class Entry:
    """A term as pages name it: in words for readers, as a thing for machines."""

    pk: int
    kind: str
    name: str
    other_names: tuple[str, ...]
    explanation: str
    legal_status: str
    drug: int | None
    node: MedicalEntity

    @property
    def reference(self) -> Reference:
        """The term, spoken of elsewhere in the graph."""
        return Reference(self.node.id)


def term_id(pk: int) -> str:
    """Return the `@id` of a term in every graph: its name may change."""
    return f"{settings.SITE_URL}/#term-{pk}"


def term_tag(pk: int) -> str:
    """Return the tag of a response that shows a term."""
    return f"term:{pk}"


def entries(ids: Iterable[int]) -> list[Entry]:
    """Return the terms with these ids, in their order, each once; those that are gone not."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    shows(*map(term_tag, wanted))
    known = remembered(TOPIC, "", _glossary, tags=())
    return [known[pk] for pk in wanted if pk in known]


def nodes_of(terms: Iterable[Entry]) -> Iterator[MedicalEntity]:
    """Yield terms as schema.org things, and the drugs of their therapies by name alone."""
    terms = list(terms)
    yield from (term.node for term in terms)
    for drug in entries(term.drug for term in terms if term.drug):
        yield Drug(id=drug.node.id, name=drug.name, same_as=drug.node.same_as)


def tell_of_change(instance: Term, **signal: Any) -> None:
    """Let every process read the glossary again, and drop whatever shows this term."""
    forget(TOPIC)
    purge(term_tag(instance.pk))


def _glossary() -> dict[int, Entry]:
    return {term.pk: _entry(term) for term in Term.objects.select_related("drug")}


def _entry(term: Term) -> Entry:
    # The kind of a drug may have been changed since a therapy was given with it.
    drug = term.drug_id if term.drug and term.drug.kind == Term.Kind.DRUG else None
    return Entry(
        pk=term.pk,
        kind=term.kind,
        name=term.name,
        other_names=lines(term.other_names),
        explanation=term.explanation,
        legal_status=term.legal_status,
        drug=drug,
        node=_node(term, drug),
    )


def _node(term: Term, drug: int | None) -> MedicalEntity:
    more = {"drug": (Reference(term_id(drug)),)} if drug else {}
    return KINDS[term.kind](
        id=term_id(term.pk),
        name=term.name,
        alternate_name=lines(term.other_names),
        description=term.explanation,
        legal_status=term.legal_status,
        same_as=lines(term.same_as),
        **more,  # type: ignore[arg-type]
    )
