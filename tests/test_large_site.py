"""Nothing that readers, crawlers or editors open costs more queries because the site has grown.

What it costs in time on 100,000 articles is in docs/performance.md.
"""

from collections.abc import Iterator
from io import StringIO
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from blog.comments.models import CommentThread, ReaderComment
from blog.comments.moderation.pages import Place
from blog.models import ArticlePage, BlogIndexPage, TopicPage
from delivery.memory import forget_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]

FEW, MANY = 30, 300
COMMENTS_EACH = 10
A_PART = 10


def grow(articles: int) -> None:
    """Add so many made-up articles, with comments, to what is there."""
    call_command(
        "generate_content",
        articles=articles,
        comments=articles * COMMENTS_EACH,
        seed=len(str(articles)),
        stdout=StringIO(),
    )
    forget_everything()


def parts(entries: int) -> tuple[int, int]:
    """Return the numbers of a middle and of the last part of a list."""
    last = -(-entries // A_PART)
    return max(2, last // 2), last


def readers_addresses() -> Iterator[tuple[str, str]]:
    """Yield what is opened, and where it is on the site as large as it is now."""
    middle, last = parts(ArticlePage.objects.published().count() - 1)
    topic = TopicPage.objects.get(slug="sample-sleep")
    _, last_of_topic = parts(ArticlePage.objects.published().about(topic).count())
    yield "home", "/"
    yield "an article", "/blog/migraine-vs-headache-ketamine/"
    yield "the blog", "/blog/"
    yield "the blog's middle", f"/blog/?page={middle}"
    yield "the blog's end", f"/blog/?page={last}"
    yield "the topics", "/blog/topics/"
    yield "a topic", topic.url
    if last_of_topic > 1:
        yield "a topic's end", f"{topic.url}?page={last_of_topic}"
    yield "an author", "/team/sample-desk-1/"
    yield "a search", "/search/?q=sample"
    yield "the sitemap", "/sitemap.xml"


def staff_addresses() -> Iterator[tuple[str, str]]:
    index = BlogIndexPage.objects.get()
    yield "the page explorer", reverse("wagtailadmin_explore", args=[index.pk])
    for status in ("pending", "approved", "spam", "all"):
        yield f"comments, {status}", f"/admin/reader-comments/?status={status}"
    approved = ReaderComment.objects.filter(status="approved").order_by("submitted_at", "pk")
    place = quote(str(Place.of(approved[10])))
    yield "the oldest comments", f"/admin/reader-comments/?status=approved&after={place}"


def cost(client: Client, path: str) -> int:
    """Count the queries of an address, in a process that has served it before."""
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as counted:
        client.get(path)
    return len(counted)


def test_ten_times_the_articles_cost_readers_no_query_more(client):
    grow(FEW)
    few = {what: cost(client, path) for what, path in readers_addresses()}

    grow(MANY - FEW)

    many = {what: cost(client, path) for what, path in readers_addresses()}
    assert {what: many[what] for what in few} == few
    assert max(many.values()) <= 15


def test_ten_times_the_comments_cost_moderators_and_editors_no_query_more(client):
    client.force_login(
        User.objects.create_superuser("boss", "boss@example.org", "a long test password"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    grow(FEW)
    few = {what: cost(client, path) for what, path in staff_addresses()}

    grow(MANY - FEW)

    many = {what: cost(client, path) for what, path in staff_addresses()}
    assert many == pytest.approx(few, abs=3)


@pytest.mark.parametrize("status", ["approved", "all"])
def test_the_parts_of_the_moderators_list_are_the_whole_list_in_its_order(client, status):
    client.force_login(
        User.objects.create_superuser("boss", "boss@example.org", "a long test password"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    grow(FEW)
    seen = []
    address: str | None = f"/admin/reader-comments/?status={status}"
    while address:
        answer = client.get(address)
        seen += [row.comment for row in answer.context["rows"]]
        onward = BeautifulSoup(answer.content, "html.parser").find("a", rel="next")
        address = str(onward["href"]) if onward else None
        assert len(seen) <= 2 * FEW * COMMENTS_EACH

    moments = [(comment.submitted_at, comment.pk) for comment in seen]
    assert moments == sorted(set(moments), reverse=True)
    counters = CommentThread.objects.totals()
    shown = {"approved": ["approved"], "all": ["pending", "approved", "spam", "trash"]}
    assert len(seen) == sum(counters[each] for each in shown[status])


def test_the_parts_of_the_blog_are_all_its_articles_the_newest_first(client):
    grow(FEW)
    _, last = parts(ArticlePage.objects.published().count() - 1)
    opened = client.get("/blog/").context["featured"]

    seen = [opened] if opened else []
    for number in range(1, last + 1):
        path = f"/blog/?page={number}" if number > 1 else "/blog/"
        seen += client.get(path).context["articles"]

    in_order = list(ArticlePage.objects.published().newest_first())
    if opened:
        in_order.remove(opened)
        in_order.insert(0, opened)
    assert seen == in_order
