"""What the clinic offers."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpRequest
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.twins import treatment_markdown
from content.blocks.stories import PageStory
from content.words import plain_text
from delivery.page_cache.tags import shows
from glossary.models import Term
from glossary.naming import NamesTerms
from images.renditions import prefetch_for
from pages.models import SitePage
from pages.twins import Twinned
from seo.nodes import MedicalTherapy, MedicalWebPage, Node

if TYPE_CHECKING:
    from images.models import ClinicImage


class TreatmentIndexPage(SitePage):
    """Everything the clinic offers."""

    introduction = models.TextField(
        blank=True, help_text="One or two sentences above the list of treatments."
    )

    content_panels = [*SitePage.content_panels, "introduction"]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["clinic.TreatmentPage"]
    max_count = 1
    title_kind = "list"

    class Meta:
        verbose_name = "treatments page"

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """Add the treatments in the editors' order."""
        context = super().get_context(request, *args, **kwargs)
        shows(TreatmentPage.list_tag())
        offered = TreatmentPage.objects.published().child_of(self).cards()
        context["treatments"] = prefetch_for(
            offered.select_related("hero_image"), "hero_image", "lead"
        )
        return context


class TreatmentPage(Twinned, NamesTerms, SitePage):
    """A treatment: what it is, for whom, and what the evidence says."""

    introduction = models.TextField(
        blank=True, help_text="Two or three sentences: what the treatment is, and for whom."
    )
    hero_image = models.ForeignKey(
        "images.ClinicImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hero_caption = models.CharField(max_length=300, blank=True)
    body = StreamField(PageStory(), blank=True)

    content_panels = [
        *SitePage.content_panels,
        "introduction",
        "hero_image",
        "hero_caption",
        "body",
        *NamesTerms.glossary_panels,
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    image_kinds = {"hero_image": ("hero", "lead", "share")}
    card_fields = ("introduction", "hero_image")

    parent_page_types = ["clinic.TreatmentIndexPage"]
    subpage_types: list[str] = []
    needs_medical_review = True
    schema_page_type = MedicalWebPage
    title_kind = "treatment"

    class Meta:
        verbose_name = "treatment"

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction or plain_text(self.body)

    @property
    def share_picture_source(self) -> "ClinicImage | None":
        """The image to share: the one chosen for it, else the page's own, else the site's."""
        return self.share_image or self.hero_image or super().share_picture_source

    def schema_nodes(self) -> tuple[Node, ...]:
        """Return the treatment as a therapy, given with the drugs that the page is about."""
        drugs = (term.reference for term in self.terms_about if term.kind == Term.Kind.DRUG)
        therapy = MedicalTherapy(
            id=f"{self.absolute_url}#therapy",
            name=self.title,
            url=self.absolute_url,
            description=self.search_description or self.introduction,
            drug=tuple(drugs),
        )
        page = MedicalWebPage(id=f"{self.absolute_url}#webpage", main_entity=therapy)
        return (self.describing_terms(page), therapy, *self.term_nodes())

    def as_markdown(self) -> str:
        """Return the treatment for machines that read text."""
        return treatment_markdown(self)
