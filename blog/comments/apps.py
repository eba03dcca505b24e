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
        """Speak about articles where the graph asks, and notice whose names are taken."""
        from blog.comments import markup, names, purging
        from seo.graph import register_page_nodes

        register_page_nodes(markup.article_nodes)
        names.watch()
        purging.watch()
