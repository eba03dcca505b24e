"""Situations: an article that is discussed, a moderator, somebody who writes."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client

from blog.comments.models import CommentThread
from blog.models import ArticlePage, BlogIndexPage, TopicPage
from home.models import HomePage
from tests.factories import (
    ArticlePageFactory,
    BlogIndexPageFactory,
    TopicIndexPageFactory,
    TopicPageFactory,
    UserFactory,
)

FORM = "application/x-www-form-urlencoded"
BODY = "The table that compares the two headaches is the clearest I have seen."


@pytest.fixture
def blog(site_home: HomePage) -> BlogIndexPage:
    """The blog below the home page."""
    return BlogIndexPageFactory(parent=site_home)


@pytest.fixture
def new_article(blog: BlogIndexPage) -> Callable[..., ArticlePage]:
    """Make a published article."""
    return partial(plant_article, blog)


@pytest.fixture
def article(new_article: Callable[..., ArticlePage]) -> ArticlePage:
    """A published article."""
    return new_article()


@pytest.fixture
def thread(article: ArticlePage) -> CommentThread:
    """The article's thread."""
    return CommentThread.objects.of(article)


@pytest.fixture
def moderator(db: None) -> Any:
    """Somebody who may moderate."""
    return person_with("view_readercomment", "moderate_readercomment", first_name="Kim")


def plant_article(blog: BlogIndexPage, slug: str = "migraine", **fields: Any) -> ArticlePage:
    """Publish an article with a topic."""
    topic = TopicPage.objects.first()
    if topic is None:
        topic = TopicPageFactory(parent=TopicIndexPageFactory(parent=blog))
    return ArticlePageFactory(
        parent=blog, main_topic=topic, slug=slug, title=f"About {slug}", **fields
    )


def person_with(*codenames: str, **fields: Any) -> Any:
    """Make somebody who may enter the admin, and has these permissions alone."""
    person = UserFactory(**fields)
    for codename in ("access_admin", *codenames):
        person.user_permissions.add(Permission.objects.get(codename=codename))
    return person


def signed_in(person: Any) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client()
    client.force_login(person)
    return client


class Reader:
    """Somebody with a browser of their own, without cookies and without JavaScript."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(headers={"Sec-Fetch-Site": "same-origin"} | headers)

    def post(self, address: str, fields: dict[str, str]) -> Any:
        """Send a form."""
        return self.client.post(address, urlencode(fields), content_type=FORM)

    def write(self, article: ArticlePage, **fields: str) -> Any:
        """Send the form of an article, as it stands in the page."""
        return self.post(f"/comments/{article.pk}/", self.fields(**fields))

    def fields(self, **fields: str) -> dict[str, str]:
        """Return what somebody fills in."""
        return {"name": "Ann", "email": "ann@example.org", "body": BODY} | fields

    def comment(self, article: ArticlePage, **fields: str) -> Any:
        """Write, check, and post: the whole way without JavaScript."""
        return self.confirm(self.write(article, **fields))

    def confirm(self, check: Any) -> Any:
        """Press the button of the check page."""
        assert check.status_code == 200, check.content.decode()
        form = page_of(check).select_one("form.comment-form")
        return self.post(form["action"], filled_in(form))


def page_of(response: Any) -> BeautifulSoup:
    """Return what was answered, as a browser understands it."""
    return BeautifulSoup(response.content, "html5lib")


def filled_in(form: Any) -> dict[str, str]:
    """Return what a browser would send with this form, pressed by its first button."""
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    return fields | {
        area["name"]: area.text.removeprefix("\n") for area in form.select("textarea[name]")
    }


@pytest.fixture
def reader() -> Reader:
    """Somebody who reads the article in a browser."""
    return Reader()
