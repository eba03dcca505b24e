"""Publishing medical text that nobody has reviewed is asked about, logged and undoable."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from accounts.models import User
from blog.models import ArticlePage
from people.models import ProfilePage
from review.models import MedicalReview
from tests.blog.editing import form_of
from tests.conftest import PublishedBlog, in_group

pytestmark = pytest.mark.django_db

QUESTION = "Publish without a medical review?"


@pytest.fixture
def editing(client: Client, editor: User) -> Client:
    """The browser of an editor."""
    client.force_login(editor)
    return client


def publish(editing: Client, article: ArticlePage, **changes: object):
    """Press *Publish* in the editor."""
    form = form_of(article, **changes) | {"action-publish": "Publish"}
    return editing.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form)


def review_of(article: ArticlePage, reviewer: ProfilePage, **dates: object) -> MedicalReview:
    """Return a review of what readers see of the article now."""
    now = timezone.now()
    return MedicalReview.objects.create(
        page=article,
        reviewer=reviewer,
        signed_as="Sample Reviewer, MD",
        **{
            "reviewed_on": now,
            "in_force_since": now,
            "next_due": timezone.localdate() + timedelta(days=300),
            **dates,
        },
    )


def press_publish_anyway(editing: Client, response):
    """Press the button of the question."""
    return editing.post(response.context["publish_url"], follow=True)


def unreviewed_in_history(article: ArticlePage) -> list[PageLogEntry]:
    """Return the entries of the page's history about publishing without a review."""
    return list(PageLogEntry.objects.filter(page=article.pk, action="review.publish_unreviewed"))


def test_publishing_without_a_review_is_asked_about_first(editing: Client, article: ArticlePage):
    response = publish(editing, article, introduction="New words.")

    assert QUESTION in response.text
    assert "Nobody with medical credentials has reviewed this page yet." in response.text
    assert "New words." not in Client().get(article.url).text


def test_nothing_typed_is_lost_by_going_back(editing: Client, article: ArticlePage):
    response = publish(editing, article, introduction="New words.")

    draft = editing.get(response.context["edit_url"])

    assert "New words." in draft.text


def test_publishing_anyway_shows_it_to_readers_and_says_it_is_unreviewed(
    editing: Client, article: ArticlePage
):
    question = publish(editing, article, introduction="New words.")

    response = press_publish_anyway(editing, question)

    assert "not yet medically reviewed" in response.text
    page = Client().get(article.url).text
    assert "New words." in page
    assert "Not yet medically reviewed" in page


def test_publishing_anyway_is_written_into_the_history(
    editing: Client, article: ArticlePage, editor: User
):
    press_publish_anyway(editing, publish(editing, article))

    entry = unreviewed_in_history(article)[0]
    assert entry.user == editor
    assert "Nobody with medical credentials" in registry.get_formatter(entry).format_message(entry)
    history = editing.get(reverse("wagtailadmin_pages:history", args=[article.pk])).text
    assert "Published without a current medical review." in history


def test_a_small_change_to_a_reviewed_article_is_published_at_once(
    editing: Client, article: ArticlePage, reviewer: ProfilePage
):
    review_of(article, reviewer)

    response = publish(editing, article, introduction="A typo less.")

    assert response.status_code == 302
    assert "A typo less." in Client().get(article.url).text
    assert not unreviewed_in_history(article)


def test_a_significant_update_of_a_reviewed_article_is_asked_about(
    editing: Client, article: ArticlePage, reviewer: ProfilePage
):
    review_of(article, reviewer)

    response = publish(
        editing, article, significant_update="on", change_note="A new trial was published."
    )

    assert QUESTION in response.text
    assert "You marked this as a significant update" in response.text


def test_a_review_that_is_due_is_asked_about(
    editing: Client, article: ArticlePage, reviewer: ProfilePage
):
    review_of(article, reviewer, next_due=timezone.localdate() - timedelta(days=1))

    assert "was due to be renewed on" in publish(editing, article).text


def test_pages_without_medical_text_are_never_asked_about(
    editing: Client, published_blog: PublishedBlog
):
    topic = published_blog.topic
    form = form_of(ArticlePage(title=topic.title, slug=topic.slug, introduction="Words."))

    response = editing.post(
        reverse("wagtailadmin_pages:edit", args=[topic.pk]),
        form | {"action-publish": "Publish"},
    )

    assert response.status_code == 302
    topic.refresh_from_db()
    assert topic.introduction == "Words."


def test_a_new_article_is_not_seen_before_the_question_is_answered(
    editing: Client, published_blog: PublishedBlog
):
    new = ArticlePage(
        title="Quite new", slug="quite-new", introduction="Hello.", main_topic=published_blog.topic
    )
    address = reverse(
        "wagtailadmin_pages:add", args=["blog", "articlepage", published_blog.index.pk]
    )

    question = editing.post(address, form_of(new) | {"action-publish": "Publish"})
    waiting = Client().get("/blog/quite-new/")
    before = ArticlePage.objects.get(slug="quite-new")
    press_publish_anyway(editing, question)

    assert QUESTION in question.text
    assert waiting.status_code == 404
    assert before.published_on is None
    assert Client().get("/blog/quite-new/").status_code == 200
    assert ArticlePage.objects.get(slug="quite-new").published_on is not None


def test_a_draft_that_somebody_saved_since_is_looked_at_again_first(
    editing: Client, article: ArticlePage
):
    question = publish(editing, article, introduction="Mine.")
    draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    draft.introduction = "Theirs."
    draft.save_revision()

    response = press_publish_anyway(editing, question)

    assert "has been saved again since" in response.text
    page = Client().get(article.url).text
    assert "Mine." not in page
    assert "Theirs." not in page


@pytest.mark.parametrize("group", ["Comment moderators", "Medical reviewers"])
def test_only_those_who_may_publish_can_publish_anyway(
    client: Client, article: ArticlePage, group: str
):
    revision = article.save_revision()
    client.force_login(in_group(group))

    client.post(reverse("review:publish", args=[article.pk, revision.pk]))

    article.refresh_from_db()
    assert article.live_revision is None
    assert not unreviewed_in_history(article)


def test_a_link_alone_publishes_nothing(editing: Client, article: ArticlePage):
    revision = article.save_revision()

    response = editing.get(reverse("review:publish", args=[article.pk, revision.pk]))

    assert response.status_code == 405


def test_publishing_many_at_once_is_asked_about_once(
    editing: Client, article: ArticlePage, published_blog: PublishedBlog
):
    ArticlePage.objects.filter(pk=article.pk).update(live=False)
    address = reverse("wagtail_bulk_action", args=["pages", "sitepage", "publish"])
    address = f"{address}?id={article.pk}&next=/admin/"

    question = editing.post(address)
    unseen = Client().get(article.url).status_code
    done = editing.post(question.context["publish_url"], {"publish_unreviewed": "yes"})

    assert QUESTION in question.text
    assert article.title in question.text
    assert unseen == 404
    assert done.status_code == 302
    assert Client().get(article.url).status_code == 200
    assert len(unreviewed_in_history(article)) == 1


def test_publishing_a_section_with_its_drafts_asks_about_those_too(
    editing: Client, article: ArticlePage, published_blog: PublishedBlog
):
    ArticlePage.objects.filter(pk=article.pk).update(live=False)
    address = reverse("wagtail_bulk_action", args=["pages", "sitepage", "publish"])
    address = f"{address}?id={published_blog.index.pk}&next=/admin/"

    question = editing.post(address, {"include_descendants": "on"})

    assert article.title in question.text
    assert 'name="include_descendants"' in question.text


def test_the_editor_shows_the_state_of_the_review(
    editing: Client, article: ArticlePage, reviewer: ProfilePage
):
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    before = editing.get(address).text
    review_of(article, reviewer)

    after = editing.get(address).text

    assert "Nobody with medical credentials has reviewed this page yet." in before
    assert "Reviewed by Sample Reviewer, MD" in after


def test_the_list_of_reviews_that_are_due_begins_with_the_never_reviewed(
    editing: Client, article: ArticlePage, reviewer: ProfilePage, published_blog: PublishedBlog
):
    from tests.factories import ArticlePageFactory

    def another(title: str, due_in: int) -> None:
        page = ArticlePageFactory(
            parent=published_blog.index, title=title, main_topic=published_blog.topic
        )
        review_of(page, reviewer, next_due=timezone.localdate() + timedelta(days=due_in))

    another("Long overdue", -40)
    another("Due soon", 20)
    another("Fresh", 200)

    page = editing.get(reverse("review:due"))

    titles = [each.page.title for each in page.context["due"]]
    assert titles == ["Migraine or headache", "Long overdue", "Due soon"]
    assert "Fresh" not in page.text


def test_the_list_is_for_editors_and_reviewers(
    client: Client, reviewer: ProfilePage, editor: User
):
    address = reverse("review:due")
    for user, status in (
        (editor, 200),
        (reviewer.user, 200),
        (in_group("Comment moderators"), 302),
    ):
        client.force_login(user)
        assert client.get(address).status_code == status
        shown = address in client.get(reverse("wagtailadmin_home")).text
        assert shown is (status == 200)


def test_an_empty_list_says_that_all_is_well(editing: Client):
    assert "Nothing is due" in editing.get(reverse("review:due")).text


def test_the_question_can_be_answered_with_a_review(
    editing: Client, article: ArticlePage, reviewer: ProfilePage
):
    question = publish(editing, article, introduction="New words.")

    answer = editing.post(question.context["submit_url"], follow=True)

    assert "waits for its medical review" in answer.text
    waiting = ArticlePage.objects.get(pk=article.pk).current_workflow_task_state
    assert waiting.revision.as_object().introduction == "New words."
    assert "New words." not in Client().get(article.url).text


def test_a_draft_that_was_asked_to_be_changed_goes_back_to_the_same_review(
    editing: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    article.save_revision(user=editor)
    article.get_workflow().start(article, editor)
    state = ArticlePage.objects.get(pk=article.pk).current_workflow_state
    state.current_task_state.specific.reject(user=reviewer.user)

    editing.post(publish(editing, article, introduction="Better.").context["submit_url"])

    page = ArticlePage.objects.get(pk=article.pk)
    assert page.workflow_in_progress
    assert page.current_workflow_state.pk == state.pk


def test_only_those_who_may_write_can_send_a_draft_to_review(
    editing: Client, article: ArticlePage
):
    address = publish(editing, article).context["submit_url"]
    editing.force_login(in_group("Comment moderators"))

    editing.post(address)

    assert not ArticlePage.objects.get(pk=article.pk).workflow_in_progress


def test_the_list_leads_reviewers_to_what_they_may_open(
    client: Client, article: ArticlePage, reviewer: ProfilePage, editor: User
):
    editor_address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    for user, leads_to in ((reviewer.user, article.url), (editor, editor_address)):
        client.force_login(user)

        soup = BeautifulSoup(client.get(reverse("review:due")).content, "html.parser")

        link = soup.select_one(".title-wrapper a")
        assert link["href"] == leads_to
        assert client.get(leads_to).status_code == 200
