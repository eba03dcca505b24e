"""What of this very site is kept, and what never is."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.test import RequestFactory
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from delivery.page_cache.middleware import may_be_kept
from organization.models import SearchAndSocial
from pages.models import SitePage
from tests.delivery.page_cache.conftest import ask
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def states(cache, path, **environ):
    return [ask(cache, path, **environ).state for _ in range(2)]


# --- the starter site -----------------------------------------------------------------------


@pytest.mark.usefixtures("starter_site")
def test_every_public_page_is_kept_whatever_its_type(site_cache):
    pages = list(SitePage.objects.published().specific())
    types = {model for model in apps.get_models() if issubclass(model, SitePage)} - {SitePage}
    assert {type(page) for page in pages} == types

    assert {page.url: states(site_cache, page.url) for page in pages} == {
        page.url: ["miss", "hit"] for page in pages
    }


@pytest.mark.usefixtures("starter_site")
@pytest.mark.parametrize(
    "path",
    [
        *("/robots.txt", "/sitemap.xml", "/sitemap-blog.xml", "/manifest.webmanifest"),
        *("/blog/feed/", "/blog/feed.atom", "/blog/topics/migraine/feed/"),
        "/.well-known/security.txt",
    ],
)
def test_what_crawlers_and_feed_readers_ask_for_is_kept(site_cache, path):
    assert ask(site_cache, path).code == 200, path
    assert ask(site_cache, path).state == "hit"


@pytest.mark.usefixtures("starter_site")
def test_tracking_parameters_find_the_same_copy_and_reach_no_link(site_cache):
    ask(site_cache, "/blog/")

    by_advertisement = ask(site_cache, "/blog/?utm_source=x&fbclid=y")

    assert by_advertisement.state == "hit"
    assert b"utm_source" not in by_advertisement.body


@pytest.mark.usefixtures("starter_site")
def test_what_is_sent_from_memory_is_what_django_would_say(site_cache, client):
    straight = client.get("/blog/")
    ask(site_cache, "/blog/")

    kept = ask(site_cache, "/blog/")

    assert kept.body == straight.content
    ours = {"ETag", "Last-Modified", "Cache-Control", "X-Cache", "Vary", "Content-Length"}
    assert {k: v for k, v in kept.headers.items() if k not in ours} == {
        k: v for k, v in straight.headers.items() if k not in ours
    }


def test_a_page_type_that_cannot_be_kept_is_named_with_its_reason(monkeypatch):
    from home.models import StandardPage

    assert not [found for found in run_checks() if found.id == "delivery.W001"]

    monkeypatch.setattr(StandardPage, "never_kept_because", "it greets the reader", raising=False)

    [warning] = [found for found in run_checks() if found.id == "delivery.W001"]
    assert "home.StandardPage" in warning.msg
    assert "it greets the reader" in warning.msg


# --- never ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/nowhere",
        "/blog",
        "/search/",
        "/search/?q=migraine",
        "/admin/",
        "/admin/login/",
        "/admin/x.css",
        "/admin/login/x.jpg",
        "/healthz/",
        "/static/x.css",
        "/media/images/x.jpg",
        "/comments/receipt/abc/",
        "/blog/?page=99",
        "/blog/?q=1",
        "/favicon.ico",
    ],
)
def test_what_is_not_for_everybody_is_never_kept(site_cache, published_blog, path):
    assert states(site_cache, path) == ["bypass", "bypass"]
    assert len(site_cache.store) == 0


def test_a_picture_like_address_below_a_page_keeps_nothing(site_cache, article):
    assert ask(site_cache, f"{article.url}x.jpg").code == 404
    assert len(site_cache.store) == 0


def test_a_restricted_page_is_never_kept(site_cache, article):
    ask(site_cache, article.url)
    PageViewRestriction.objects.create(page=article, restriction_type="password", password="x")

    answer = ask(site_cache, article.url)

    assert article.introduction.encode() not in answer.body
    assert states(site_cache, article.url) == ["bypass", "bypass"]


@pytest.mark.parametrize("answer", [{"Set-Cookie": "a=b"}, {"Vary": "Cookie"}, {"Vary": "*"}])
def test_an_answer_that_depends_on_its_reader_is_not_kept(client, article, answer):
    response = client.get(article.url)
    request = response.wsgi_request
    assert may_be_kept(request, response)

    for name, value in answer.items():
        if name == "Set-Cookie":
            response.set_cookie(*value.split("="))
        response[name] = value

    assert not may_be_kept(request, response)


@pytest.mark.parametrize("control", ["private", "no-store", "no-cache", "max-age=9, Private"])
def test_an_answer_that_says_so_is_not_kept(client, article, control):
    response = client.get(article.url)
    response["Cache-Control"] = control

    assert not may_be_kept(response.wsgi_request, response)


def test_an_answer_nobody_meant_for_everybody_is_not_kept(client, article):
    response = client.get(article.url)
    request = RequestFactory().get(article.url)

    assert not may_be_kept(request, response)


@pytest.mark.parametrize("host", ["elsewhere.example", "testserver:80@elsewhere.example", ""])
def test_hosts_that_are_not_ours_are_refused_and_leave_nothing(site_cache, article, host):
    answer = ask(site_cache, article.url, HTTP_HOST=host, SERVER_NAME="elsewhere.example")

    assert answer.code == 400
    assert len(site_cache.store) == 0


@pytest.mark.parametrize(
    "header",
    [
        *("X_FORWARDED_HOST", "X_HOST", "X_FORWARDED_SERVER", "X_ORIGINAL_URL", "X_REWRITE_URL"),
        *("X_FORWARDED_PREFIX", "X_FORWARDED_SCHEME", "X_ORIGINAL_HOST", "FORWARDED"),
        *("X_HTTP_METHOD_OVERRIDE", "X_FORWARDED_PORT", "X_WAP_PROFILE", "REFERER", "USER_AGENT"),
        *("ORIGIN", "ACCEPT_LANGUAGE"),
    ],
)
def test_what_is_not_part_of_the_question_is_not_part_of_the_answer(site_cache, article, header):
    poisoned = ask(site_cache, article.url, **{f"HTTP_{header}": "evil.example/canary"})

    assert b"canary" not in poisoned.body
    assert "canary" not in str(poisoned.headers)
    assert ask(site_cache, article.url).body == poisoned.body


# --- redirects ------------------------------------------------------------------------------


@pytest.mark.parametrize("old", ["/old", "/old/", "/old.html"])
def test_a_permanent_redirect_is_kept_until_it_changes(site_cache, article, old):
    path = Redirect.normalise_path(old)
    Redirect.objects.create(old_path=path, redirect_page=article, is_permanent=True)
    first, second = ask(site_cache, old), ask(site_cache, old)

    assert (first.code, first.headers["Location"]) == (301, article.url)
    assert (first.state, second.state) == ("miss", "hit")

    Redirect.objects.all().delete()
    assert ask(site_cache, old).headers.get("Location") != article.url


def test_an_address_without_its_slash_is_not_kept(site_cache, article):
    answer = ask(site_cache, article.url.rstrip("/"))

    assert (answer.code, answer.headers["Location"]) == (301, article.url)
    assert len(site_cache.store) == 0


# --- Markdown twins -------------------------------------------------------------------------

WANTS_MARKDOWN = {"HTTP_ACCEPT": "text/markdown, text/html;q=0.5"}


def twin_of(page):
    return f"{page.url.rstrip('/')}.md"


def test_row_60_a_page_and_its_twin_are_kept_apart_at_one_address(site_cache, article):
    html, markdown = ask(site_cache, article.url), ask(site_cache, article.url, **WANTS_MARKDOWN)

    assert html.headers["Content-Type"].startswith("text/html")
    assert markdown.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert "Accept" in html.headers["Vary"].split(", ")
    assert "Accept" in markdown.headers["Vary"].split(", ")
    for accept, kept in (({}, html), (WANTS_MARKDOWN, markdown)):
        again = ask(site_cache, article.url, **accept)
        assert (again.state, again.body) == ("hit", kept.body)


@pytest.mark.parametrize(
    "accept", ["text/markdown;q=0", "text/markdown, */*", "text/markdown;q=x"]
)
def test_row_60_who_does_not_prefer_markdown_shares_the_copy_of_browsers(
    site_cache, article, accept
):
    kept = ask(site_cache, article.url)

    answer = ask(site_cache, article.url, HTTP_ACCEPT=accept)

    assert (answer.state, answer.body) == ("hit", kept.body)


@pytest.mark.parametrize("by_accept", [False, True])
def test_row_60_a_twin_says_when_it_is_known_already(site_cache, article, by_accept):
    accept = WANTS_MARKDOWN if by_accept else {}
    path = article.url if by_accept else twin_of(article)
    whole = ask(site_cache, path, **accept)
    headers = whole.headers
    assert headers["ETag"] != ask(site_cache, article.url).headers["ETag"]

    by_tag = ask(site_cache, path, HTTP_IF_NONE_MATCH=headers["ETag"], **accept)
    by_date = ask(site_cache, path, HTTP_IF_MODIFIED_SINCE=headers["Last-Modified"], **accept)
    head = ask(site_cache, path, REQUEST_METHOD="HEAD", **accept)

    for known in (by_tag, by_date):
        assert (known.code, known.body) == (304, b"")
        assert {known.headers[name] for name in ("ETag", "Link", "X-Robots-Tag", "Vary")} == {
            headers[name] for name in ("ETag", "Link", "X-Robots-Tag", "Vary")
        }
    assert (head.code, head.body) == (200, b"")
    assert head.headers == {**headers, "X-Cache": "hit"}


def test_row_60_both_faces_of_a_page_go_when_it_changes_and_no_other_page(
    site_cache, article, published_blog
):
    asked = [
        (article.url, {}),
        (article.url, WANTS_MARKDOWN),
        (twin_of(article), {}),
    ]
    other = StandardPageFactory(parent=published_blog.home, slug="about")
    quiet = [(other.url, WANTS_MARKDOWN), (twin_of(other), {})]
    for path, accept in [*asked, *quiet]:
        assert states(site_cache, path, **accept) == ["miss", "hit"]

    article.introduction = "Now it says something else."
    article.save_revision().publish()

    for path, accept in asked:
        answer = ask(site_cache, path, **accept)
        assert (answer.state, b"something else" in answer.body) == ("miss", True)
    for path, accept in quiet:
        assert ask(site_cache, path, **accept).state == "hit"


@pytest.mark.parametrize("what", ["unpublish", "restrict", "noindex", "switch off"])
def test_row_60_a_twin_that_is_no_more_is_never_sent_from_memory(site_cache, article, what):
    for path, accept in ((twin_of(article), {}), (article.url, WANTS_MARKDOWN)):
        assert states(site_cache, path, **accept) == ["miss", "hit"]

    match what:
        case "unpublish":
            article.unpublish()
        case "restrict":
            PageViewRestriction.objects.create(page=article, restriction_type="login")
        case "noindex":
            article.noindex = True
            article.save_revision().publish()
        case "switch off":
            setting = SearchAndSocial.current()
            setting.offer_markdown = False
            setting.save()

    assert ask(site_cache, twin_of(article)).code == 404
    answer = ask(site_cache, article.url, **WANTS_MARKDOWN)
    assert not answer.headers["Content-Type"].startswith("text/markdown")


@pytest.mark.parametrize(
    "path",
    [
        "/admin/x.md",
        "/admin/login.md",
        "/admin.md",
        "/search/x.md",
        "/comments/receipt/abc.md",
        "/documents/1/x.md",
        "/healthz.md",
        "/nowhere.md",
        "{article}/x.md",
        "{article}/comments/2.md",
        "{article}.md/x.css",
    ],
)
@pytest.mark.parametrize("accept", [{}, WANTS_MARKDOWN])
def test_row_60_an_address_that_only_looks_like_a_twin_leaves_nothing(
    site_cache, article, path, accept
):
    path = path.format(article=article.url.rstrip("/"))

    assert states(site_cache, path, **accept) == ["bypass", "bypass"]
    assert len(site_cache.store) == 0


def test_row_60_the_twin_of_a_restricted_page_is_neither_sent_nor_kept(site_cache, article):
    PageViewRestriction.objects.create(page=article, restriction_type="password", password="x")

    for path, accept in ((twin_of(article), {}), (article.url, WANTS_MARKDOWN)):
        answer = ask(site_cache, path, **accept)
        assert article.introduction.encode() not in answer.body
        assert answer.state == "bypass"
    assert len(site_cache.store) == 0
