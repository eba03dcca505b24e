"""The settings of the whole clinic: its facts, how it is found, and its announcement."""

import datetime as dt
import re
from functools import cache
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from delivery.memory import forget, remembered
from delivery.page_cache.purging import purge
from delivery.page_cache.tags import shows
from images.models import ClinicImage
from organization.telephone import dialed
from organization.title_patterns import LONGEST_PATTERN, pattern_field, pattern_help, title_pattern
from seo.titles import USUAL_PATTERN


def web_addresses(text: str) -> list[str]:
    """Return the addresses written one a line.

    Raises ValidationError naming the first line that is not an http or https address.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        parts = urlsplit(line)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValidationError(
                f"“{line}” is not a web address. Write one a line, each beginning with https://."
            )
    return lines


def tags_of_setting(setting: Any) -> dict[str, str]:
    """Return the tag of each field of a setting, by every name it is read by."""
    return _tags_of_setting(setting)


@cache
def _tags_of_setting(setting: Any) -> dict[str, str]:
    return {
        name: f"{setting._meta.model_name}.{field.name}"
        for field in setting._meta.concrete_fields
        if not field.primary_key
        for name in (field.name, field.attname)
    }


class RememberedSetting(BaseGenericSetting):
    """A setting that each process remembers until somebody saves it.

    A response depends on those of its fields that were read for it, and on no other.
    """

    class Meta:
        abstract = True

    @classmethod
    def current(cls) -> Self:
        """Return the setting as saved; with its defaults when nobody has saved it yet."""
        return remembered(cls.topic(), "", cls._saved_or_new, tags=())

    @classmethod
    def topic(cls) -> str:
        """Return what the setting is called in the memory of the processes."""
        return cls._meta.model_name or ""

    def __getattribute__(self, name: str) -> Any:
        """Say that a response for which a field is read shows it."""
        value = super().__getattribute__(name)
        if (tag := tags_of_setting(type(self)).get(name)) is not None:
            shows(tag)
            if isinstance(value, ClinicImage):
                shows(f"image:{value.pk}")
        return value

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Drop what shows a field that is no longer what it was."""
        before = self._as_saved()
        super().save(*args, **kwargs)
        self._tell(before)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Drop what shows a field that is its default again."""
        before = self._as_saved()
        deleted = super().delete(*args, **kwargs)
        self._tell(before)
        return deleted

    @classmethod
    def _saved_or_new(cls) -> Self:
        return cls.base_queryset().first() or cls()

    @classmethod
    def _as_saved(cls) -> dict[str, Any]:
        current = cls.objects.first() or cls()
        tags = tags_of_setting(cls)
        return {tags[each.name]: getattr(current, each.attname) for each in cls._own_fields()}

    @classmethod
    def _own_fields(cls) -> list[models.Field]:
        return [field for field in cls._meta.concrete_fields if not field.primary_key]

    @classmethod
    def _tell(cls, before: dict[str, Any]) -> None:
        after = cls._as_saved()
        forget(cls.topic())
        purge(*(tag for tag, value in after.items() if before[tag] != value))


@register_setting(icon="home", order=10)
class Clinic(RememberedSetting):
    """Who the clinic is. Whatever is blank is left out everywhere."""

    name = models.CharField(max_length=100, default="The Crane Center")
    legal_name = models.CharField(
        max_length=150, blank=True, help_text="The registered name, if it differs."
    )
    description = models.CharField(
        max_length=300,
        blank=True,
        help_text="One sentence: what the clinic does and where.",
    )
    logo = models.ForeignKey(
        "images.ClinicImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="At least 112 by 112 pixels. Search engines show it beside the name.",
    )
    founded = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2100)],
        help_text="The year.",
    )
    telephone = models.CharField(
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(
                re.compile(r"^\+?[0-9()][0-9 ().\-]{5,}$"),
                "Write a telephone number: digits, spaces, dots, dashes and parentheses.",
            )
        ],
        help_text="Shown in the footer and on every location without a number of its own.",
    )
    email = models.EmailField(
        "e-mail", blank=True, help_text="Shown to readers. Leave blank to show none."
    )
    appointments_email = models.EmailField(
        "e-mail for appointment requests",
        blank=True,
        help_text=(
            "Gets a short note, without its content, whenever somebody asks for an appointment."
        ),
    )
    social_profiles = models.TextField(
        blank=True,
        validators=[web_addresses],  # type: ignore[list-item]
        help_text="The clinic's pages elsewhere, one address a line.",
    )
    medical_disclaimer = models.TextField(
        default=(
            "This page informs; it does not replace the advice of a doctor who knows you. "
            "In an emergency call 911."
        ),
        help_text="Closes every article.",
    )

    select_related = ["logo"]
    panels = [
        MultiFieldPanel(
            ["name", "legal_name", "description", "logo", "founded"], heading="The clinic"
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["telephone", "email"]),
                "appointments_email",
                "social_profiles",
            ],
            heading="How to reach it",
        ),
        "medical_disclaimer",
    ]

    class Meta:
        verbose_name = "clinic"

    def __str__(self) -> str:
        return self.name

    @property
    def telephone_link(self) -> str:
        """The number as a telephone dials it."""
        return dialed(self.telephone)

    @property
    def profiles(self) -> list[str]:
        """The clinic's pages elsewhere."""
        return web_addresses(self.social_profiles)


@register_setting(icon="search", order=20)
class SearchAndSocial(RememberedSetting):
    """How the site is found and shared."""

    title_separator = models.CharField(
        max_length=3,
        default="|",
        help_text="What {separator} stands for: | or – or ·",  # noqa: RUF001
    )
    title_pattern = models.CharField(
        "every page",
        max_length=LONGEST_PATTERN,
        default=USUAL_PATTERN,
        validators=[title_pattern],
    )
    title_of_home = pattern_field("the home page")
    title_of_article = pattern_field("articles")
    title_of_topic = pattern_field("topics")
    title_of_profile = pattern_field(
        "people and teams", default="{title}, {role} {separator} {site}"
    )
    title_of_treatment = pattern_field("treatments")
    title_of_location = pattern_field(
        "locations", default="{title} {separator} {town} {separator} {site}"
    )
    title_of_list = pattern_field(
        "lists", help_text="The blog, the topics, the team, the locations, the treatments."
    )
    default_share_image = models.ForeignKey(
        "images.ClinicImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown when a page without an image of its own is shared. "
        "Blank: a card is drawn for each, with its title and the clinic's name.",
    )
    google_verification = models.CharField(
        max_length=100, blank=True, help_text="The code Google Search Console asks for."
    )
    bing_verification = models.CharField(
        max_length=100, blank=True, help_text="The code Bing Webmaster Tools asks for."
    )
    hide_from_search_engines = models.BooleanField(
        default=False,
        help_text="Ask every search engine to leave the whole site out. For a trial site only.",
    )
    allow_ai_search = models.BooleanField(
        "let AI search engines read the site",
        default=True,
        help_text="Unticked, ChatGPT search, Perplexity and the like can neither cite the site "
        "nor send readers to it. Google's own AI answers follow Google Search, not this.",
    )
    allow_ai_fetch = models.BooleanField(
        "let AI assistants fetch a page for a person who asks",
        default=True,
        help_text="Unticked, an assistant cannot open a page that somebody asks it about, and "
        "answers from what it remembers.",
    )
    allow_ai_training = models.BooleanField(
        "let AI models be trained on the site",
        default=False,
        help_text="Ticked, companies may teach their models what the site says, and name no "
        "source. Unticked, future models know less of the clinic. Search results do not change.",
    )

    topic_needs_articles = models.PositiveSmallIntegerField(
        "articles that a topic needs",
        default=2,
        validators=[MaxValueValidator(100)],
        help_text="With fewer, a topic's page stays out of search engines until there are enough. "
        "0: it is always in.",
    )
    profile_needs_articles = models.PositiveSmallIntegerField(
        "articles that a profile needs",
        default=1,
        validators=[MaxValueValidator(100)],
        help_text="The same for people and teams; one with a text of its own may stay. "
        "0: they are always in.",
    )
    offer_markdown = models.BooleanField(
        "offer pages as plain Markdown, too",
        default=True,
        help_text="For assistants that read text rather than pages: the same words at the page's "
        "address with .md at its end. Search engines do not list it a second time.",
    )

    select_related = ["default_share_image"]
    panels = [
        MultiFieldPanel(
            [
                HelpPanel(pattern_help()),
                "title_separator",
                "title_pattern",
                FieldRowPanel(["title_of_home", "title_of_article"]),
                FieldRowPanel(["title_of_topic", "title_of_profile"]),
                FieldRowPanel(["title_of_treatment", "title_of_location"]),
                "title_of_list",
            ],
            heading="Titles in search results",
        ),
        MultiFieldPanel(["default_share_image"], heading="Shared links"),
        MultiFieldPanel(
            ["google_verification", "bing_verification"], heading="Proof of ownership"
        ),
        MultiFieldPanel(
            [
                "hide_from_search_engines",
                "allow_ai_search",
                "allow_ai_fetch",
                "allow_ai_training",
                "offer_markdown",
            ],
            heading="Who may read the site",
        ),
        MultiFieldPanel(
            ["topic_needs_articles", "profile_needs_articles"],
            heading="Pages that list too little",
        ),
    ]

    class Meta:
        verbose_name = "search and social"

    def __str__(self) -> str:
        return "Search and social"

    def pattern_of(self, kind: str) -> str:
        """Return how the titles of a kind of page are written; of no kind, as every page's."""
        own: str = getattr(self, f"title_of_{kind}") if kind else ""
        return own or self.title_pattern

    @property
    def hides(self) -> bool:
        """Whether every search engine is asked to leave the whole site out."""
        return settings.STAGING or self.hide_from_search_engines


@register_setting(icon="warning", order=30)
class AnnouncementBar(RememberedSetting):
    """One line above every page, for as long as it is true."""

    text = models.CharField(
        max_length=160, blank=True, help_text="Leave blank to show no announcement."
    )
    link_page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where a reader learns more.",
    )
    link_label = models.CharField(max_length=40, blank=True, default="Read more")
    starts_on = models.DateTimeField(null=True, blank=True, help_text="Blank: at once.")
    ends_on = models.DateTimeField(null=True, blank=True, help_text="Blank: until removed.")

    panels = [
        "text",
        FieldRowPanel([FieldPanel("link_page"), "link_label"]),
        FieldRowPanel(["starts_on", "ends_on"]),
    ]

    class Meta:
        verbose_name = "announcement bar"

    def __str__(self) -> str:
        return "Announcement bar"

    def clean(self) -> None:
        """Refuse an announcement that would end before it starts."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": "Choose an end after the start."})

    def is_shown(self, at: dt.datetime | None = None) -> bool:
        """Say whether the announcement is true at that moment, now unless told."""
        if not self.text:
            return False
        at = at or timezone.now()
        begun = self.starts_on is None or self.starts_on <= at
        over = self.ends_on is not None and self.ends_on <= at
        return begun and not over

    def next_change(self, at: dt.datetime | None = None) -> dt.datetime | None:
        """Return when it will next begin or be over; None for never."""
        if not self.text:
            return None
        at = at or timezone.now()
        return min(
            (each for each in (self.starts_on, self.ends_on) if each and each > at), default=None
        )
