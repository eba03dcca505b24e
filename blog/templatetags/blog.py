"""What templates of other rooms ask about the blog."""

from django import template

from blog.models import ArticlePage
from blog.models.cards import with_pictures

register = template.Library()


@register.simple_tag
def newest_articles(count: int = 3) -> list[ArticlePage]:
    """Return the newest articles, ready for their cards."""
    newest = ArticlePage.objects.published().newest_first().for_cards()
    return with_pictures(list(newest[:count]), "card")
