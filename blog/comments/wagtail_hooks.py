"""Where moderating joins Wagtail's admin."""

from wagtail import hooks

from blog.comments.moderation.desk import ReaderCommentViewSet


@hooks.register("register_admin_viewset")
def register_moderation() -> ReaderCommentViewSet:
    """Add the moderation list and its menu item."""
    return ReaderCommentViewSet()
