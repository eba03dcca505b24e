"""The terms that the starter texts are about: what is true of them, and nothing more."""

from dataclasses import dataclass

from glossary.models import Term


@dataclass(frozen=True)
class TermPlan:
    """One term of the glossary."""

    kind: str
    name: str
    explanation: str
    other_names: tuple[str, ...] = ()
    legal_status: str = ""
    drug: str = ""
    same_as: tuple[str, ...] = ()

    def as_term(self, drug: Term | None) -> Term:
        """Return the term, not saved yet, given with this drug if it is a therapy."""
        return Term(
            kind=self.kind,
            name=self.name,
            explanation=self.explanation,
            other_names="\n".join(self.other_names),
            legal_status=self.legal_status,
            drug=drug,
            same_as="\n".join(self.same_as),
        )


TERMS = (
    TermPlan(
        kind=Term.Kind.CONDITION,
        name="Migraine",
        explanation="A headache disorder with attacks that return, often with throbbing pain, "
        "nausea and trouble with light and sound.",
        same_as=(
            "https://en.wikipedia.org/wiki/Migraine",
            "https://www.wikidata.org/wiki/Q133823",
            "https://medlineplus.gov/migraine.html",
        ),
    ),
    TermPlan(
        kind=Term.Kind.CONDITION,
        name="Migraine with aura",
        explanation="Migraine in which passing signs from the brain, most often of sight, come "
        "before the pain or along with it.",
    ),
    TermPlan(
        kind=Term.Kind.CONDITION,
        name="Headache",
        explanation="Pain in the head. Most headaches are not dangerous; a sudden one that is "
        "the worst of a life is an emergency.",
        same_as=(
            "https://en.wikipedia.org/wiki/Headache",
            "https://medlineplus.gov/headache.html",
        ),
    ),
    TermPlan(
        kind=Term.Kind.DRUG,
        name="Ketamine",
        explanation="An anesthetic that blocks NMDA receptors. Smaller doses are studied for "
        "pain and low mood; using it for migraine is off-label.",
        legal_status="Schedule III controlled substance in the United States",
        same_as=("https://en.wikipedia.org/wiki/Ketamine",),
    ),
    TermPlan(
        kind=Term.Kind.THERAPY,
        name="Ketamine infusion",
        explanation="Ketamine given slowly into a vein while trained staff watch over the person.",
        drug="Ketamine",
    ),
    TermPlan(
        kind=Term.Kind.DRUG_CLASS,
        name="Triptans",
        explanation="Medicines that stop a migraine attack once it has begun. They act on "
        "serotonin receptors and do not prevent attacks.",
        same_as=("https://en.wikipedia.org/wiki/Triptan",),
    ),
)
