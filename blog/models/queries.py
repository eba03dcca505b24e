"""Articles, asked for by what a reader would call them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from pages import depths
from pages.models import SitePageQuerySet

if TYPE_CHECKING:
    from blog.models.topic import TopicPage
    from people.models import ProfilePage


class ArticleQuerySet(SitePageQuerySet):
    """Articles, asked for by what a reader would call them."""

    def newest_first(self) -> "ArticleQuerySet":
        """In the order of their first publication, the latest at the top."""
        return self.order_by("-published_on", "-pk")

    def about(self, topic: "TopicPage") -> "ArticleQuerySet":
        """Articles with this topic, as their main one or as one more."""
        more = self.model.topics.through.objects.filter(topicpage=topic)
        return self.filter(Q(main_topic=topic) | Q(pk__in=more.values("articlepage")))

    def written_by(self, profile: "ProfilePage") -> "ArticleQuerySet":
        """Articles with this person or team in their byline."""
        return self.filter(article_authors__author=profile)

    def for_cards(self) -> "ArticleQuerySet":
        """With everything a card shows, and nothing of what it does not."""
        topic = self.model._meta.get_field("main_topic").related_model
        topic_fields = depths.deeper(topic, depths.NAME, through="main_topic")
        return self.select_related("main_topic", "hero_image").cards().defer(*topic_fields)

    def also_about_any(self, topics: Iterable[int]) -> "ArticleQuerySet":
        """Articles with at least one of these topics beside their main one."""
        more = self.model.topics.through.objects.filter(topicpage__in=topics)
        return self.filter(pk__in=more.values("articlepage"))
