"""What a page may cost: queries and bytes, on content as rich as editors write it."""

from copy import copy
from pathlib import Path
from uuid import uuid4

import brotli
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from wagtail.rich_text import RichText

from blog.comments.models import CommentThread
from blog.comments.models.status import Status
from blog.models import ArticlePage
from delivery.memory import forget_everything
from delivery.stylesheets import bundle, minify
from pages.models import SitePage
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    ReaderCommentFactory,
    StandardPageFactory,
)

MOST_QUERIES = 15
KILOBYTE = 1000
HTML, CSS, JS = 13 * KILOBYTE, 7 * KILOBYTE, 2 * KILOBYTE


@pytest.fixture
def rich_article(published_blog, settings, tmp_path):
    """Twenty texts with links, three images, a picture at the top, and an author."""
    settings.MEDIA_ROOT = tmp_path
    linked = [
        StandardPageFactory(parent=published_blog.home, slug=f"linked-{n}") for n in range(20)
    ]
    body = [
        ("text", RichText(f'<p><a linktype="page" id="{page.pk}">x</a></p>')) for page in linked
    ]
    for _ in range(3):
        picture = {"image": ImageFactory(), "caption": "What it shows", "credit": ""}
        body.append(("image", picture))
    return ArticlePageFactory(
        parent=published_blog.index,
        slug="rich",
        main_topic=published_blog.topic,
        authors=[published_blog.author],
        hero_image=ImageFactory(),
        body=body,
    )


@pytest.fixture
def cost(client, django_assert_max_num_queries):
    """Count the queries of a page that is in no cache, in a process that has served before."""

    def count(path: str) -> int:
        assert client.get(path).status_code == 200
        with django_assert_max_num_queries(100) as counted:
            client.get(path)
        return len(counted)

    return count


@pytest.mark.django_db
def test_an_article_costs_fifteen_queries_at_most(rich_article, cost):
    assert cost(rich_article.url) <= MOST_QUERIES


@pytest.mark.django_db
def test_200_comments_cost_an_article_no_query_more(rich_article, cost):
    thread = CommentThread.objects.of(rich_article)
    ReaderCommentFactory(thread=thread, status=Status.APPROVED)
    with_one = cost(rich_article.url)

    for _ in range(199):
        ReaderCommentFactory(thread=thread, status=Status.APPROVED)

    assert cost(rich_article.url) == with_one <= MOST_QUERIES


@pytest.mark.django_db
def test_500_articles_cost_an_article_or_the_blog_no_query_more(
    rich_article, published_blog, cost
):
    add_articles(published_blog, 12)
    few = cost(rich_article.url), cost(published_blog.index.url), cost("/")

    add_articles(published_blog, 488)

    assert (cost(rich_article.url), cost(published_blog.index.url), cost("/")) == few
    assert few[0] <= MOST_QUERIES


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


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_site")
def test_the_article_is_light_enough_for_a_phone(client):
    """HTML as it goes over the wire; style and script as collectstatic compresses them."""
    article = ArticlePage.objects.get(slug="migraine-vs-headache-ketamine")
    static = Path(settings.ROOT) / "static"
    styles = minify(bundle("css/site.css", lambda name: (static / name).read_text()))
    scripts = "".join(
        (static / str(tag["src"]).removeprefix(settings.STATIC_URL)).read_text()
        for tag in BeautifulSoup(client.get(article.url).content, "html5lib").select("script[src]")
    )

    sent = client.get(article.url, headers={"Accept-Encoding": "br"})

    assert sent["Content-Encoding"] == "br"
    assert len(sent.content) <= HTML
    assert len(brotli.compress(styles.encode())) <= CSS
    assert len(brotli.compress(scripts.encode())) <= JS
