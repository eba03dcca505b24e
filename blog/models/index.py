"""The blog's front page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from blog.models.article import FEATURED, ArticlePage
from blog.models.cards import ArticleListing, with_pictures
from blog.models.queries import ArticleQuerySet
from blog.models.topic import TopicPage
from delivery.page_cache.tags import shows
from pages.models import SitePage
from pages.syndication import Syndicated
from seo.nodes import CollectionPage


class BlogIndexPage(Syndicated, ArticleListing, SitePage):
    """Every article, the newest first."""

    introduction = models.TextField(
        blank=True, help_text="One or two sentences above the list of articles."
    )

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.ArticlePage", "blog.TopicIndexPage"]
    max_count = 1
    title_kind = "list"
    schema_page_type = CollectionPage

    class Meta:
        verbose_name = "blog"

    @property
    def search_text(self) -> str:
        """What stands in for a description that nobody wrote."""
        return self.introduction or self.names_shown()

    def listed(self) -> ArticleQuerySet:
        """Every article but the one that opens the first page."""
        shows(ArticlePage.list_tag())
        rest = ArticlePage.objects.published().newest_first().for_cards()
        return rest.exclude(pk=self.featured.pk) if self.featured else rest

    def shown(self) -> list[ArticlePage]:
        """What this part of the list shows, the featured article first."""
        return [*self._opening(), *super().shown()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the article that opens the first page, and the topics."""
        context = super().get_context(request, *args, **kwargs)
        opening = self._opening()
        shows(TopicPage.list_tag())
        return {
            **context,
            "featured": opening[0] if opening else None,
            "topics": TopicPage.objects.published().with_articles().names(),
        }

    @cached_property
    def featured(self) -> ArticlePage | None:
        """The newest featured article."""
        shows(FEATURED)
        featured = ArticlePage.objects.published().filter(featured=True)
        article = featured.newest_first().for_cards().first()
        return with_pictures([article], "lead", "card")[0] if article else None

    def _opening(self) -> list[ArticlePage]:
        return [self.featured] if self.featured and self.part_number == 1 else []
