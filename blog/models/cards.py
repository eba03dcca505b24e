"""What a list of articles shows of each, fetched for all of them at once."""

from typing import TYPE_CHECKING

from images.renditions import prefetch_images
from pages.listing import Listing

if TYPE_CHECKING:
    from blog.models.article import ArticlePage


class ArticleListing(Listing):
    """A page that lists articles: in a constant number of queries, however many there are."""

    def ready(self, entries: "list[ArticlePage]") -> "list[ArticlePage]":
        """Fetch the pictures of the cards."""
        return with_pictures(entries, "card")


def with_pictures(articles: "list[ArticlePage]", *kinds: str) -> "list[ArticlePage]":
    """Return the articles with their pictures, as the named kinds show them, at hand."""
    prefetch_images([article.hero_image for article in articles], *kinds)
    return articles
