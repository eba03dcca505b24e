"""Row 10: what somebody with medical credentials has reviewed stands on their own page."""

import datetime as dt

import pytest
from django.utils import timezone

from delivery.models import Purge
from delivery.page_cache.tags import collecting
from pages.models import SitePage
from review.models import MedicalReview
from tests.factories import ArticlePageFactory, ReviewerFactory
from tests.seo.heads import assert_sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(published_blog):
    """Return two published articles."""
    return [
        ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
        for _ in range(2)
    ]


def review(page, reviewer, days_ago: int = 0, due_in: int = 100) -> MedicalReview:
    """Let somebody have signed what readers see of a page."""
    signed_on = timezone.now() - dt.timedelta(days=days_ago)
    return MedicalReview.objects.create(
        page=SitePage.objects.get(pk=page.pk),
        reviewer=reviewer,
        signed_as=reviewer.title,
        reviewed_on=signed_on,
        in_force_since=signed_on,
        next_due=timezone.localdate() + dt.timedelta(days=due_in),
    )


def reviewed(client, profile) -> list[str]:
    """Return the titles that a profile shows as reviewed, once markup and page agree."""
    head = assert_sound(client.get(profile.url).content, profile.absolute_url)
    shown = [link.get_text() for link in head.soup.select(".profile__reviews a")]
    nodes = {node["@id"]: node for node in head.graph if "@id" in node}
    parts = nodes[f"{profile.absolute_url}#webpage"].get("hasPart", [])
    told = [nodes[part["@id"]] for part in parts if part["@type"] == "MedicalWebPage"]
    assert [node["name"] for node in told] == shown
    for node in told:
        assert node["reviewedBy"] == {"@id": f"{profile.absolute_url}#person"}
        assert node["lastReviewed"]
    return shown


def test_a_profile_names_what_somebody_reviewed_the_latest_first(client, articles, reviewer):
    first, second = articles
    review(first, reviewer, days_ago=2)
    review(second, reviewer, days_ago=1)

    assert reviewed(client, reviewer) == [second.title, first.title]


def test_what_its_own_page_does_not_say_is_not_said_here(
    client, articles, reviewer, published_blog
):
    overtaken, due = articles
    review(overtaken, reviewer, days_ago=5)
    overtaken.updated_on = timezone.now()
    overtaken.save()
    review(due, reviewer, days_ago=400, due_in=0)
    hidden = ArticlePageFactory(
        parent=published_blog.index, main_topic=published_blog.topic, live=False
    )
    review(hidden, reviewer)

    assert reviewed(client, reviewer) == []


def test_whoever_signed_last_stands_for_it(client, articles, reviewer, published_blog):
    review(articles[0], reviewer, days_ago=2)
    other = ReviewerFactory(parent=published_blog.team, title="Another Reviewer")
    review(articles[0], other, days_ago=1)

    assert reviewed(client, reviewer) == []
    assert reviewed(client, other) == [articles[0].title]


def test_ten_reviews_cost_a_profile_no_more_than_one(
    client, articles, reviewer, published_blog, django_assert_max_num_queries
):
    def queries() -> int:
        client.get(reviewer.url)
        with django_assert_max_num_queries(12) as counted:
            client.get(reviewer.url)
        return len(counted)

    review(articles[0], reviewer)
    few = queries()
    for _ in range(9):
        page = ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
        review(page, reviewer)

    assert queries() == few
    assert len(reviewed(client, reviewer)) == 10


# --- the page cache ---------------------------------------------------------------------------


def dropped_by(client, profile, act) -> bool:
    """Say whether what somebody does drops a profile that is kept."""
    with collecting() as shown:
        client.get(profile.url)
    last = Purge.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    act()
    told = {tag for purge in Purge.objects.filter(pk__gt=last) for tag in purge.tags}
    return bool(told & shown.tags)


def test_a_new_review_drops_the_page_of_whoever_signed(client, articles, reviewer):
    assert dropped_by(client, reviewer, lambda: review(articles[0], reviewer))


def test_a_review_by_somebody_else_drops_the_page_of_whoever_signed_before(
    client, articles, reviewer, published_blog
):
    review(articles[0], reviewer, days_ago=2)
    other = ReviewerFactory(parent=published_blog.team)

    assert dropped_by(client, reviewer, lambda: review(articles[0], other))


def test_a_significant_update_drops_the_page_of_whoever_signed(client, articles, reviewer):
    article = articles[0]
    review(article, reviewer, days_ago=2)

    def publish(**changes):
        for name, value in changes.items():
            setattr(article, name, value)
        article.save_revision().publish()

    assert not dropped_by(client, reviewer, lambda: publish(introduction="A typo is gone."))
    assert dropped_by(client, reviewer, lambda: publish(significant_update=True, change_note="!"))
    assert reviewed(client, reviewer) == []


def test_an_article_that_is_gone_or_renamed_drops_it_too(client, articles, reviewer):
    first, second = articles
    review(first, reviewer)
    review(second, reviewer)

    assert dropped_by(client, reviewer, first.unpublish)
    assert reviewed(client, reviewer) == [second.title]


def test_it_says_when_the_first_review_falls_due(client, articles, reviewer):
    review(articles[0], reviewer, due_in=3)
    due = review(articles[1], reviewer, due_in=2)

    with collecting() as shown:
        client.get(reviewer.url)

    assert shown.changes_at == due.falls_due_at
