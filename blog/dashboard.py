"""What editors find of the blog on the admin's first screen."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.admin.ui.components import Component

from blog.models import ArticlePage, BlogIndexPage


class WritingPanel(Component):
    """The way to a new article and to those there are."""

    name = "writing"
    template_name = "blog/writing_panel.html"
    order = 50

    def __init__(self, index: BlogIndexPage) -> None:
        self.index = index

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Say where to write, and what is not published yet."""
        articles = reverse("wagtailadmin_explore", args=[self.index.pk])
        return {
            "new_url": reverse(
                "wagtailadmin_pages:add", args=["blog", "articlepage", self.index.pk]
            ),
            "articles_url": articles,
            "drafts": ArticlePage.objects.filter(live=False, expired=False).count(),
            "changed": ArticlePage.objects.live().filter(has_unpublished_changes=True).count(),
        }


def writing_panel(user: AbstractBaseUser | AnonymousUser) -> WritingPanel | None:
    """Return the panel for somebody who may write articles, once there is a blog."""
    index = BlogIndexPage.objects.first()
    if index is None or not index.permissions_for_user(user).can_add_subpage():
        return None
    return WritingPanel(index)
