"""SEO row 36: a whole section leads elsewhere; pages win, and the longest beginning."""

import pytest
from django.urls import reverse

from redirects.models import GoneAddress, MissingAddress, SectionRedirect
from tests.factories import StandardPageFactory
from tests.redirects.conftest import redirect

pytestmark = pytest.mark.django_db


def section(prefix: str, target: str = "", **fields) -> SectionRedirect:
    """Save a section, as its form does."""
    made = SectionRedirect(prefix=prefix, target=target, is_gone=not target, **fields)
    made.clean()
    made.save()
    return made


def test_row_36_each_address_leads_to_its_own_new_one(article, at):
    section("/old-blog/*", "/blog/")

    old = f"/old-blog/{article.slug}"
    assert at(old) == at(f"{old}/") == (301, article.url)
    assert at(f"{old}/?page=2") == (301, f"{article.url}?page=2")
    assert at("/old-blog/") == (301, "/blog/")
    assert at("/old-blog/feed/") == (301, "/blog/feed/")


def test_row_36_nobody_is_sent_where_nothing_is(article, at):
    section("/old-blog/*", "/blog/")

    assert at("/old-blog/never-written/") == (404, "")
    assert at("/old-blogger/") == (404, "")
    article.unpublish()
    assert at(f"/old-blog/{article.slug}/") == (404, "")


def test_row_36_a_page_that_has_moved_since_is_still_one_step_away(article, at, rename):
    section("/old-blog/*", "/blog/")
    slug = article.slug

    article = rename(article, "renamed")

    assert at(f"/old-blog/{slug}/") == (301, article.url)


def test_row_36_a_section_follows_the_page_that_it_leads_below(
    article, published_blog, at, rename
):
    section("/old-blog/*", "/blog/")

    rename(published_blog.index, "journal")

    assert at(f"/old-blog/{article.slug}/") == (301, f"/journal/{article.slug}/")
    assert SectionRedirect.objects.get().target == "/journal/"


def test_row_36_the_longest_beginning_wins_and_single_addresses_before_it(article, site_home, at):
    other = StandardPageFactory(parent=site_home, title="Other", slug="other")
    section("/a/*", "/blog/")
    section("/a/b/*", "https://example.org/x/")
    section("/a/b/c/*")
    redirect("/a/b/c/single", other)
    GoneAddress.objects.create(path="/a/gone")

    assert at(f"/a/{article.slug}/") == (301, article.url)
    assert at("/a/b/page/") == (301, "https://example.org/x/page/")
    assert at("/a/b/page.html") == (301, "https://example.org/x/page.html")
    assert at("/a/b/c/d/") == (410, "")
    assert at("/a/b/c/single/") == (301, "/other/")
    assert at("/a/gone/") == (410, "")


def test_row_36_live_pages_always_win(article, published_blog, at):
    section("/blog/*")
    section(article.url)

    assert at(article.url) == (200, "")
    assert at(article.url.rstrip("/")) == (301, article.url)
    assert at("/blog/") == (200, "")
    assert at("/blog/?page=99") == (404, "")
    assert at("/blog/long-ago/") == (410, "")


def test_row_36_sections_that_lead_into_each_other_lead_nowhere(site_home, at):
    section("/a/*", "/b/")
    section("/b/*", "/a/")

    assert at("/a/x/") == at("/b/x/") == (404, "")


def test_row_36_a_temporary_section_is_a_302(article, at):
    section("/old/*", "/blog/", is_permanent=False)

    assert at(f"/old/{article.slug}/") == (302, article.url)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/old//evil.example/",
            "/old/%2F%2Fevil.example/",
            "/old/..%2f..%2fadmin/",
            "/old/%5Cevil/",
        ),
        *("/old/%0d%0aSet-Cookie:x/", "/old/@evil.example/", "/old/%3Fx=1/"),
    ],
)
def test_row_36_what_follows_the_beginning_cannot_change_the_site(site_home, at, path):
    section("/old/*", "https://example.org")

    status, location = at(path)

    assert status == 404 or location.startswith("https://example.org/")
    assert "?" not in location
    assert "\r" not in location


# --- in the admin ------------------------------------------------------------------------------

ADD = "/admin/redirects/sections/new/"


@pytest.fixture
def at_work(client, editor):
    """An editor who is signed in."""
    client.force_login(editor)
    return client


def test_row_36_a_dry_run_comes_before_saving(at_work, article):
    for path, count in ((f"/old-blog/{article.slug}", 7), ("/old-blog/nothing", 2), ("/x", 1)):
        MissingAddress.objects.create(path=path, count=count)
    redirect("/old-blog/single", article)
    section("/old-blog/photos/*")
    fields = {"prefix": "/old-blog/*", "target": "/blog", "is_permanent": "on"}

    shown = at_work.post(ADD, fields).content.decode()

    assert SectionRedirect.objects.count() == 1
    assert "Addresses readers have asked for: 2" in shown
    assert f"<td>{article.url}</td>" in shown
    assert "there is no such page" in shown
    assert "No live page is in this section" in shown
    assert "1 redirect and gone addresses of their own" in shown
    assert "/old-blog/photos/* has an answer of its own: Gone (410)" in shown

    at_work.post(ADD, {**fields, "confirmed": "yes"})
    made = SectionRedirect.objects.get(prefix="/old-blog")
    assert made.target == "/blog/"


def test_row_36_the_dry_run_names_the_pages_it_would_shadow(at_work, article):
    shown = at_work.post(ADD, {"prefix": "/blog/", "is_gone": "on"}).content.decode()

    assert "4 live pages: readers always see a page" in shown
    assert f"<li>{article.url}</li>" in shown


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"prefix": "/", "target": "/blog/"}, "name a section"),
        ({"prefix": "*", "target": "/blog/"}, "Give the old address"),
        ({"prefix": "/a/*/b", "target": "/blog/"}, "with one * at its end"),
        ({"prefix": "/a?b", "target": "/blog/"}, "with one * at its end"),
        ({"prefix": "/a/", "target": "/a/b/"}, "cannot lead into itself"),
        ({"prefix": "/a/"}, "Give the new section"),
        ({"prefix": "/a/", "target": "/b/", "is_gone": "on"}, "choose one of the two"),
        ({"prefix": "/a/", "target": "//evil.example/"}, "must begin with one"),
        ({"prefix": "/a/", "target": "/b/?x=1"}, "without"),
        ({"prefix": f"/{'a' * 300}/", "target": "/b/"}, "characters"),
    ],
)
def test_row_36_a_section_that_cannot_be_is_refused_with_a_reason(
    at_work, site_home, fields, error
):
    answer = at_work.post(ADD, {**fields, "confirmed": "yes"})

    assert error in answer.content.decode()
    assert not SectionRedirect.objects.exists()


def test_row_36_a_section_is_listed_changed_and_deleted(at_work, article):
    made = section("/old/*", "/blog/")

    assert "/old/*" in at_work.get(reverse("redirected_sections:index")).content.decode()
    edit = reverse("redirected_sections:edit", args=[made.pk])
    at_work.post(edit, {"prefix": "/old/*", "is_gone": "on", "confirmed": "yes"})
    made.refresh_from_db()
    assert made.is_gone
    at_work.post(reverse("redirected_sections:delete", args=[made.pk]))
    assert not SectionRedirect.objects.exists()
