"""An editor says how an article is discussed: at once, and apart from the page's revisions."""

import pytest
from django.test import Client
from django.urls import reverse

from blog.comments.models import CommentThread
from tests.comments.conftest import page_of, person_with, signed_in
from tests.conftest import in_group
from tests.factories import CommentThreadFactory, ReaderCommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    """An editor's browser."""
    return signed_in(in_group("Editors"))


def address(article) -> str:
    return reverse("reader_comment:discussion", args=[article.pk])


def editing(client: Client, article):
    page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    return page_of(page).select_one("[data-discussion]")


def test_the_editor_shows_how_an_article_is_discussed_and_counts(editor, article, thread):
    ReaderCommentFactory.create_batch(2, thread=thread)
    ReaderCommentFactory(thread=thread, status="approved")

    panel = editing(editor, article)

    told = " ".join(panel.get_text(" ").split())
    assert "Readers can comment." in told
    assert "1 approved, 2 pending, 0 spam." in told
    assert panel["data-discussion"] == address(article)
    assert panel.select_one("#discussion-mode option[selected]")["value"] == "inherit"


def test_what_the_panel_asks_is_no_part_of_the_pages_own_form(editor, article):
    panel = editing(editor, article)

    assert panel.select("select, input")
    assert not panel.select("[name]")


def test_looking_begins_no_thread(editor, article):
    editing(editor, article)
    editor.get(address(article))

    assert not CommentThread.objects.exists()


def test_closing_takes_effect_at_once_and_makes_no_revision(editor, article):
    page = Client().get(article.url)
    assert page_of(page).select_one("#respond")
    revisions = article.revisions.count()

    answer = editor.post(
        address(article),
        {"mode": "closed", "closes_after_days": ""},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert answer.json()["state"].startswith("Comments are closed")
    assert not page_of(Client().get(article.url)).select_one("#respond")
    assert article.revisions.count() == revisions


def test_without_a_script_the_same_is_a_page(editor, article):
    page = page_of(editor.get(address(article)))
    assert page.select_one("form select[name=mode]")

    answer = editor.post(address(article), {"mode": "hidden", "closes_after_days": "9"})

    assert answer.url == address(article)
    thread = CommentThread.objects.get()
    assert (thread.page_id, thread.mode, thread.closes_after_days) == (article.pk, "hidden", 9)


@pytest.mark.parametrize("days", ["-1", "x", "36501", "99999999999999999999"])
def test_days_that_no_calendar_has_are_refused_with_a_sentence(editor, article, days):
    fields = {"mode": "open", "closes_after_days": days}

    assert editor.post(address(article), fields).status_code == 422
    told = editor.post(address(article), fields, headers={"X-Requested-With": "XMLHttpRequest"})
    assert told.status_code == 422
    assert told.json()["said"]
    assert CommentThread.objects.get().closes_after_days is None


@pytest.mark.parametrize(
    ("right", "allowed"),
    [
        (None, False),
        ("view_readercomment", False),
        ("moderate_readercomment", True),
        ("reply_readercomment", False),
        ("manage_comment_rules", False),
        ("erase_readercomment", False),
    ],
)
def test_only_who_edits_the_page_or_moderates_says_how_it_is_discussed(article, right, allowed):
    client = signed_in(person_with(*filter(None, [right])))

    assert (client.get(address(article)).status_code == 200) is allowed
    client.post(address(article), {"mode": "closed"})

    assert CommentThread.objects.filter(mode="closed").exists() is allowed


def test_the_panel_costs_one_query(editor, article, django_assert_max_num_queries):
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    editor.get(url)
    with django_assert_max_num_queries(200) as asked:
        editor.get(url)

    about = [query for query in asked if "reader_comments_commentthread" in query["sql"]]
    assert len(about) == 1


def test_pages_that_are_not_discussed_have_no_panel(editor, site_home):
    CommentThreadFactory()

    assert editing(editor, site_home) is None
