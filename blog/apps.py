"""The blog: articles, topics and their feeds."""

from django.apps import AppConfig


class BlogConfig(AppConfig):
    """The blog: articles, topics and their feeds."""

    name = "blog"

    def ready(self) -> None:
        """Settle what an article's publication settles."""
        from wagtail.signals import page_published

        from blog.models import ArticlePage
        from blog.signals import untick_significant_update

        page_published.connect(
            untick_significant_update, sender=ArticlePage, dispatch_uid="blog.untick"
        )
