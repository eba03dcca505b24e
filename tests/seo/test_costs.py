"""Row 63: the head and the graph cost the same however much they name."""

import pytest

from blog.comments.models import CommentThread
from blog.comments.models.status import Status
from tests.factories import (
    ArticlePageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    ProfilePageFactory,
    ReaderCommentFactory,
    TermFactory,
    TopicPageFactory,
)
from tests.seo.heads import assert_sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def article_naming(published_blog):
    """Make an article that names so many of everything."""
    blog = published_blog

    def make(number: int):
        references = [
            {"citation": f"A paper {n}", "doi": f"10.1000/{n}", "url": ""} for n in range(number)
        ]
        article = ArticlePageFactory(
            parent=blog.index,
            main_topic=blog.topic,
            topics=[TopicPageFactory(parent=blog.topic_index) for _ in range(number)],
            authors=[ProfilePageFactory(parent=blog.team) for _ in range(number)],
            about=[("term", TermFactory()) for _ in range(number)],
            mentions=[("term", TermFactory()) for _ in range(number)],
            body=[("references", {"title": "References", "items": references})],
        )
        thread = CommentThread.objects.of(article)
        for _ in range(number):
            ReaderCommentFactory(thread=thread, status=Status.APPROVED)
        return article

    return make


def test_the_graph_costs_no_query_more_for_naming_more(
    client,
    article_naming,
    published_blog,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    few, many = article_naming(1), article_naming(5)
    locations = LocationIndexPageFactory(parent=published_blog.home)
    LocationPageFactory.create_batch(5, parent=locations)
    for article in (few, many):
        client.get(article.url)
    with django_assert_max_num_queries(10) as counted:
        client.get(few.url)

    with django_assert_num_queries(len(counted)):
        answer = client.get(many.url)

    posting = assert_sound(answer.content).node("BlogPosting")
    for name in ("author", "citation", "about", "mentions", "comment"):
        assert len(posting[name]) == 5, name
