"""The feed of an article's comments, as a reader's program meets it."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.comments import text
from blog.comments.models import CommentSettings, CommentThread, ReaderComment
from delivery.models import Purge
from delivery.page_cache.tags import collecting
from tests.blog.feed_rules import assert_valid_atom, assert_valid_json_feed, assert_valid_rss
from tests.comments.conftest import page_of
from tests.comments.hostile import CORPUS
from tests.factories import ReaderCommentFactory, TopicPageFactory

pytestmark = pytest.mark.django_db

HTML = ("}content", "}encoded", "}summary", "description")
ATOM = "/blog/migraine/comments/feed.atom"
JSON = "/blog/migraine/comments/feed.json"
RSS = "/blog/migraine/comments/feed/"


@pytest.fixture
def say(thread, moderator):
    """Put a comment into the article's thread and approve it."""

    def put(name: str, body: str = "Well said.", **fields) -> ReaderComment:
        comment = ReaderCommentFactory(thread=thread, author_name=name, body=body, **fields)
        comment.approve(by=moderator)
        return comment

    return put


def items(path: str = JSON) -> list[dict]:
    return Client().get(path).json()["items"]


def test_it_says_who_said_what_the_newest_in_sight_first(article, say):
    ann = say("Ann", body="Does it help?\n\nI wonder: https://a.example/x")
    ben = say("Ben", parent=ann)

    said = items()

    assert [each["title"] for each in said] == ["Ben in reply to Ann", "Ann"]
    assert said[1]["content_html"].startswith("<p>Does it help?</p><p>I wonder: <a href=")
    assert said[1]["authors"] == [{"name": "Ann"}]
    assert said[0]["id"] == f"urn:uuid:{ben.uuid}"
    followed = Client().get(said[0]["url"].removeprefix(settings.SITE_URL))
    assert followed["Location"] == f"/blog/migraine/#comment-{ben.pk}"


def test_it_is_valid_in_each_format_also_when_nobody_has_said_anything(article, say):
    for _ in range(2):
        assert_valid_atom(Client().get(ATOM).content, f"{settings.SITE_URL}{ATOM}")
        assert_valid_json_feed(Client().get(JSON).content, f"{settings.SITE_URL}{JSON}")
        assert_valid_rss(Client().get(RSS).content, f"{settings.SITE_URL}{RSS}")
        say("Ann")


def test_whatever_readers_write_it_stays_valid_and_holds_nothing_foreign(thread):
    for hostile in CORPUS[:45]:
        ReaderCommentFactory(
            thread=thread,
            author_name=text.normalize_name(hostile)[:60] or "x",
            body=text.normalize(hostile)[:5000] or "x",
            status="approved",
        )

    for path, check in {ATOM: assert_valid_atom, RSS: assert_valid_rss}.items():
        answer = Client().get(path)
        check(answer.content, f"{settings.SITE_URL}{path}")
        for element in ElementTree.fromstring(answer.content).iter():
            if element.tag.endswith(HTML):
                found = BeautifulSoup(element.text or "", "html5lib").body.find_all(True)
                assert {each.name for each in found} <= {"p", "br", "a"}
                assert all(each["href"].startswith("http") for each in found if each.name == "a")
    assert_valid_json_feed(Client().get(JSON).content, f"{settings.SITE_URL}{JSON}")


def test_only_what_readers_see_is_in_it_and_no_address(thread, say):
    ann = say("Ann", author_email="ann@example.org")
    for status in ("pending", "spam", "trash"):
        ReaderCommentFactory(thread=thread, author_name="Hidden", status=status)
    ann_is_gone = say("Ben", parent=ann)
    ann.withdraw()

    assert [each["title"] for each in items()] == [ann_is_gone.author_name]
    for path in (ATOM, JSON, RSS):
        assert "example.org" not in Client().get(path).content.decode()


def test_it_is_told_of_below_the_comments_and_is_no_search_result(article, say):
    assert "comments/feed" not in Client().get(article.url).content.decode()
    say("Ann")

    link = page_of(Client().get(article.url)).find("a", string="Comments feed")

    assert link["href"] == ATOM
    answer = Client().get(link["href"])
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not answer.cookies


def test_nothing_new_is_not_sent_again(article, say):
    say("Ann")
    first = Client().get(ATOM)

    again = Client().get(ATOM, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304

    say("Ben")
    assert Client().get(ATOM, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_comment_that_waited_is_news_when_it_is_approved(say, thread):
    say("Ann")
    say("Ben", submitted_at=timezone.now() - dt.timedelta(days=9))

    assert [each["title"] for each in items()] == ["Ben", "Ann"]


def test_it_costs_the_same_however_many_there_are(say, django_assert_max_num_queries):
    def cost() -> int:
        Client().get(ATOM)
        with django_assert_max_num_queries(20) as asked:
            Client().get(ATOM)
        return len(asked)

    say("Ann")
    few = cost()
    for number in range(60):
        say(f"Reader {number}")

    assert cost() == few <= 8
    assert len(items()) == 50


# --- who has one, and when it is dropped ----------------------------------------------------


def test_hidden_restricted_and_unpublished_articles_have_none(article, say):
    say("Ann")
    CommentThread.objects.update(mode="hidden")
    assert Client().get(ATOM).status_code == 404

    CommentThread.objects.update(mode="closed")
    assert Client().get(ATOM).status_code == 200

    restriction = PageViewRestriction.objects.create(
        page=article.sitepage_ptr, restriction_type="login"
    )
    assert Client().get(ATOM).status_code == 404
    restriction.delete()

    article.unpublish()
    assert Client().get(ATOM).status_code == 404


@pytest.mark.parametrize("path", ["/blog/comments/feed/", "/nothing/comments/feed.json"])
def test_only_articles_have_one(article, path):
    assert Client().get(path).status_code == 404


def test_a_topic_that_is_called_comments_keeps_its_own_feed(article):
    topics = article.main_topic.get_parent()
    topic = TopicPageFactory(parent=topics, slug="comments", title="Comments")

    said = Client().get(f"{topic.url}feed.json").json()

    assert said["title"].startswith("Comments |")


def dropped_by(act) -> bool:
    """Whether doing something drops the feed from the page cache."""
    with collecting() as shown:
        Client().get(ATOM)
    Purge.objects.all().delete()
    act()
    return bool(shown.tags & {tag for purge in Purge.objects.all() for tag in purge.tags})


def test_it_is_dropped_by_what_changes_it_and_by_nothing_else_about_comments(
    article, say, thread, moderator
):
    ann = say("Ann")
    waits = ReaderCommentFactory(thread=thread)

    def edited():
        ann.body = "Redacted."
        ann.save(update_fields=["body"])

    def closed():
        thread.refresh_from_db()
        thread.mode = "closed"
        thread.save()

    def hidden():
        thread.refresh_from_db()
        thread.mode = "hidden"
        thread.save()

    assert not dropped_by(lambda: ReaderCommentFactory(thread=thread))
    assert not dropped_by(lambda: waits.mark_spam(by=moderator))
    assert not dropped_by(closed)
    assert dropped_by(edited)
    assert dropped_by(lambda: ReaderCommentFactory(thread=thread).approve(by=moderator))
    assert dropped_by(lambda: ann.trash(by=moderator, reason="privacy"))
    assert dropped_by(hidden)


def test_the_settings_close_comments_without_a_word_of_the_feed(article, say):
    say("Ann")
    before = Client().get(ATOM).content
    CommentSettings(closes_after_days=1).save()

    assert Client().get(ATOM).content == before
