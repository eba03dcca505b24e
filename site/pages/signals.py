"""When to forget what processes remember of the tree."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import AbstractPage, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from pages.routing import forget_pages


def _forget_if_page(sender: type, **signal: object) -> None:
    if issubclass(sender, AbstractPage) and not signal.get("raw"):
        forget_pages()


def connect() -> None:
    """Listen for whatever may change a link of the header, the footer or the tree's top."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget_pages, dispatch_uid="pages.forget")
    for signal in (post_save, post_delete):
        signal.connect(_forget_if_page, dispatch_uid="pages.forget.tree")
        signal.connect(forget_pages, sender=Site, dispatch_uid="pages.forget.site")
