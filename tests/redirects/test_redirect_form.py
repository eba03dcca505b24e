"""SEO row 34: a redirect made by hand is sound and straight, or the form says why it cannot be."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from redirects.models import MissingAddress
from tests.redirects.conftest import redirect

pytestmark = pytest.mark.django_db

ADD = "/admin/redirects/add/"


@pytest.fixture
def at_work(client, editor):
    """An editor who is signed in."""
    client.force_login(editor)
    return client


def send(at_work, address=ADD, **fields) -> str:
    """Send the form; return what is shown then."""
    sent = {"is_permanent": "on", "redirect_page": "", "redirect_link": "", **fields}
    return at_work.post(address, sent, follow=True).content.decode()


def test_row_34_an_editor_gives_a_page_or_an_address_of_ours_or_elsewhere(at_work, at, article):
    send(at_work, old_path="/a/", redirect_page=article.pk)
    send(at_work, old_path="https://old.example/b/?x=1", redirect_link=article.url)
    send(at_work, old_path="/c", redirect_link="https://example.org/")
    send(at_work, old_path="/d", redirect_link="http://testserver/blog/feed/")

    assert at("/a/") == at("/b/?x=1") == (301, article.url)
    assert at("/c/") == (301, "https://example.org/")
    assert at("/d/") == (301, "/blog/feed/")
    assert Redirect.objects.filter(redirect_page=article).count() == 2


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"old_path": "/a/"}, "Choose a page, or give an address below."),
        ({"old_path": "/a/", "redirect_link": "/nowhere/"}, "There is nothing at /nowhere/"),
        ({"old_path": "/a/", "redirect_link": "//evil.example"}, "must begin with one"),
        ({"old_path": "/a/", "redirect_link": "javascript:alert(1)"}, "must begin with one"),
        ({"old_path": "a", "redirect_link": "/blog/"}, "must begin with one"),
        ({"old_path": "/", "redirect_link": "/blog/"}, "The home page answers"),
        (
            {"old_path": "/blog/", "redirect_link": "https://example.org/"},
            "A live page is at /blog",
        ),
        ({"old_path": "/known/", "redirect_link": "/blog/"}, "There is a redirect from this"),
    ],
)
def test_row_34_what_cannot_be_is_refused_with_a_reason(at_work, article, fields, error):
    redirect("/known", article)

    assert error in send(at_work, **fields)
    assert Redirect.objects.count() == 1


def test_row_34_an_unpublished_page_is_no_target(at_work, article):
    article.unpublish()

    assert "This page is not published" in send(at_work, old_path="/a", redirect_page=article.pk)


def test_row_34_the_form_says_what_it_straightened(at_work, article):
    redirect("/x", "/a")
    redirect("/b", article)

    said = send(at_work, old_path="/a", redirect_link="https://example.org/")

    assert "/x led here; now it leads straight to the end." in said
    assert Redirect.objects.get(old_path="/x").redirect_link == "https://example.org/"


def test_row_34_a_circle_is_an_error_of_the_form(at_work, article):
    made = redirect("/a", "/b")
    edit = reverse("wagtailredirects:edit", args=[made.pk])

    Redirect.objects.bulk_create([Redirect(old_path="/blog/feed", redirect_link="/a")])
    said = send(at_work, edit, old_path="/a", redirect_link="/blog/feed/")

    assert "lead back to where it begins: /a → /blog/feed → /a" in said
    assert Redirect.objects.get(pk=made.pk).redirect_link == "/b"


def test_row_37_the_list_of_addresses_not_found_fills_in_the_old_address(at_work, site_home):
    missing = MissingAddress.objects.create(path="/a b/ü?&x")

    shown = at_work.get("/admin/redirects/missing/").content.decode()
    link = shown.split("/admin/redirects/add/?old_path=")[1].split('"')[0]
    form = at_work.get(f"/admin/redirects/add/?old_path={link}").context["form"]

    assert form["old_path"].value() == missing.path


def test_the_list_of_redirects_leads_to_all_that_belongs_to_it(at_work, article):
    redirect("/a", article)

    shown = at_work.get("/admin/redirects/").content.decode()

    for address in (
        "/admin/redirects/import/",
        "/admin/redirects/missing/",
        "/admin/redirects/add/",
    ):
        assert address in shown
    assert "/a" in at_work.get("/admin/redirects/results/?q=a").content.decode()
    menu = at_work.get("/admin/").content.decode()
    for name in ("Redirected sections", "Gone addresses", "Addresses not found"):
        assert name in menu
