"""The first screen of each group: the clinic's own, with the way to what they came to do."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from organization.models import Clinic
from tests.conftest import PublishedBlog, in_group
from tests.factories import ArticlePageFactory, CommentThreadFactory, ReaderCommentFactory

pytestmark = pytest.mark.django_db
SEARCH = "form[role=search]"


def first_screen(group: str) -> BeautifulSoup:
    """Return what somebody of a group sees after signing in."""
    client = Client()
    client.force_login(in_group(group))
    return BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")


def test_whoever_signs_in_meets_the_clinic_and_not_its_software():
    Clinic(name="Sample Clinic").save()

    door = BeautifulSoup(Client().get(reverse("wagtailadmin_login")).content, "html.parser")
    inside = first_screen("Editors")

    assert door.h1.get_text(strip=True) == "Sign in to Sample Clinic"
    assert " ".join(door.title.get_text().split()) == "Sign in - Sample Clinic"
    assert "Wagtail" not in door.main.get_text()
    assert inside.h1.get_text(strip=True) == "Sample Clinic"
    mark = inside.find("template", attrs={"data-wagtail-sidebar-branding-logo": True})
    assert 'class="crane"' in str(mark)
    assert inside.find("link", rel="icon")["href"].startswith("/static/brand/")


def test_an_editor_begins_with_a_new_article(published_blog: PublishedBlog):
    ArticlePageFactory(parent=published_blog.index, live=False)

    screen = first_screen("Editors")

    assert screen.select_one(SEARCH)
    address = screen.find("a", string="Write an article")["href"]
    assert address == f"/admin/pages/add/blog/articlepage/{published_blog.index.pk}/"
    assert "1 article is not published yet." in screen.get_text(" ", strip=True)


def test_before_there_is_a_blog_nobody_is_led_to_one(site_home):
    assert "Write an article" not in first_screen("Editors").get_text()


def test_a_moderator_begins_with_what_waits(article):
    empty = first_screen("Comment moderators").get_text(" ", strip=True)
    thread = CommentThreadFactory(page=article)
    ReaderCommentFactory.create_batch(2, thread=thread)

    screen = first_screen("Comment moderators")

    assert "No comment is waiting." in empty
    assert "2 comments wait for your decision" in screen.get_text(" ", strip=True)
    assert screen.find("a", string="Decide now")["href"] == "/admin/reader-comments/"


@pytest.mark.parametrize("group", ["Comment moderators", "Medical reviewers", "Appointment desk"])
def test_who_opens_no_pages_is_not_asked_to_search_them(group, published_blog):
    screen = first_screen(group)

    assert not screen.select_one(SEARCH)
    assert "Write an article" not in screen.get_text()


@pytest.mark.parametrize("group", ["Editors", "Medical reviewers", "Appointment desk"])
def test_only_moderators_are_told_of_comments(group):
    assert "No comment is waiting" not in first_screen(group).get_text()


def test_release_notes_of_the_software_are_for_administrators(admin_client: Client):
    notes = "What's new in Wagtail"

    assert notes not in str(first_screen("Editors").find(id="wagtail-sidebar-props"))
    assert notes in admin_client.get(reverse("wagtailadmin_home")).text
