"""One article, who wrote it, and what an editor picked to go with it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from blog.article_nodes import article_nodes
from blog.forms import ArticleForm
from blog.models.queries import ArticleQuerySet
from blog.models.reading_on import MOST, related_articles
from blog.twins import article_markdown
from content.blocks.stories import ArticleStory
from content.contents import Heading, headings
from content.picks import bring
from content.words import plain_text, reading_minutes, word_count
from glossary.naming import NamesTerms
from pages import depths
from pages.models import SitePage, SitePageQuerySet
from pages.syndication import feeds_of
from pages.twins import Twinned
from people.models import ProfilePage
from queries.prepared import Prepared
from seo.metadata import FeedLink, Metadata
from seo.nodes import MedicalWebPage, Node

if TYPE_CHECKING:
    from images.models import ClinicImage

# The tag of a response that shows the newest featured article.
FEATURED = "articles:featured"

ArticleManager = PageManager.from_queryset(ArticleQuerySet)


class ArticlePage(Twinned, NamesTerms, SitePage):
    """An article of the blog."""

    introduction = models.TextField(
        max_length=600,
        help_text="Two or three sentences that open the article. "
        "Readers also see them in the list of articles.",
    )
    hero_image = models.ForeignKey(
        "images.ClinicImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The picture at the top, on cards and on shared links.",
    )
    hero_caption = models.CharField(
        "caption", max_length=300, blank=True, help_text="What readers see under the picture."
    )
    body = StreamField(ArticleStory(), blank=True)

    main_topic = models.ForeignKey(
        "blog.TopicPage",
        null=True,
        on_delete=models.SET_NULL,
        related_name="main_articles",
        help_text="What the article is mostly about.",
    )
    topics = ParentalManyToManyField(
        "blog.TopicPage",
        blank=True,
        related_name="other_articles",
        verbose_name="more topics",
    )
    featured = models.BooleanField(
        default=False, help_text="The newest featured article opens the blog's first page."
    )

    published_on = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Set by itself when the article is first published. "
        "Change it only to correct it.",
    )
    updated_on = models.DateTimeField(null=True, blank=True, editable=False)
    significant_update = models.BooleanField(
        default=False,
        help_text="Tick when what the article says has changed: readers and search engines "
        "then see a new “updated” date. Leave it for typing errors. "
        "It unticks itself once the article is published.",
    )
    change_note = models.CharField(
        max_length=300,
        blank=True,
        help_text="What has changed, in a sentence for readers. Needed with a significant update.",
    )
    reading_minutes = models.PositiveSmallIntegerField(default=0, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ArticleManager()

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("hero_image"), FieldPanel("hero_caption")], heading="Picture at the top"
        ),
        InlinePanel(
            "article_authors",
            heading="Authors",
            label="Author",
            help_text="Who wrote it, in the order of the byline.",
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                PageChooserPanel("main_topic", "blog.TopicPage"),
                FieldPanel("topics"),
                FieldPanel("featured"),
            ],
            heading="Topics and place in the blog",
        ),
        *NamesTerms.glossary_panels,
        InlinePanel(
            "picks",
            heading="Related articles",
            label="Article",
            max_num=MOST,
            help_text="Shown below the article. Whatever you leave open is filled with the "
            "newest articles on the same topics.",
        ),
    ]
    settings_panels = [
        MultiFieldPanel(
            [
                HelpPanel(
                    "<p>Readers trust a date that only moves when the article does. "
                    "The “updated” date changes when you tick the box below and publish.</p>"
                ),
                FieldPanel("significant_update"),
                FieldPanel("change_note"),
                FieldPanel("published_on"),
            ],
            heading="Dates readers see",
        ),
        *SitePage.settings_panels,
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.FilterField("published_on"),
    ]
    base_form_class = ArticleForm

    parent_page_types = ["blog.BlogIndexPage"]
    subpage_types: list[str] = []
    # A copy is a new article: it has no history of its own yet.
    exclude_fields_in_copy = ["published_on", "updated_on", "significant_update", "change_note"]
    needs_medical_review = True
    read_with = ("hero_image", "share_image", "main_topic")
    read_at_once = True
    image_kinds = {
        "hero_image": ("hero", "lead", "card", "share", "shapes"),
        "share_image": ("share",),
    }
    card_fields = ("introduction", "hero_image", "main_topic", "published_on", "reading_minutes")
    no_substance = frozenset({"picks", "change_note"})
    og_kind = "article"
    title_kind = "article"
    schema_page_type = MedicalWebPage

    class Meta:
        verbose_name = "article"
        # The orders in which articles are listed: all, of one topic, and what opens the blog.
        indexes = [
            models.Index(fields=["-published_on", "-sitepage_ptr"], name="articles_newest"),
            models.Index(
                fields=["main_topic", "-published_on", "-sitepage_ptr"],
                name="articles_of_topic_newest",
            ),
            models.Index(
                fields=["-published_on", "-sitepage_ptr"],
                condition=models.Q(featured=True),
                name="articles_featured_newest",
            ),
        ]

    @classmethod
    def list_tag(cls) -> str:
        """Return the tag of a response that lists articles, whatever they are about."""
        return "articles"

    @classmethod
    def places_in_lists(cls, pages: SitePageQuerySet) -> Iterator[tuple]:
        """Yield their places in the list of all, and in those of each topic and author."""
        dates = {}
        for pk, topic, featured, *dated in pages.values_list(
            *("pk", "main_topic", "featured", "published_on"),
            *("noindex", "canonical_override", "unavailable_after"),
        ):
            dates[pk] = dated
            yield (cls.list_tag(), pk, *dated)
            if featured:
                yield (FEATURED, pk, *dated[:1])
            if topic:
                yield (f"articles:topic:{topic}", pk, "main", *dated)
        more = cls.topics.through.objects.filter(articlepage__in=pages.values("pk"))
        for topic, pk in more.order_by().values_list("topicpage", "articlepage"):
            yield (f"articles:topic:{topic}", pk, "more", *dates[pk])
        bylines = ArticleAuthor.objects.filter(page__in=pages.values("pk"))
        for author, pk in bylines.order_by().values_list("author", "page"):
            yield (f"articles:author:{author}", pk, *dates[pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the dates and the length in step with what is saved."""
        if kwargs.get("update_fields") is None:
            self._measure()
            if self.live:
                self._date_publication()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Measure the text, so that a preview shows the length it will have."""
        super().clean()
        self._measure()

    def with_content_json(self, content: dict[str, Any]) -> "ArticlePage":
        """Return a revision's text with the dates that belong to the article as a whole."""
        article = super().with_content_json(content)
        article.published_on = article.published_on or self.published_on
        article.updated_on = self.updated_on
        return article

    # --- what it is -------------------------------------------------------------------------

    @cached_property
    def authors(self) -> "list[ProfilePage]":
        """Who wrote it, in the order of the byline."""
        rows = self.article_authors.all()
        saved = _authors_of()(self.pk) if isinstance(rows, models.QuerySet) else rows
        return [row.author for row in saved]

    @cached_property
    def all_topics(self) -> list[SitePage]:
        """The main topic, then the others, each once and only if readers can open it."""
        named = [self.main_topic, *self.more_topics] if self.main_topic else self.more_topics
        return [topic for topic in dict.fromkeys(named) if topic.live]

    @cached_property
    def more_topics(self) -> list[SitePage]:
        """The topics beside the main one, as an editor gave them."""
        topics = self.topics.all()
        return _topics_of()(self.pk) if isinstance(topics, models.QuerySet) else list(topics)

    @cached_property
    def contents(self) -> list[Heading]:
        """The headings of the body, each with its anchor."""
        return headings(self.body)

    def title_values(self) -> dict[str, str]:
        """Return its topic, for the pattern of its title."""
        return {"topic": self.main_topic.title if self.main_topic else ""}

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction or plain_text(self.body)

    @property
    def share_picture_source(self) -> "ClinicImage | None":
        """The image that goes with a link to this article."""
        return self.share_image or self.hero_image or super().share_picture_source

    @property
    def first_public_on(self) -> dt.datetime | None:
        """When readers first saw it, as an editor may have corrected it."""
        return self.published_on

    @property
    def significantly_changed_on(self) -> dt.datetime | None:
        """When it last changed in a way that a reader would care about."""
        return self.updated_on or self.published_on

    @cached_property
    def related(self) -> "list[ArticlePage]":
        """What to read next: what an editor picked, then the newest on the same topics."""
        return related_articles(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Fetch every image of the page, wherever on it, and every page that the body names."""
        pictures = [self.hero_image, self.share_image]
        pictures += [author.photo for author in self.authors]
        pictures += [article.hero_image for article in self.related]
        bring([self.body], "hero", "shapes", "share", "portrait", "card", along=pictures)
        return super().get_context(request, *args, **kwargs)

    # --- what machines read about it --------------------------------------------------------

    def metadata(self) -> Metadata:
        """Describe the article to search engines and social networks."""
        return replace(
            super().metadata(),
            section=self.main_topic.title if self.main_topic else "",
            tags=tuple(topic.title for topic in self.all_topics),
            author_urls=tuple(author.absolute_url for author in self.authors if author.live),
        )

    def feed_links(self) -> tuple[FeedLink, ...]:
        """Return the feeds of the blog it stands in."""
        above = self.ancestors_on_site
        return feeds_of(above[-1]) if above else ()

    def schema_nodes(self) -> tuple[Node, ...]:
        """Return the article as a thing of its own, beside the page it stands on."""
        return article_nodes(self)

    def as_markdown(self) -> str:
        """Return the article for machines that read text."""
        return article_markdown(self)

    # --- steps ------------------------------------------------------------------------------

    def _measure(self) -> None:
        text = f"{self.introduction} {plain_text(self.body)}"
        self.word_count = word_count(text)
        self.reading_minutes = reading_minutes(text)

    def _date_publication(self) -> None:
        now = timezone.now()
        if self.significant_update and self.published_on:
            self.updated_on = now
        self.significant_update = False
        self.published_on = min(self.published_on or self.first_published_at or now, now)


class ArticleAuthor(Orderable):
    """One profile in an article's byline."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="article_authors")
    author = models.ForeignKey(
        "people.ProfilePage", on_delete=models.CASCADE, related_name="authorships"
    )

    panels = [PageChooserPanel("author", "people.ProfilePage")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "author"], name="an_author_is_named_once")
        ]

    def __str__(self) -> str:
        return str(self.author)


class ArticlePick(Orderable):
    """One article that an editor picked to be read after another."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="picks")
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="picked_by")

    panels = [PageChooserPanel("article", "blog.ArticlePage")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "article"], name="an_article_is_picked_once"),
            models.CheckConstraint(
                condition=~models.Q(page=models.F("article")), name="no_article_picks_itself"
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)


@cache
def _authors_of() -> Prepared[ArticleAuthor]:
    more = depths.deeper(ProfilePage, depths.CARD, through="author")
    rows = ArticleAuthor.objects.select_related("author__photo").defer(*more)
    return Prepared(lambda article: rows.filter(page=article))


@cache
def _topics_of() -> "Prepared[SitePage]":
    topics = apps.get_model("blog.TopicPage").objects.names().order_by("path")
    return Prepared(lambda article: topics.filter(other_articles=article))


def with_authors(articles: list[ArticlePage]) -> list[ArticlePage]:
    """Return articles that know their authors: one query for all of them."""
    names_only = depths.deeper(ProfilePage, depths.NAME, through="author")
    rows = ArticleAuthor.objects.filter(page__in=articles).select_related("author")
    rows = rows.defer(*names_only)
    named: dict[int, list[ProfilePage]] = {}
    for row in rows:
        named.setdefault(row.page_id, []).append(row.author)
    for article in articles:
        article.authors = named.get(article.pk, [])
    return articles
