"""A page that is made anew takes those of its parts that are as they were.

That no change leaves an old part behind is in test_exactness, for every field of everything shown.
"""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils import timezone

from blog.comments.models import CommentThread
from content import storytelling
from delivery.page_cache.parts import Parts, parts_at_hand, taking
from delivery.page_cache.store import Store
from delivery.page_cache.tags import changes_at, collecting, shows
from tests.delivery.page_cache.conftest import ask
from tests.factories import ReaderCommentFactory

SIGNED_IN = {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=somebody"}


# --- on the site ----------------------------------------------------------------------------


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every story that is told, in turn."""
    stories: list[Any] = []
    tell = storytelling.tell

    def count(story: Any, context: Any) -> Any:
        stories.append(story)
        return tell(story, context)

    monkeypatch.setattr(storytelling, "tell", count)
    return stories


@pytest.mark.django_db
def test_who_is_signed_in_gets_the_parts_that_others_got(site_cache, article, told):
    article.body = [("text", "<p>Rest in a dark room.</p>")]
    article.save_revision().publish()
    anybody = ask(site_cache, article.url)
    somebody = ask(site_cache, article.url, **SIGNED_IN)

    assert (anybody.state, somebody.state) == ("miss", "bypass")
    assert somebody.body == anybody.body
    assert b"Rest in a dark room." in somebody.body
    assert len(told) == 1


@pytest.mark.django_db
def test_a_comment_and_a_publish_are_seen_at_once(site_cache, article):
    ask(site_cache, article.url)
    comment = ReaderCommentFactory(thread=CommentThread.objects.of(article), body="Well said.")
    comment.approve(by=None)
    for environ in ({}, SIGNED_IN):
        commented = BeautifulSoup(ask(site_cache, article.url, **environ).body, "html5lib")
        assert "Well said." in commented.select_one(f"#comment-{comment.pk}").text

    article.body = [("text", "<p>Rest in a dark room.</p>")]
    article.save_revision().publish()
    for environ in ({}, SIGNED_IN):
        published = BeautifulSoup(ask(site_cache, article.url, **environ).body, "html5lib")
        assert "Rest in a dark room." in published.select_one(".story").text
        assert "Well said." in published.select_one(f"#comment-{comment.pk}").text


@pytest.mark.django_db
def test_another_host_makes_its_own_parts(site_cache, article, told, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    ask(site_cache, article.url)
    ask(site_cache, article.url, HTTP_HOST="localhost")

    assert len(told) == 2


@pytest.mark.django_db
def test_a_preview_takes_no_parts_and_leaves_none(site_cache, article, admin_user, told):
    ask(site_cache, article.url)
    article.body = [("text", "<p>Not yet published.</p>")]
    article.save_revision()
    client = Client()
    client.force_login(admin_user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}"}

    draft = ask(site_cache, f"/admin/pages/{article.pk}/view_draft/", **cookie)
    live = ask(site_cache, article.url, **cookie)

    assert b"Not yet published." in draft.body
    assert b"Not yet published." not in live.body
    assert len(told) == 2


@pytest.mark.django_db
def test_without_a_page_cache_every_render_makes_all(client, article, told):
    assert client.get(article.url).content == client.get(article.url).content
    assert len(told) == 2


# --- of the store ---------------------------------------------------------------------------


def parts(store: Store, begun: bool = True) -> Parts:
    """Return what one more request may take."""
    listener: Any = SimpleNamespace(catch_up=lambda: None, reader=SimpleNamespace(has_begun=begun))
    return Parts(store, listener)


def saying(html: str, *tags: str, until: dt.datetime | None = None) -> Callable[[], str]:
    def make() -> str:
        shows(*tags)
        changes_at(until)
        return html

    return make


def never() -> str:
    raise AssertionError("It was to be taken, not made.")


def test_an_answer_shows_what_its_parts_do_made_or_taken(store):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    for make in (saying("“Rest”", "page:7", until=tomorrow), never):
        with collecting() as shown:
            shows("page:1")
            assert parts(store).get("story", make) == "“Rest”"
        assert (shown.tags, shown.changes_at) == ({"page:1", "page:7"}, tomorrow)


def test_a_part_goes_with_what_was_read_before_it_be_that_in_another_part(store):
    for head in (saying("head", "thread:1"), never):
        with collecting():
            shows("page:1")
            request = parts(store)
            request.get("head", head)
            request.get("comments", saying("comments", "image:2"))
            request.get("story", saying("story"))

    store.drop(["image:2"], hard=False)
    assert parts(store).get("head", never) == "head"
    assert parts(store).get("comments", saying("new comments")) == "new comments"
    with collecting():
        shows("page:1", "thread:1")
        request = parts(store)
        request.get("story", saying("story"))
    store.drop(["thread:1"], hard=False)
    assert parts(store).get("head", saying("new head")) == "new head"
    assert parts(store).get("story", saying("new story")) == "new story"


def test_a_part_is_made_again_when_its_time_is_over(store):
    past = timezone.now() - dt.timedelta(seconds=1)
    parts(store).get("hours", saying("open today", until=past))

    assert parts(store).get("hours", saying("closed today")) == "closed today"


def test_a_part_that_a_change_has_overtaken_is_not_kept(store):
    request = parts(store)
    store.drop(["page:1"], hard=True)
    assert request.get("story", saying("old", "page:1")) == "old"

    assert parts(store).get("story", saying("new", "page:1")) == "new"


def test_nothing_is_kept_before_the_journal_was_read(store):
    parts(store, begun=False).get("story", saying("story"))

    assert len(store) == 0


def test_parts_are_at_hand_only_while_they_are_taken(store):
    request = parts(store)
    with taking(request):
        assert parts_at_hand() is request
        with taking(None):
            assert parts_at_hand() is None
    assert parts_at_hand() is None
