"""A reviewer signs a text in the workflow, and readers are told who and when."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from accounts.models import User
from blog.models import ArticlePage
from people.models import ProfilePage
from review.models import MedicalReview, MedicalReviewTask
from tests.conftest import PublishedBlog, in_group
from tests.factories import ArticlePageFactory, UserFactory

pytestmark = pytest.mark.django_db


def submit(article: ArticlePage, by: User) -> ArticlePage:
    """Send the article's newest draft to the medical reviewers."""
    article.save_revision(user=by)
    article.get_workflow().start(article, by)
    return ArticlePage.objects.get(pk=article.pk)


def act(client: Client, article: ArticlePage, user: User, action: str = "approve"):
    """Do something to the article in the workflow, as the admin's buttons do."""
    client.force_login(user)
    state = ArticlePage.objects.get(pk=article.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, action, state.pk])
    return client.post(address, {"comment": "Fine."})


def signed(article: ArticlePage, by: User, client: Client, editor: User) -> ArticlePage:
    """Return the article after a reviewer has signed its newest draft."""
    submit(article, editor)
    act(client, article, by)
    return ArticlePage.objects.get(pk=article.pk)


def byline(client: Client, article: ArticlePage) -> str:
    """Return what readers are told of who stands behind the article."""
    soup = BeautifulSoup(client.get(article.url).content, "html.parser")
    return soup.find("dl", class_="byline--full").get_text(" ", strip=True)


def page_node(client: Client, article: ArticlePage) -> dict:
    """Return the page's own node of its graph."""
    soup = BeautifulSoup(client.get(article.url).content, "html.parser")
    graph = json.loads(soup.find("script", type="application/ld+json").string)["@graph"]
    return next(node for node in graph if node.get("@id", "").endswith("#webpage"))


def test_articles_go_through_the_medical_review(article: ArticlePage):
    assert article.get_workflow().name == "Medical review"


def test_an_unreviewed_article_says_so(article: ArticlePage):
    reader = Client()

    assert "Not yet medically reviewed" in byline(reader, article)
    assert "reviewedBy" not in page_node(reader, article)


def test_approving_publishes_and_names_the_reviewer(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    article.introduction = "Better words."
    signed(article, reviewer.user, client, editor)

    reader = Client()
    response = reader.get(article.url)
    assert "Better words." in response.text
    assert "Medical review Sample Reviewer , MD" in byline(reader, article)
    review = MedicalReview.objects.get()
    assert review.reviewer == reviewer
    assert review.revision.task_states.get().finished_by == reviewer.user
    today = timezone.localdate()
    assert review.next_due == today.replace(year=today.year + 1)


def test_the_graph_names_the_reviewer_on_the_page_and_not_on_the_article(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    signed(article, reviewer.user, client, editor)

    node = page_node(Client(), article)

    assert node["@type"] == "MedicalWebPage"
    assert node["lastReviewed"] == timezone.localdate().isoformat()
    assert node["reviewedBy"]["@id"] == f"{reviewer.absolute_url}#person"


def test_how_long_a_signature_holds_is_set_in_the_task(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    MedicalReviewTask.objects.update(months_until_due=1)

    signed(article, reviewer.user, client, editor)

    due_in = MedicalReview.objects.get().next_due - timezone.localdate()
    assert timedelta(days=27) < due_in < timedelta(days=32)


def test_asking_for_changes_signs_nothing(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    submit(article, editor)

    act(client, article, reviewer.user, "reject")

    assert not MedicalReview.objects.exists()
    assert ArticlePage.objects.get(pk=article.pk).current_workflow_state.status == "needs_changes"


def test_a_reviewer_can_open_and_change_what_is_theirs_to_sign_and_nothing_else(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    client.force_login(reviewer.user)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    before = client.get(address)

    submit(article, editor)
    during = client.get(address)

    assert before.status_code == 302
    assert during.status_code == 200
    assert "Approve" in during.text


def test_the_dashboard_shows_reviewers_what_waits_for_them(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    submit(article, editor)
    client.force_login(reviewer.user)

    dashboard = client.get(reverse("wagtailadmin_home")).text

    assert "Migraine or headache" in dashboard


@pytest.mark.parametrize("lacking", ["profile", "credentials", "published profile", "a person"])
def test_nobody_signs_without_a_published_profile_with_credentials(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage, lacking: str
):
    user = reviewer.user
    if lacking == "profile":
        reviewer.user = None
    elif lacking == "credentials":
        reviewer.credentials = ""
    elif lacking == "published profile":
        reviewer.live = False
    else:
        reviewer.kind, reviewer.user = ProfilePage.Kind.TEAM, None
    reviewer.save()
    submit(article, editor)

    act(client, article, user)

    assert not MedicalReview.objects.exists()
    assert ArticlePage.objects.get(pk=article.pk).workflow_in_progress
    opened = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).text
    assert "Approve" not in opened
    assert "You cannot sign yet" in opened
    assert "You cannot sign yet" in client.get(reverse("wagtailadmin_home")).text


def test_a_reviewer_is_told_as_whom_they_sign_and_what_waits(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    client.force_login(reviewer.user)
    before = client.get(reverse("wagtailadmin_home")).text
    submit(article, editor)

    after = client.get(reverse("wagtailadmin_home")).text

    assert "Nothing waits for your signature." in before
    assert "You sign as Sample Reviewer, MD." in after
    assert "1 text waits for your signature" in after
    assert "cannot sign" not in after


def test_editors_are_not_told_of_signatures_they_do_not_give(client: Client, editor: User):
    client.force_login(editor)

    assert "your signature" not in client.get(reverse("wagtailadmin_home")).text


def test_the_task_itself_refuses_a_signature_without_credentials(
    article: ArticlePage, editor: User
):
    state = submit(article, editor).current_workflow_task_state

    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, UserFactory(is_superuser=True), "approve")

    assert not MedicalReview.objects.exists()


def test_an_editor_with_credentials_who_is_no_reviewer_cannot_sign(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    reviewer.user.groups.set([Group.objects.get(name="Editors")])
    submit(article, editor)

    act(client, article, reviewer.user)

    assert not MedicalReview.objects.exists()


def test_a_typo_fixed_later_keeps_the_review(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    article = signed(article, reviewer.user, client, editor)

    article.introduction = "A typo less."
    article.save_revision().publish()

    assert "Sample Reviewer" in byline(Client(), article)


def test_a_significant_update_after_it_ends_the_review(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    article = signed(article, reviewer.user, client, editor)

    article.significant_update, article.change_note = True, "A new trial."
    article.save_revision().publish()

    assert "Not yet medically reviewed" in byline(Client(), article)


def test_a_significant_update_that_was_signed_itself_is_reviewed(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    article.significant_update, article.change_note = True, "A new trial."
    article = signed(article, reviewer.user, client, editor)

    assert article.updated_on is not None
    assert "Sample Reviewer" in byline(Client(), article)


def test_a_signed_update_that_is_published_later_is_reviewed_then(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    article.save_revision().publish()
    article.refresh_from_db()
    article.significant_update, article.change_note = True, "A new trial."
    article.go_live_at = timezone.now() + timedelta(hours=1)
    article = signed(article, reviewer.user, client, editor)
    assert "Not yet medically reviewed" in byline(Client(), article)

    revision = article.scheduled_revision
    draft = revision.as_object()
    draft.go_live_at = timezone.now() - timedelta(seconds=1)
    revision.content = draft.serializable_data()
    revision.save()
    revision.publish()

    assert "Sample Reviewer" in byline(Client(), article)


def test_a_review_that_is_due_is_shown_no_longer(
    client: Client, article: ArticlePage, editor: User, reviewer: ProfilePage
):
    signed(article, reviewer.user, client, editor)

    MedicalReview.objects.update(next_due=timezone.localdate())

    assert "Not yet medically reviewed" in byline(Client(), article)
    assert "reviewedBy" not in page_node(Client(), article)


def test_the_review_costs_one_query(article: ArticlePage, django_assert_num_queries):
    from review.state import current_review

    with django_assert_num_queries(1):
        current_review(article)
        current_review(article)


def test_a_new_section_of_articles_has_the_workflow_from_the_start(
    published_blog: PublishedBlog,
):
    workflow = Workflow.objects.get(name="Medical review")

    assert [row.page.title for row in workflow.workflow_pages.all()] == ["Blog"]
    draft = ArticlePageFactory(
        parent=published_blog.index, main_topic=published_blog.topic, live=False
    )
    assert draft.get_workflow() == workflow
    assert in_group("Medical reviewers").groups.get() in (
        workflow.tasks.get().specific.groups.all()
    )


def test_a_signature_under_a_first_publication_to_come_waits_for_it(
    client: Client, published_blog: PublishedBlog, editor: User, reviewer: ProfilePage
):
    draft = ArticlePageFactory(
        parent=published_blog.index, main_topic=published_blog.topic, live=False
    )
    draft.go_live_at = timezone.now() + timedelta(hours=1)

    draft = signed(draft, reviewer.user, client, editor)

    assert not draft.live
    assert MedicalReview.objects.get().in_force_since is None
