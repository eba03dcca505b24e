"""What templates of other rooms ask about the blog."""

from collections.abc import Iterable

from django import template

from blog.models import ArticlePage
from blog.models.cards import with_pictures
from delivery.page_cache.tags import shows

register = template.Library()


@register.filter
def first_with_picture(articles: Iterable[ArticlePage]) -> ArticlePage | None:
    """Return the article whose picture comes first in a list."""
    return next((article for article in articles if article.hero_image), None)


@register.simple_tag
def newest_articles(count: int = 3) -> list[ArticlePage]:
    """Return the newest articles, ready for their cards."""
    shows(ArticlePage.list_tag())
    newest = ArticlePage.objects.published().newest_first().for_cards()
    return with_pictures(list(newest[:count]), "card")
