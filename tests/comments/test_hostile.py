"""Nothing that somebody types breaks a page, a screen or the markup (X1)."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from blog.comments import text
from blog.comments.models import CommentSettings, CommentThread, ReaderComment
from intake.keys import issue_key, issue_page_token
from tests.comments.conftest import page_of, signed_in
from tests.comments.hostile import CORPUS, HOSTILE
from tests.comments.test_moderating import LIST
from tests.factories import ReaderCommentFactory

pytestmark = pytest.mark.django_db

ELEMENTS = set(
    """section h2 h3 ol li article header span b bdi a time div p br form ul label input textarea
    button script nav""".split()  # noqa: SIM905 - read as words
)
ATTRIBUTES = set(
    """id class href rel dir datetime aria-hidden aria-labelledby aria-label aria-describedby
    aria-current aria-invalid role tabindex for name value type src action method autocomplete
    required rows cols hidden maxlength""".split()  # noqa: SIM905 - read as words
)


def assert_nothing_foreign(part) -> None:
    for element in part.find_all(True):
        assert element.name in ELEMENTS, element
        assert set(element.attrs) <= ATTRIBUTES, element
        if element.name == "a":
            assert element["href"].lower().startswith(("http://", "https://", "/", "#"))
        if element.name == "script":
            assert element["src"].startswith("/static/")
            assert not element.string


@pytest.fixture
def hostile_thread(thread):
    """Approved comments whose names, texts and replies come from the corpus."""
    CommentSettings(threads_a_page=100).save()
    parent = None
    for number, hostile in enumerate(CORPUS):
        comment = ReaderComment(
            thread=thread,
            author_name=text.normalize_name(hostile)[:60] or "x",
            body=text.normalize(hostile)[:5000] or "x",
            status="approved",
            approved_at=timezone.now(),
        )
        comment.place(parent if parent and number % 8 else None)
        comment.save(force_insert=True)
        parent = comment if comment.depth < 2 else None
    CommentThread.objects.filter(pk=thread.pk).update(approved_count=len(CORPUS))
    return thread


def test_hostile_comments_are_words_on_the_page_and_in_the_markup(article, hostile_thread):
    answer = Client().get(article.url)
    page = page_of(answer)

    assert answer.status_code == 200
    assert_nothing_foreign(page.select_one("#comments"))
    graph = json.loads(page.select_one("script[type='application/ld+json']").string)["@graph"]
    told = [node["text"] for node in graph if node["@type"] == "Comment"]
    shown = ReaderComment.objects.filter(
        pk__in=[int(each["id"].split("-")[1]) for each in page.select("article.comment")]
    )
    assert len(told) == len(shown) > 200
    assert sorted(told) == sorted(comment.body for comment in shown)
    assert len(page.select("main")) == len(page.select("h1")) == 1


def test_hostile_comments_are_words_in_the_admin(moderator, hostile_thread):
    desk = signed_in(moderator)

    address = f"{LIST}?status=approved"
    for _ in range(3):
        page = page_of(desk.get(address))
        address = page.select_one("a[rel=next]")["href"]
        assert len(page.select("article > .moderation__text")) == 50
        for part in page.select(".moderation__text, .moderation__author, .moderation__parent q"):
            assert_nothing_foreign(part)


@pytest.mark.parametrize("hostile", HOSTILE[::7])
def test_hostile_input_is_taken_or_refused_with_a_message(reader, article, thread, hostile):
    parent = ReaderCommentFactory(thread=thread, status="approved", author_name="Ann")
    fields = {
        "key": issue_key(f"comment.write:{article.pk}"),
        "page_token": issue_page_token("comment", article.pk, 0),
    }
    for attempt in (
        {"name": hostile},
        {"body": hostile},
        {"body": hostile, "parent": str(parent.pk)},
        {"email": hostile},
        {"parent": hostile},
        {"key": hostile},
        {"page_token": hostile},
        {"second_opinion": hostile},
        {"name": hostile, "body": hostile, "preview": "1"},
    ):
        answer = reader.write(article, **fields | attempt)
        assert answer.status_code in {200, 303, 422, 429}
        if answer.status_code != 303:
            main = page_of(answer).main
            for control in main.select("form.comment-form"):
                assert_nothing_foreign(control)
            assert len(page_of(answer).select("h1")) == 1
        else:
            receipt = page_of(reader.client.get(answer["Location"]))
            assert receipt.h1.text == "Thank you"


def test_hostile_addresses_are_not_found(reader, article):
    for path in ("receipt/%2e%2e/", "0/", "99999999999999999999/", "-1/", "é/", "%00/", "x/key/"):
        assert reader.client.get(f"/comments/{path}").status_code in {404, 400}
    far = f"/comments/{article.pk}/reply/99999999999999999999/"
    assert reader.client.get(far).status_code == 404


def test_times_of_all_kinds_have_their_place(thread):
    """Old imports and clocks that run ahead sort as they were written."""
    moments = [1990, 2026, 2200]
    comments = [
        ReaderCommentFactory(
            thread=thread, submitted_at=timezone.now().replace(year=year, month=1, day=1)
        )
        for year in moments
    ]

    assert list(ReaderComment.objects.in_thread(thread)) == comments
