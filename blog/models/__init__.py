"""Articles, the topics they are about, and the pages that list them."""

from blog.models.article import ArticleAuthor, ArticlePage, ArticlePick
from blog.models.index import BlogIndexPage
from blog.models.topic import TopicIndexPage, TopicPage

__all__ = [
    "ArticleAuthor",
    "ArticlePage",
    "ArticlePick",
    "BlogIndexPage",
    "TopicIndexPage",
    "TopicPage",
]
