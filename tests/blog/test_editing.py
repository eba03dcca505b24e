"""An editor's day: write, preview, save, publish, compare, revert, schedule, rename, unpublish."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset

from accounts.models import User
from blog.models import ArticlePage
from people.models import ProfilePage
from review.models import MedicalReview
from tests.blog.editing import form_of
from tests.conftest import PublishedBlog
from tests.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(article: ArticlePage, reviewer: ProfilePage) -> ArticlePage:
    """A published article with a current review, so that publishing it asks nothing."""
    article.save_revision().publish()
    now = timezone.now()
    MedicalReview.objects.create(
        page=article,
        reviewer=reviewer,
        signed_as="Sample Reviewer, MD",
        reviewed_on=now,
        in_force_since=now,
        next_due=timezone.localdate() + timedelta(days=300),
    )
    return ArticlePage.objects.get(pk=article.pk)


@pytest.fixture
def editing(client: Client, editor: User) -> Client:
    """The browser of an editor."""
    client.force_login(editor)
    return client


def address(name: str, *args: object) -> str:
    """Return an address of the page editor."""
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def save(editing: Client, article: ArticlePage, **changes: object):
    """Press *Save draft*."""
    return editing.post(address("edit", article.pk), form_of(article, **changes))


def publish(editing: Client, article: ArticlePage, **changes: object):
    """Press *Publish*."""
    form = form_of(article, **changes) | {"action-publish": "Publish"}
    return editing.post(address("edit", article.pk), form)


def read(path: str = "/blog/migraine-or-headache/"):
    """Open a page as an anonymous reader."""
    return Client().get(path)


def in_an_hour() -> str:
    """Return a time to come, as a form has it."""
    return timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")


def test_the_editor_opens_with_every_tab(editing: Client, article: ArticlePage):
    page = editing.get(address("edit", article.pk)).text

    for tab in ("tab-label-content", "tab-label-promote", "tab-label-settings"):
        assert tab in page
    for words in ("Picture at the top", "Dates readers see", "Related articles"):
        assert words in page


def test_a_preview_shows_what_is_typed_and_readers_do_not_see_it(
    editing: Client, article: ArticlePage
):
    typed = form_of(article, introduction="Only typed.")
    editing.post(address("preview_on_edit", article.pk), typed)

    preview = editing.get(address("preview_on_edit", article.pk) + "?mode=")

    assert "Only typed." in preview.text
    assert 'content="noindex' in preview.text
    assert "Only typed." not in read().text


def test_a_saved_draft_is_kept_and_not_shown(editing: Client, article: ArticlePage):
    save(editing, article, introduction="A draft of it.")

    assert "A draft of it." in editing.get(address("edit", article.pk)).text
    assert "A draft of it." not in read().text


def test_a_draft_may_be_unfinished(editing: Client, article: ArticlePage):
    response = save(editing, article, introduction="", main_topic="", significant_update="on")

    assert response.status_code == 302
    draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert (draft.introduction, draft.main_topic) == ("", None)


def test_publishing_shows_it_to_readers_at_once(editing: Client, article: ArticlePage):
    publish(editing, article, introduction="For everybody.")

    assert "For everybody." in read().text
    assert "For everybody." in read("/blog/").text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"introduction": ""}, "This field is required."),
        ({"main_topic": ""}, "This field is required."),
        ({"significant_update": "on"}, "Say in a sentence what has changed"),
        ({"published_on": "2999-01-01 10:00"}, "This is in the future."),
        ({"slug": "feed"}, "is the address of something else"),
        ({"slug": "topics"}, "already in use"),
    ],
)
def test_what_is_amiss_is_said_and_nothing_typed_is_lost(
    editing: Client, article: ArticlePage, changes: dict[str, str], says: str
):
    response = publish(editing, article, title="Typed with care", **changes)

    assert response.status_code == 200
    assert says in response.text
    assert "Typed with care" in response.text
    assert "Typed with care" not in read().text


def test_an_article_picked_for_itself_is_refused(editing: Client, article: ArticlePage):
    picks = inline_formset([{"article": article.pk}])

    response = publish(editing, article, picks=picks)

    assert "This is the article itself" in response.text


def test_an_author_named_twice_is_refused(
    editing: Client, article: ArticlePage, published_blog: PublishedBlog
):
    author = {"author": published_blog.author.pk}

    response = publish(editing, article, article_authors=inline_formset([author, author]))

    assert response.status_code == 200
    assert "duplicate" in response.text


def test_the_same_change_note_is_not_enough_twice(
    editing: Client, article: ArticlePage, reviewer: ProfilePage
):
    article.significant_update, article.change_note = True, "A new trial."
    article.save_revision().publish()

    response = publish(editing, article, significant_update="on", change_note="A new trial.")

    assert "This is the note of the last update" in response.text


def test_two_revisions_can_be_compared(editing: Client, article: ArticlePage):
    before = article.latest_revision
    save(editing, article, introduction="Compared words.")
    after = ArticlePage.objects.get(pk=article.pk).latest_revision

    page = editing.get(address("revisions_compare", article.pk, before.pk, after.pk)).text

    assert "Compared" in page
    assert "Introduction" in page
    assert 'class="comparison' in page


def test_an_editor_can_go_back_to_an_earlier_revision(editing: Client, article: ArticlePage):
    earlier = article.latest_revision
    publish(editing, article, introduction="A mistake.")

    offered = editing.get(address("revisions_revert", article.pk, earlier.pk))
    publish(editing, article, revision=earlier.pk)

    assert article.introduction in offered.text
    assert "A mistake." not in read().text


def test_what_is_scheduled_appears_when_its_time_has_come(
    editing: Client, article: ArticlePage, published_blog: PublishedBlog
):
    publish(editing, article, introduction="Tomorrow's words.", go_live_at=in_an_hour())
    assert "Tomorrow's words." not in read().text
    revision = ArticlePage.objects.get(pk=article.pk).scheduled_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()

    call_command("publish_scheduled")

    assert "Tomorrow&#x27;s words." in read().text


def test_what_expires_is_gone(editing: Client, article: ArticlePage):
    ArticlePage.objects.filter(pk=article.pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )

    call_command("publish_scheduled")

    assert read().status_code == 410
    assert article.title not in read("/blog/").text


def test_a_renamed_article_is_found_at_every_old_address_in_one_hop(
    editing: Client, article: ArticlePage, django_capture_on_commit_callbacks
):
    for name in ("second-name", "third-name"):
        with django_capture_on_commit_callbacks(execute=True):
            publish(editing, article, slug=name)

    for old in ("/blog/migraine-or-headache/", "/blog/second-name/"):
        response = read(old)
        assert response.status_code == 301
        assert urlsplit(response.url).path == "/blog/third-name/"
    assert read("/blog/third-name/").status_code == 200


def test_an_article_named_as_it_was_before_does_not_lead_in_circles(
    editing: Client, article: ArticlePage, django_capture_on_commit_callbacks
):
    for name in ("second-name", "migraine-or-headache"):
        with django_capture_on_commit_callbacks(execute=True):
            publish(editing, article, slug=name)

    assert read().status_code == 200
    assert urlsplit(read("/blog/second-name/").url).path == "/blog/migraine-or-headache/"


def test_an_unpublished_article_is_not_found_and_listed_nowhere(
    editing: Client, article: ArticlePage
):
    editing.post(address("unpublish", article.pk), {"address-answer": "nothing"})

    assert read().status_code == 404
    assert article.title not in read("/blog/").text
    assert article.title not in read("/blog/feed/").text


def test_nobody_makes_a_second_blog(editing: Client, published_blog: PublishedBlog):
    response = editing.get(address("add", "blog", "blogindexpage", published_blog.home.pk))

    assert response.status_code in {302, 403}


def test_a_deleted_topic_leaves_its_articles(article: ArticlePage, published_blog: PublishedBlog):
    other = ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
    other.topics = [published_blog.topic]
    other.save()

    published_blog.topic.delete()

    assert read().status_code == 200
    assert read(other.url).status_code == 200
