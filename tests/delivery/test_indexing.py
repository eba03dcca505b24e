"""Rows 26 and 27: what is no page, a preview or a trial site is never kept by a search engine."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.documents import get_document_model

from crawlers.robots_rules import read
from images.renditions import make_renditions
from tests.factories import ArticlePageFactory, ImageFactory, ReaderCommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(settings):
    """A host that answers, too, and is not the public one."""
    settings.ALLOWED_HOSTS = ["testserver", "staging.example.org"]
    return "staging.example.org"


@pytest.fixture
def style(settings):
    """A static file, of this test alone: others run beside it."""
    file = settings.STATIC_ROOT / f"{uuid4()}.css"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("main { color: black }")
    yield f"/static/{file.name}"
    file.unlink()


def robots_of(answer) -> str:
    """Return what the head of a page says to crawlers."""
    tag = BeautifulSoup(answer.content, "html.parser").find("meta", {"name": "robots"})
    return tag["content"]


@pytest.mark.parametrize(
    "path",
    [
        *("/robots.txt", "/sitemap.xml", "/sitemap-blog.xml", "/llms.txt"),
        *("/blog/feed/", "/blog/feed.atom", "/search/?q=rest", "/manifest.webmanifest"),
        *("/.well-known/security.txt", "/admin/login/"),
    ],
)
def test_whatever_is_no_page_says_so(client, article, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_document_is_no_search_result(client, site_home, tmp_path, settings):
    from django.core.files.base import ContentFile

    settings.MEDIA_ROOT = tmp_path
    document = get_document_model().objects.create(
        title="Form", file=ContentFile(b"%PDF-1.4", name="form.pdf")
    )

    assert client.get(document.url)["X-Robots-Tag"] == "noindex"


def test_pages_and_what_they_show_are_left_to_search_engines(
    client, article, style, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path
    image = ImageFactory()
    make_renditions(image, ["card"])
    picture = image.renditions.first().url

    for path in (article.url, "/", picture, style):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "X-Robots-Tag" not in answer


def test_later_comments_are_a_page_like_their_article(client, article, settings):
    from blog.comments.models import CommentSettings, CommentThread
    from blog.comments.models.status import Status

    setting = CommentSettings.current()
    setting.threads_a_page = 1
    setting.save()
    thread = CommentThread.objects.of(article)
    for _ in range(2):
        ReaderCommentFactory(thread=thread, status=Status.APPROVED)
    path = f"{article.url}comments/2/"

    assert "X-Robots-Tag" not in client.get(path)

    article.noindex = True
    article.save()
    assert client.get(path)["X-Robots-Tag"] == "noindex"


def test_a_page_that_is_kept_out_says_so_in_its_header_too(client, article):
    article.noindex = True
    article.save()

    answer = client.get(article.url)

    assert answer["X-Robots-Tag"] == "noindex"
    assert robots_of(answer).startswith("noindex")


@pytest.mark.parametrize("path", ["/", "/blog/", "a stylesheet", "/robots.txt"])
def test_another_host_is_never_kept(client, article, style, elsewhere, path):
    answer = client.get(style if path == "a stylesheet" else path, headers={"host": elsewhere})

    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_page_on_another_host_says_so_in_its_head_and_names_the_public_address(
    client, article, elsewhere
):
    answer = client.get(article.url, headers={"host": elsewhere})

    assert robots_of(answer).startswith("noindex")
    assert f'rel="canonical" href="{article.absolute_url}"' in answer.text


def test_a_port_makes_no_other_host(client, article):
    assert "X-Robots-Tag" not in client.get(article.url, headers={"host": "testserver:8443"})


@pytest.mark.parametrize("path", ["/", "/blog/", "a stylesheet", "/robots.txt"])
def test_nothing_of_a_trial_site_is_kept(client, article, style, settings, path):
    settings.STAGING = True

    assert client.get(style if path == "a stylesheet" else path)["X-Robots-Tag"] == "noindex"


def test_a_trial_sites_pages_say_so_and_its_sitemap_is_empty(client, article, settings):
    settings.STAGING = True

    assert robots_of(client.get(article.url)).startswith("noindex")
    assert "<loc>" not in client.get("/sitemap.xml").text
    rules = read(client.get("/robots.txt").text)
    assert rules.may_fetch("googlebot", article.url)  # or nobody could read that it is none


@pytest.mark.parametrize("is_live", [True, False])
def test_a_preview_is_for_its_editor_alone(client, admin_user, published_blog, is_live):
    client.force_login(admin_user, "django.contrib.auth.backends.ModelBackend")
    page = ArticlePageFactory(
        parent=published_blog.index, main_topic=published_blog.topic, live=is_live
    )
    page.save_revision()

    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    assert {"private", "no-store"} <= {word.strip() for word in answer["Cache-Control"].split(",")}
    assert robots_of(answer).startswith("noindex")


def test_a_draft_is_not_there(client, published_blog):
    draft = ArticlePageFactory(parent=published_blog.index, live=False)

    assert client.get(draft.url).status_code == 404
