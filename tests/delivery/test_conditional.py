"""Row 25: who has an answer already is told so, and never when it has changed."""

from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.comments.models import CommentThread
from blog.models import ArticlePage
from tests.delivery.page_cache.conftest import ask, site_cache  # noqa: F401
from tests.factories import ReaderCommentFactory

pytestmark = pytest.mark.django_db


class ByDjango:
    """Asks Django itself, as on a site without a page cache."""

    def __init__(self, client):
        self.client = client

    def __call__(self, path, **headers):
        answer = self.client.get(path, headers=headers)
        return answer.status_code, answer.headers, answer.content


class ByTheCache:
    """Asks the page cache in front of Django."""

    def __init__(self, cache):
        self.cache = cache

    def __call__(self, path, **headers):
        named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        said = ask(self.cache, path, **named)
        return said.code, said.headers, said.body


@pytest.fixture(params=["past the cache", "by the cache"])
def get(request, client):
    """Both ways to an answer."""
    if request.param == "past the cache":
        return ByDjango(client)
    return ByTheCache(request.getfixturevalue("site_cache"))


PATHS = [
    *("/", "/blog/", "/blog/topics/", "/robots.txt", "/sitemap-blog.xml", "/llms.txt"),
    *("/blog/feed/", "/blog/feed.atom", "/blog/feed.json"),
]


@pytest.mark.parametrize("path", [*PATHS, "article"])
def test_who_has_an_answer_is_told_so_without_its_body(get, article, path):
    path = article.url if path == "article" else path
    code, headers, body = get(path)
    assert (code, bool(body)) == (200, True)
    assert parsedate_to_datetime(headers["Last-Modified"]) <= timezone.now()

    code, again, body = get(path, if_none_match=headers["ETag"])

    assert (code, body) == (304, b"")
    assert again["ETag"].removeprefix("W/") == headers["ETag"].removeprefix("W/")
    assert get(path, if_none_match='"another"')[0] == 200


def test_a_comment_changes_the_etag_and_neither_lastmod_nor_date_modified(
    get, client, article, admin_user
):
    _, before, _ = get(article.url)
    sitemap = client.get("/sitemap-blog.xml").content
    changed = ArticlePage.objects.get(pk=article.pk).significantly_changed_on
    comment = ReaderCommentFactory(thread=CommentThread.objects.of(article))
    assert get(article.url, if_none_match=before["ETag"])[0] == 304

    comment.approve(by=admin_user)
    code, after, _ = get(article.url, if_none_match=before["ETag"])

    assert code == 200
    assert after["ETag"] != before["ETag"]
    assert client.get("/sitemap-blog.xml").content == sitemap
    assert ArticlePage.objects.get(pk=article.pk).significantly_changed_on == changed


def test_a_date_beside_the_etag_changes_nothing(get, article, admin_user):
    _, before, _ = get(article.url)
    ReaderCommentFactory(thread=CommentThread.objects.of(article)).approve(by=admin_user)

    known = {"if_none_match": before["ETag"], "if_modified_since": before["Last-Modified"]}

    assert get(article.url, **known)[0] == 200


def test_a_page_that_is_gone_is_never_not_modified(get, article):
    _, before, _ = get(article.url)

    article.unpublish()

    assert get(article.url, if_none_match=before["ETag"])[0] in {404, 410}


def test_what_is_for_one_reader_has_no_etag(client, article, admin_user):
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    client.force_login(admin_user, "django.contrib.auth.backends.ModelBackend")

    assert "ETag" not in client.get(article.url)
    assert "ETag" not in client.get("/search/?q=rest")


def test_the_tag_of_a_compressed_answer_is_weak_and_still_known(client, article):
    answer = client.get(article.url, headers={"accept-encoding": "br"})

    assert answer["ETag"].startswith("W/")
    again = client.get(
        article.url, headers={"accept-encoding": "br", "if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304
