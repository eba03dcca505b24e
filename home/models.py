"""The front door, and the plain pages around the blog."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock, TextBlock
from wagtail.fields import StreamField
from wagtail.search import index

from blog.models import ArticlePage
from clinic.models import LocationPage
from content.blocks.stories import PageStory
from content.markdown.document import Document
from content.markdown.forms import picture
from content.picks import bring
from content.words import plain_text
from delivery.page_cache.tags import shows
from images.renditions import prefetch_for
from organization.identity import organization_id
from pages import depths
from pages.models import SitePage
from pages.twins import Twinned, appointment_address
from seo.nodes import Node, Reference, WebPage

if TYPE_CHECKING:
    from images.models import ClinicImage


LATEST_ARTICLES = 4


class StepBlock(StructBlock):
    """One step of the treatment, in a few plain words."""

    title = CharBlock(max_length=60, help_text="Two to four words.")
    text = TextBlock(help_text="One or two short sentences.")

    class Meta:
        icon = "list-ol"
        label = "Step"
        group = "Treatment"
        template = "blocks/step.html"
        label_format = "{title}"
        description = "One step of the treatment, as a patient goes through it."
        help_text = "What happens, and what the patient does."
        preview_value = {
            "title": "A first talk",
            "text": "We listen, look at your history, and say whether we can help.",
        }


class HomePage(SitePage):
    """What the clinic does and where, the treatment in steps, and the latest articles."""

    headline = models.CharField(
        max_length=120,
        help_text="One sentence: what the clinic does, and where. It is the page's main heading.",
    )
    introduction = models.TextField(
        blank=True, help_text="One or two sentences under the heading."
    )
    hero_image = models.ForeignKey(
        "images.ClinicImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    button_label = models.CharField(max_length=40, default="Request an appointment")
    button_page = models.ForeignKey(
        "pages.SitePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where the button leads. Without a page there is no button.",
    )

    treatment_heading = models.CharField(max_length=80, blank=True)
    treatment_steps = StreamField(
        [("step", StepBlock())],
        blank=True,
        max_num=5,
        help_text="The treatment in a few plain steps, in the order a patient meets them.",
    )
    treatment_page = models.ForeignKey(
        "pages.SitePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The page that tells more about the treatment.",
    )

    closing_heading = models.CharField(max_length=80, blank=True)
    closing_text = models.TextField(
        blank=True, help_text="A calm last word, above the button at the foot of the page."
    )

    search_fields = [
        *SitePage.search_fields,
        index.SearchField("headline"),
        index.SearchField("introduction"),
        index.SearchField("closing_text"),
    ]
    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("headline"),
                FieldPanel("introduction"),
                FieldPanel("hero_image"),
                FieldPanel("button_label"),
                FieldPanel("button_page"),
            ],
            heading="First thing readers see",
        ),
        MultiFieldPanel(
            [
                FieldPanel("treatment_heading"),
                FieldPanel("treatment_steps"),
                FieldPanel("treatment_page"),
            ],
            heading="The treatment",
        ),
        MultiFieldPanel(
            [FieldPanel("closing_heading"), FieldPanel("closing_text")],
            heading="Last thing readers see",
        ),
    ]

    read_with = ("hero_image", "button_page", "treatment_page")
    image_kinds = {"hero_image": ("lead", "share")}

    parent_page_types = ["pages.SitePage"]
    subpage_types = [
        "blog.BlogIndexPage",
        "clinic.AppointmentPage",
        "clinic.LocationIndexPage",
        "clinic.TreatmentIndexPage",
        "home.StandardPage",
        "people.ProfileIndexPage",
    ]
    max_count = 1
    title_kind = "home"

    class Meta:
        verbose_name = "home page"

    @property
    def search_title(self) -> str:
        """What search results call it: never “Home”, but what the page opens with."""
        return self.seo_title or self.headline or self.title

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        steps = [step.value["text"] for step in self.treatment_steps]
        return " ".join(filter(None, [self.introduction or self.headline, *steps]))

    @property
    def share_picture_source(self) -> "ClinicImage | None":
        """The image to share: the one chosen for it, else the page's own, else the site's."""
        return self.share_image or self.hero_image or super().share_picture_source

    def schema_nodes(self) -> tuple[Node, ...]:
        """Return the page as the clinic's own."""
        page = WebPage(id=f"{self.absolute_url}#webpage", main_entity=Reference(organization_id()))
        return (page,)

    @cached_property
    def page_about_treatment(self) -> SitePage | None:
        """The page that tells more about the treatment, once readers can open it."""
        if self.treatment_page_id is None:
            return None
        shows(depths.tag(depths.NAME, self.treatment_page_id))
        return SitePage.objects.published().names().filter(pk=self.treatment_page_id).first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add where the clinic is and what it has written lately."""
        context = super().get_context(request, *args, **kwargs)
        shows(ArticlePage.list_tag(), LocationPage.list_tag())
        latest = ArticlePage.objects.published().newest_first().for_cards()[:LATEST_ARTICLES]
        places = LocationPage.objects.published().cards().select_related("photo")
        context["locations"] = prefetch_for(places, "photo", "pair")
        context["articles"] = prefetch_for(latest, "hero_image", "lead", "card")
        return context


class StandardPage(Twinned, SitePage):
    """A page of text: about, privacy, comment policy."""

    introduction = models.TextField(
        blank=True, help_text="One or two sentences that say what the page is for."
    )
    hero_image = models.ForeignKey(
        "images.ClinicImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(PageStory(), blank=True)

    search_fields = [
        *SitePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("hero_image"),
        FieldPanel("body"),
    ]

    read_with = ("hero_image",)
    image_kinds = {"hero_image": ("hero", "share")}

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = "standard page"

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction or plain_text(self.body)

    @property
    def share_picture_source(self) -> "ClinicImage | None":
        """The image to share: the one chosen for it, else the page's own, else the site's."""
        return self.share_image or self.hero_image or super().share_picture_source

    def as_markdown(self) -> str:
        """Return the page for machines that read text."""
        bring([self.body], along=[self.hero_image])
        document = Document(
            title=self.title,
            address=self.absolute_url,
            introduction=self.introduction,
            opening=picture(self.hero_image, self.absolute_url),
            body=self.body,
        )
        return document.markdown(appointment_address)


class StarterPart(models.Model):
    """One part of the starter site that has been loaded here.

    A part is loaded once: when an editor renames, moves or deletes what came of it, loading
    again does not bring it back.
    """

    name = models.CharField(max_length=200, primary_key=True)
    object_id = models.PositiveBigIntegerField(null=True)
    loaded_on = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "part of the starter site"

    def __str__(self) -> str:
        return self.name


class GeneratedContent(models.Model):
    """What one run of `generate_content` has made up: a run of pages, none of anybody's work."""

    seed = models.BigIntegerField()
    articles = models.PositiveIntegerField()
    comments = models.PositiveIntegerField()
    first_page = models.PositiveBigIntegerField()
    last_page = models.PositiveBigIntegerField()
    made_on = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "generated content"
        verbose_name_plural = "generated content"

    def __str__(self) -> str:
        return f"{self.articles} made-up articles"
