"""What articles are about: a topic is a page, so it has an address and words of its own."""

from typing import Any

from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from blog.models.article import ArticlePage
from blog.models.cards import ArticleListing
from blog.models.queries import ArticleQuerySet
from delivery.page_cache.tags import shows
from organization.models import SearchAndSocial
from pages.models import SitePage, SitePageQuerySet
from pages.syndication import Syndicated
from seo.nodes import CollectionPage


class TopicIndexPage(SitePage):
    """Every topic."""

    introduction = models.TextField(
        blank=True, help_text="One or two sentences above the list of topics."
    )

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]

    parent_page_types = ["blog.BlogIndexPage"]
    subpage_types = ["blog.TopicPage"]
    max_count = 1
    title_kind = "list"
    schema_page_type = CollectionPage

    class Meta:
        verbose_name = "topics page"

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the topics, in the order that editors gave them."""
        context = super().get_context(request, *args, **kwargs)
        shows(TopicPage.list_tag())
        topics = TopicPage.objects.published().child_of(self).cards()
        return {**context, "topics": topics.order_by("path")}


class TopicQuerySet(SitePageQuerySet):
    """Topics, asked for by what a reader would call them."""

    def counting_articles(self) -> "TopicQuerySet":
        """Topics that know how many published articles they have, as `article_count`."""
        return self.annotate(article_count=_number_of(_mainly()) + _number_of(_also()))

    def with_articles(self) -> "TopicQuerySet":
        """Topics that somebody has written about, by name: found without counting."""
        return self.filter(Exists(_mainly()) | Exists(_also())).order_by("title")


def _mainly() -> ArticleQuerySet:
    """Return the published articles that are mostly about the topic around."""
    return ArticlePage.objects.published().filter(main_topic=OuterRef("pk"))


def _also() -> ArticleQuerySet:
    """Return those for which it is one topic more. One OR for both would find no index."""
    more = ArticlePage.objects.published().filter(topics=OuterRef("pk"))
    return more.exclude(main_topic=OuterRef("pk"))


def _number_of(articles: ArticleQuerySet) -> Coalesce:
    # Grouping by a constant makes one row of them all: a subquery can't aggregate otherwise.
    counted = articles.order_by().annotate(all=Value(1)).values("all")
    number = counted.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


TopicManager = PageManager.from_queryset(TopicQuerySet)


class TopicPage(Syndicated, ArticleListing, SitePage):
    """One topic, and the articles about it."""

    introduction = models.TextField(
        blank=True,
        help_text="What the topic covers, in a few sentences. Readers see it above the articles.",
    )

    objects = TopicManager()

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]

    parent_page_types = ["blog.TopicIndexPage"]
    subpage_types: list[str] = []
    card_fields = ("introduction",)
    title_kind = "topic"
    listed_as = "articles:topic"
    schema_page_type = CollectionPage

    class Meta:
        verbose_name = "topic"

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction or self.names_shown()

    @classmethod
    def too_thin(cls, pages: set[int]) -> set[int]:
        """Return those of some topics that too few articles are about."""
        needed = SearchAndSocial.current().topic_needs_articles
        topics = cls.objects.filter(pk__in=pages).counting_articles()
        return set(topics.filter(article_count__lt=needed).values_list("pk", flat=True))

    @property
    def why_thin(self) -> str:
        """How many articles are missing."""
        needed = SearchAndSocial.current().topic_needs_articles
        return (
            f"A topic needs {needed} published articles and this one has {self.listed().count()}. "
            "It comes back by itself. How many it takes: Settings, then Search and social."
        )

    def listed(self) -> ArticleQuerySet:
        """Every article about it, the newest first."""
        shows(f"articles:topic:{self.pk}")
        return ArticlePage.objects.published().about(self).newest_first().for_cards()
