"""The people behind the articles: a page each for authors, reviewers and teams."""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from content.blocks.stories import PageStory
from content.words import plain_text, word_count
from delivery.page_cache.tags import shows
from images.renditions import prefetch_for, prefetch_images
from organization.identity import organization_id
from organization.models import SearchAndSocial
from pages.description import clinic_time
from pages.listing import Listing
from pages.models import SitePage, SitePageQuerySet
from pages.sharing import share_picture
from pages.syndication import Syndicated
from pages.twins import Twinned
from people.twins import profile_markdown
from seo.metadata import Picture
from seo.nodes import (
    BlogPosting,
    CollectionPage,
    EducationalOccupationalCredential,
    Node,
    Organization,
    Person,
    PropertyValue,
    Reference,
)
from seo.nodes import ProfilePage as ProfilePageNode

if TYPE_CHECKING:
    from images.models import ClinicImage


# A profile of so many words is worth finding, whoever wrote nothing else.
ENOUGH_WORDS = 60


class ProfileIndexPage(SitePage):
    """Everyone who writes for the clinic or reviews what it publishes."""

    introduction = models.TextField(
        blank=True, help_text="One or two sentences above the list of people."
    )

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["people.ProfilePage"]
    max_count = 1
    title_kind = "list"
    schema_page_type = CollectionPage

    class Meta:
        verbose_name = "team page"

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the profiles, in the order that editors gave them."""
        context = super().get_context(request, *args, **kwargs)
        profiles = ProfilePage.objects.published().child_of(self).order_by("path")
        shows(ProfilePage.list_tag())
        shown = prefetch_for(profiles.select_related("photo").cards(), "photo", "portrait")
        return {**context, "profiles": shown}


class ProfileQuerySet(SitePageQuerySet):
    """Profiles, asked for by what the people may do."""

    def reviewers(self) -> "ProfileQuerySet":
        """People with credentials and an account: those who may sign medical reviews."""
        people = self.live().filter(kind=ProfilePage.Kind.PERSON, user__is_active=True)
        return people.exclude(credentials="")

    def signing_as(self, user: AbstractBaseUser) -> "ProfilePage | None":
        """Return the profile that a user signs medical reviews as, if they may."""
        return self.reviewers().filter(user=user).first()


ProfileManager = PageManager.from_queryset(ProfileQuerySet)


class ProfilePage(Twinned, Syndicated, Listing, SitePage):
    """An author, a medical reviewer, or a team that writes together."""

    class Kind(models.TextChoices):
        PERSON = "person", "A person"
        TEAM = "team", "A team"

    kind = models.CharField(
        max_length=10,
        choices=Kind.choices,
        default=Kind.PERSON,
        help_text="A team is named as an organization to search engines.",
    )
    role = models.CharField(
        max_length=120, blank=True, help_text="What they do here, such as “Medical director”."
    )
    credentials = models.CharField(
        max_length=80,
        blank=True,
        help_text="Letters after the name, such as “MD”. Only someone with credentials "
        "may sign medical reviews.",
    )
    photo = models.ForeignKey(
        "images.ClinicImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    summary = models.TextField(
        blank=True,
        max_length=400,
        help_text="Two sentences, shown with their articles and in search results.",
    )
    body = StreamField(PageStory(), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="profile",
        verbose_name="account",
        help_text="The account this person signs in with. A medical reviewer needs one.",
    )
    npi = models.CharField(
        "NPI number",
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{10}$", "An NPI number has exactly ten digits.")],
        help_text="The ten digits of the National Provider Identifier, if they have one.",
    )
    license = models.CharField(
        max_length=160,
        blank=True,
        help_text="As the board writes it: its state, its kind, its number. "
        "Shown on this page alone.",
    )
    license_url = models.URLField(
        "where the board confirms it", blank=True, help_text="The address of the board's entry."
    )
    same_as = models.TextField(
        "profiles elsewhere",
        blank=True,
        help_text="Addresses of the same person or team on other sites, one a line.",
    )

    objects = ProfileManager()

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("role"),
                FieldPanel("credentials"),
                FieldPanel("photo"),
                FieldPanel("summary"),
            ],
            heading="Who they are",
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("license"),
                FieldPanel("license_url"),
                FieldPanel("npi"),
                FieldPanel("same_as"),
            ],
            heading="Where else they are known",
        ),
    ]
    settings_panels = [*SitePage.settings_panels, FieldPanel("user")]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("role"),
        index.SearchField("summary"),
        index.SearchField("body"),
    ]

    parent_page_types = ["people.ProfileIndexPage"]
    subpage_types: list[str] = []
    # An account has one profile: a copied page begins without it.
    exclude_fields_in_copy = ["user"]
    image_kinds = {"photo": ("portrait", "share"), "share_image": ("share",)}
    # In a byline, at the end of an article, and as who signed a review.
    card_fields = ("kind", "role", "credentials", "photo", "summary", "same_as")
    listed_as = "articles:author"
    no_substance = frozenset({"user"})
    og_kind = "profile"
    title_kind = "profile"
    schema_page_type = ProfilePageNode

    class Meta:
        verbose_name = "profile"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="person") | models.Q(user__isnull=True),
                name="a_team_does_not_sign_in",
            )
        ]

    def title_values(self) -> dict[str, str]:
        """Return what they do, for the pattern of their title."""
        return {"role": self.role}

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.summary or plain_text(self.body) or self.names_shown()

    @property
    def share_picture_source(self) -> "ClinicImage | None":
        """The image that goes with a link to this profile."""
        return self.share_image or self.photo or super().share_picture_source

    @property
    def is_team(self) -> bool:
        """Whether several people stand behind the name."""
        return self.kind == self.Kind.TEAM

    @property
    def elsewhere(self) -> list[str]:
        """The addresses of the same person on other sites."""
        return self.same_as.split()

    @property
    def npi_url(self) -> str:
        """Where the registry of all NPI numbers confirms theirs."""
        return f"https://npiregistry.cms.hhs.gov/provider-view/{self.npi}" if self.npi else ""

    @classmethod
    def too_thin(cls, pages: set[int]) -> set[int]:
        """Return those of some profiles with too few articles, and no text of their own."""
        needed = SearchAndSocial.current().profile_needs_articles
        counts = cls._articles_written(pages) + cls._pages_reviewed(pages)
        few = [pk for pk in pages if counts[pk] < needed]
        return {profile.pk for profile in cls.objects.filter(pk__in=few) if profile.says_little}

    @staticmethod
    def _articles_written(pages: set[int]) -> Counter[int]:
        articles = apps.get_model("blog.ArticlePage").objects.published()
        written = articles.filter(article_authors__author__in=pages).order_by()
        counted = written.values_list("article_authors__author").annotate(models.Count("pk"))
        return Counter(dict(counted))

    @staticmethod
    def _pages_reviewed(pages: set[int]) -> Counter[int]:
        reviews = apps.get_model("review.MedicalReview").objects.in_force().order_by()
        signed = reviews.filter(reviewer__in=pages, page__in=SitePage.objects.published())
        counted = signed.values_list("reviewer").annotate(models.Count("page", distinct=True))
        return Counter(dict(counted))

    @property
    def says_little(self) -> bool:
        """Whether the page has no text of its own worth finding."""
        return word_count(f"{self.summary} {plain_text(self.body)}") < ENOUGH_WORDS

    @property
    def why_thin(self) -> str:
        """How much is missing."""
        needed = SearchAndSocial.current().profile_needs_articles
        counts = self._articles_written({self.pk}) + self._pages_reviewed({self.pk})
        return (
            f"A profile needs {needed} published articles and this one has {counts[self.pk]}, "
            f"written or reviewed, or a text of its own of {ENOUGH_WORDS} words. It comes back by "
            "itself. How many it takes: Settings, then Search and social."
        )

    def listed(self) -> models.QuerySet:
        """Return what they wrote, the newest first."""
        shows(f"articles:author:{self.pk}")
        articles = apps.get_model("blog.ArticlePage").objects.published()
        return articles.written_by(self).newest_first().for_cards()

    def ready(self, entries: list[Any]) -> list[Any]:
        """Fetch the pictures of the cards."""
        prefetch_images([article.hero_image for article in entries], "card")
        return entries

    def schema_nodes(self) -> tuple[Node, ...]:
        """Return the person or team, whom the page is about, and what they wrote."""
        whom = replace(self.schema_node(), image=self._picture())
        if isinstance(whom, Person):
            credentials = (*whom.has_credential, *self._license())
            whom = replace(whom, identifier=self._npi(), has_credential=credentials)
        written = tuple(_written(article, whom.id) for article in self.shown())
        page = ProfilePageNode(
            id=f"{self.absolute_url}#webpage", main_entity=whom, has_part=written
        )
        return (page, whom, *written)

    def as_markdown(self) -> str:
        """Return the profile for machines that read text."""
        return profile_markdown(self)

    def schema_node(self) -> Person | Organization:
        """Return the person or team as a byline names them. Their own page says more."""
        return self._team_node() if self.is_team else self._person_node()

    def clean(self) -> None:
        """Refuse what only a person can have on a team, and addresses that are none."""
        super().clean()
        errors = {}
        if self.is_team and self.user_id:
            errors["user"] = "A team has no account: choose “A person”, or leave this empty."
        if self.is_team and self.npi:
            errors["npi"] = "A team has no NPI number: choose “A person”, or leave this empty."
        if self.is_team and self.license:
            errors["license"] = "A team has no license: choose “A person”, or leave this empty."
        if self.license_url and not self.license:
            errors["license"] = "Write what the board confirms at the address below."
        if broken := [address for address in self.elsewhere if not _is_web_address(address)]:
            errors["same_as"] = (
                f"{broken[0]} is no web address. Write one a line, "
                "each beginning with https:// or http://."
            )
        if errors:
            raise ValidationError(errors)

    def _person_node(self) -> Person:
        letters = EducationalOccupationalCredential(name=self.credentials)
        return Person(
            id=f"{self.absolute_url}#person",
            name=self.title,
            url=self._public_address(),
            honorific_suffix=self.credentials,
            job_title=self.role,
            description=self.summary,
            has_credential=(letters,) if self.credentials else (),
            same_as=tuple(self.elsewhere),
            works_for=Reference(organization_id()),
        )

    def _team_node(self) -> Organization:
        return Organization(
            id=f"{self.absolute_url}#person",
            name=self.title,
            url=self._public_address(),
            description=self.summary,
            same_as=tuple(self.elsewhere),
            parent_organization=Reference(organization_id()),
        )

    def _npi(self) -> tuple[PropertyValue, ...]:
        number = PropertyValue(property_id="NPI", value=self.npi, url=self.npi_url)
        return (number,) if self.npi else ()

    def _license(self) -> tuple[EducationalOccupationalCredential, ...]:
        confirmed = EducationalOccupationalCredential(
            name=self.license, credential_category="license", url=self.license_url
        )
        return (confirmed,) if self.license else ()

    def _picture(self) -> tuple[Picture, ...]:
        picture = share_picture(self.photo)
        return (picture,) if picture else ()

    def _public_address(self) -> str:
        return self.absolute_url if self.live else ""


def _written(article: Any, author_id: str) -> BlogPosting:
    """Return an article as the page of its author names it."""
    return BlogPosting(
        id=f"{article.absolute_url}#article",
        url=article.absolute_url,
        headline=article.title,
        date_published=clinic_time(article.first_public_on),
        author=(Reference(author_id),),
    )


def _is_web_address(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return True
