"""What a page is about and what it mentions, as terms of the glossary that an editor chose."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from django.db import models
from wagtail.admin.panels import MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.snippets.blocks import SnippetChooserBlock

from glossary.entries import Entry, entries, nodes_of
from seo.nodes import CreativeWork, MedicalEntity

Work = TypeVar("Work", bound=CreativeWork)


TERMS = [("term", SnippetChooserBlock("glossary.Term", label="Term", icon="tag"))]


class NamesTerms(models.Model):
    """Mixed into a page type that informs about health."""

    # Kept in the page's own row, so that naming a term costs no query.
    about = StreamField(
        TERMS,
        blank=True,
        default=[],
        help_text="The condition, therapy or drug that the text is about: one or two.",
    )
    mentions = StreamField(
        TERMS, blank=True, default=[], help_text="Others that the text explains or compares."
    )

    glossary_panels = [
        MultiFieldPanel(
            ["about", "mentions"],
            heading="Conditions, therapies and drugs",
            help_text="From the glossary. Search engines and answer machines learn beyond doubt "
            "what the text is about, and readers see each term explained below it.",
            classname="collapsed",
        )
    ]

    class Meta:
        abstract = True

    @cached_property
    def terms_about(self) -> list[Entry]:
        """What the text is about."""
        return entries(_chosen(self.about))

    @cached_property
    def terms_mentioned(self) -> list[Entry]:
        """What else the text speaks of."""
        return [term for term in entries(_chosen(self.mentions)) if term not in self.terms_about]

    @property
    def explained_terms(self) -> list[Entry]:
        """Every term of the text that has an explanation for readers."""
        return [each for each in (*self.terms_about, *self.terms_mentioned) if each.explanation]

    def describing_terms(self, work: Work) -> Work:
        """Return a node of this text with what it is about and mentions."""
        return replace(
            work,
            about=tuple(term.reference for term in self.terms_about),
            mentions=tuple(term.reference for term in self.terms_mentioned),
        )

    def term_nodes(self) -> tuple[MedicalEntity, ...]:
        """Return the terms themselves."""
        return tuple(nodes_of([*self.terms_about, *self.terms_mentioned]))


def _chosen(story: StreamValue) -> Iterator[int]:
    """Yield the ids of the chosen terms, as they are stored: nothing is fetched for it."""
    return (block["value"] for block in story.raw_data if isinstance(block["value"], int))
