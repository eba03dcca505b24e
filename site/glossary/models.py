"""Term: a condition, a therapy or a drug, explained once for every page that names it."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Lower
from wagtail.search import index


class Term(index.Indexed, models.Model):
    """A condition, a therapy or a drug. Whatever is blank is left out everywhere."""

    class Kind(models.TextChoices):
        CONDITION = "condition", "Condition"
        THERAPY = "therapy", "Therapy"
        DRUG = "drug", "Drug"
        DRUG_CLASS = "drug_class", "Class of drugs"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120, help_text="As readers know it, such as “Migraine”.")
    other_names = models.TextField(
        blank=True, max_length=400, help_text="What else it is called, one name a line."
    )
    explanation = models.TextField(
        blank=True,
        max_length=400,
        help_text="What it is, in one or two plain sentences. "
        "Readers see it below every text that names the term.",
    )
    legal_status = models.CharField(
        max_length=200,
        blank=True,
        help_text="For a drug, such as “Prescription only in the United States”. "
        "Leave it blank rather than guess, and keep it true.",
    )
    drug = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"kind": Kind.DRUG},
        help_text="The drug that a therapy is given with.",
    )
    same_as = models.TextField(
        "the same elsewhere",
        blank=True,
        help_text="Addresses of pages about exactly this, one a line, such as its article in "
        "Wikipedia. They tell search engines beyond doubt what is meant.",
    )

    search_fields = [
        index.AutocompleteField("name"),
        index.SearchField("name"),
        index.SearchField("other_names"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), "kind", name="a_term_is_explained_once"),
            models.CheckConstraint(
                condition=models.Q(drug=None) | models.Q(kind="therapy"),
                name="a_therapy_is_given_with_a_drug",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display().lower()})"

    def clean(self) -> None:
        """Refuse what only a drug or a therapy can have, and addresses that are none."""
        super().clean()
        errors = {}
        if self.legal_status and self.kind not in {self.Kind.DRUG, self.Kind.DRUG_CLASS}:
            errors["legal_status"] = "Only a drug has a legal status. Leave this empty."
        if self.drug_id and self.kind != self.Kind.THERAPY:
            errors["drug"] = "Only a therapy is given with a drug. Leave this empty."
        if broken := [address for address in lines(self.same_as) if not _is_address(address)]:
            errors["same_as"] = (
                f"“{broken[0]}” is no web address. Write one a line, "
                "each beginning with https:// or http://."
            )
        if errors:
            raise ValidationError(errors)


def lines(text: str) -> tuple[str, ...]:
    """Return what stands in a field that takes one thing a line."""
    return tuple(filter(None, map(str.strip, text.splitlines())))


def _is_address(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return True
