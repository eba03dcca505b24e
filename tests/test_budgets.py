"""What a page may cost in queries, on content as rich as editors write it."""

import datetime as dt
from copy import copy
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db.models import F
from django.utils import timezone
from wagtail.rich_text import RichText

from blog.comments.models import CommentThread, ReaderComment
from blog.comments.models.status import Status
from blog.models import ArticlePage, ArticlePick
from delivery.memory import forget_everything
from pages.models import SitePage
from review.models import MedicalReview
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    ProfilePageFactory,
    ReviewerFactory,
    StandardPageFactory,
    TopicPageFactory,
)

OF_AN_ARTICLE, OF_A_LISTING = 10, 12
# Bytes of HTML, before anything compresses them.
WITH_50_THREADS = 150_000
SAID = (
    "I have had these headaches for years, and so has my mother. The table is the clearest yet. "
    * 3
)
VIDEO = "https://vimeo.com/76979871"


@pytest.fixture
def rich_article(published_blog, settings, tmp_path):
    """Twenty texts with links, three images, a video, invitations, links to other articles.

    It has pictures at the top and for sharing, authors with theirs, three topics, a current
    medical review, and an editor's pick among its related articles.
    """
    settings.MEDIA_ROOT = tmp_path
    blog = published_blog
    linked = [
        StandardPageFactory(parent=published_blog.home, slug=f"linked-{n}") for n in range(20)
    ]
    body = [
        ("text", RichText(f'<p><a linktype="page" id="{page.pk}">x</a></p>')) for page in linked
    ]
    for _ in range(3):
        picture = {"image": ImageFactory(), "caption": "What it shows", "credit": ""}
        body.append(("image", picture))
    others = [
        ArticlePageFactory(parent=blog.index, main_topic=blog.topic, hero_image=ImageFactory())
        for _ in range(4)
    ]
    body.append(("video", {"title": "A visit", "url": VIDEO, "poster": ImageFactory()}))
    for page in linked[:2]:
        body.append(("call_to_action", {"title": "Come", "page": page}))
        body.append(("related_articles", {"title": "Read", "articles": others[:2]}))
    article = ArticlePageFactory(
        parent=blog.index,
        slug="rich",
        main_topic=blog.topic,
        topics=[TopicPageFactory(parent=blog.topic_index) for _ in range(2)],
        authors=[
            ProfilePageFactory(parent=blog.team, photo=ImageFactory(), slug=name)
            for name in ("ann", "bob")
        ],
        hero_image=ImageFactory(),
        share_image=ImageFactory(),
        body=body,
    )
    article.picks.add(ArticlePick(article=others[-1]))
    article.save()
    MedicalReview.objects.create(
        page=SitePage.objects.get(pk=article.pk),
        reviewer=ReviewerFactory(parent=blog.team, slug="cyd"),
        reviewed_on=timezone.now(),
        in_force_since=timezone.now(),
        next_due=timezone.localdate() + dt.timedelta(days=100),
    )
    return article


@pytest.fixture
def cost(client, django_assert_max_num_queries):
    """Count the queries of a page that is in no cache, in a process that has served before."""

    def count(path: str, warmed: bool = True) -> int:
        assert not warmed or client.get(path).status_code == 200
        with django_assert_max_num_queries(100) as counted:
            client.get(path)
        return len(counted)

    return count


@pytest.mark.django_db
def test_an_article_with_everything_costs_ten_queries_at_most(rich_article, cost):
    add_comments(rich_article, 3)

    assert cost(rich_article.url) <= OF_AN_ARTICLE


@pytest.mark.django_db
def test_an_article_costs_the_same_when_no_cache_knows_its_images(rich_article, cost):
    warm = cost(rich_article.url)

    caches["renditions"].clear()

    assert cost(rich_article.url, warmed=False) == warm


@pytest.mark.django_db
def test_10_000_comments_cost_an_article_no_query_more_and_its_page_stays_light(
    rich_article, cost, client
):
    add_comments(rich_article, 1)
    with_one = cost(rich_article.url)

    add_comments(rich_article, 9_999)

    assert cost(rich_article.url) == with_one <= OF_AN_ARTICLE
    assert len(client.get(rich_article.url).content) <= WITH_50_THREADS


@pytest.mark.django_db
def test_500_articles_cost_no_page_a_query_more(rich_article, published_blog, cost):
    blog = published_blog
    location = LocationPageFactory(parent=LocationIndexPageFactory(parent=blog.home))
    add_articles(blog, 12)
    most = {
        rich_article.url: OF_AN_ARTICLE,
        f"{rich_article.url.rstrip('/')}.md": OF_AN_ARTICLE,
        f"{rich_article.authors[0].url.rstrip('/')}.md": OF_A_LISTING,
        "/": OF_A_LISTING,
        blog.index.url: OF_A_LISTING,
        f"{blog.index.url}?page=2": OF_A_LISTING,
        blog.topic.url: OF_A_LISTING,
        blog.topic_index.url: OF_A_LISTING,
        blog.team.url: OF_A_LISTING,
        rich_article.authors[0].url: OF_A_LISTING,
        location.url: OF_A_LISTING,
        f"{location.url.rstrip('/')}.md": OF_A_LISTING,
        "/search/?q=headaches": OF_A_LISTING,
        "/sitemap.xml": OF_A_LISTING,
        f"{blog.index.url}feed/": OF_A_LISTING,
        f"{blog.topic.url}feed.atom": OF_A_LISTING,
        f"{rich_article.authors[0].url}feed.json": OF_A_LISTING,
    }
    few = {path: cost(path) for path in most}

    add_articles(blog, 488)

    many = {path: cost(path) for path in most}
    assert [path for path in most if many[path] > few[path]] == []
    assert {path: queries for path, queries in few.items() if queries > most[path]} == {}


def add_comments(article: ArticlePage, number: int) -> None:
    """Add approved comments, all in one: deciding on each would take minutes."""
    thread = CommentThread.objects.of(article)
    comments = [
        ReaderComment(thread=thread, author_name="Ann", body=SAID.strip()) for _ in range(number)
    ]
    for comment in comments:
        comment.place(None)
        comment.status, comment.approved_at = Status.APPROVED, timezone.now()
    ReaderComment.objects.bulk_create(comments, batch_size=1_000)
    CommentThread.objects.filter(pk=thread.pk).update(
        approved_count=F("approved_count") + number, version=F("version") + number
    )


def add_articles(blog, number: int) -> None:
    """Add published articles table by table: saving each would take minutes."""
    index = SitePage.objects.get(pk=blog.index.pk)
    model = SitePage.objects.filter(slug="rich").get()
    rows = []
    for step in range(index.numchild + 1, index.numchild + 1 + number):
        row = copy(model)
        row.pk, row.translation_key, row.slug = None, uuid4(), f"one-of-many-{step}"
        row.path = SitePage._get_path(index.path, index.depth + 1, step)
        row.url_path = f"{index.url_path}{row.slug}/"
        rows.append(row)
    SitePage.objects.bulk_create(rows)
    ArticlePage.objects.all()._insert(
        [
            ArticlePage(
                sitepage_ptr_id=row.pk,
                introduction="Headaches come in many kinds.",
                main_topic=blog.topic,
                published_on=row.first_published_at,
            )
            for row in rows
        ],
        fields=ArticlePage._meta.local_concrete_fields,
        using="default",
    )
    SitePage.objects.filter(pk=index.pk).update(numchild=index.numchild + number)
    forget_everything()
