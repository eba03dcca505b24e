"""What readers say about articles."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """What readers say about articles.

    The label keeps clear of `wagtailcore.Comment`, the editors' own notes.
    """

    name = "blog.comments"
    label = "reader_comments"
    verbose_name = "Reader comments"

    def ready(self) -> None:
        """Speak about articles in the graph and in their editor; notice whose names are taken."""
        from blog.comments import learning, markup, names, purging
        from blog.comments.keeping import CommentsOfAPerson
        from blog.comments.moderation.discussion import discussion_panel
        from pages.panels import register_editor_panel
        from privacy.holders import register_holder
        from seo.graph import register_page_nodes

        register_page_nodes(markup.article_nodes)
        register_editor_panel(discussion_panel)
        register_holder(CommentsOfAPerson())
        names.watch()
        learning.watch()
        purging.watch()
