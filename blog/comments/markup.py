"""What search engines are told of a conversation: the approved comments that the page shows."""

from collections.abc import Iterable

from blog.comments.conversation import Conversation, conversation_of
from blog.comments.models import ReaderComment
from blog.models import ArticlePage
from organization.identity import organization_id
from pages.description import clinic_time
from seo.nodes import BlogPosting, Comment, Node, Person, Reference


def article_nodes(page: object) -> Iterable[Node]:
    """Return what readers say about a page, if it is an article that is discussed."""
    if not isinstance(page, ArticlePage) or not page.pk:
        return []
    return conversation_nodes(conversation_of(page))


def conversation_nodes(conversation: Conversation) -> list[Node]:
    """Return the article with its comments, and each comment of this page of them."""
    article = f"{conversation.article.absolute_url}#article"
    if not conversation.count or not conversation.is_shown:
        return []
    comments = list(conversation.comments())
    shown = {comment.pk for comment in comments}
    nodes = [_node(comment, conversation, article, shown) for comment in comments]
    references = tuple(Reference(node.id) for node in nodes)
    return [
        BlogPosting(
            id=article,
            url=conversation.article.absolute_url,
            headline=conversation.article.title,
            comment_count=conversation.count,
            comment=references,
        ),
        *nodes,
    ]


def _node(
    comment: ReaderComment, conversation: Conversation, article: str, shown: set[int]
) -> Comment:
    page = conversation.article.absolute_url
    if conversation.number > 1:
        page = f"{page}comments/{conversation.number}/"
    has_parent = comment.parent_id in shown
    parent = f"{page}#comment-{comment.parent_id}" if has_parent else article
    return Comment(
        id=f"{page}#comment-{comment.pk}",
        url=f"{page}#comment-{comment.pk}",
        text=comment.body,
        author=(_author(comment),),
        date_published=clinic_time(comment.submitted_at),
        parent_item=Reference(parent),
    )


def _author(comment: ReaderComment) -> Person | Reference:
    """Return who speaks: the clinic itself, or a reader of whom only the name is known."""
    if comment.is_from_the_clinic:
        return Reference(organization_id())
    return Person(name=comment.author_name)
