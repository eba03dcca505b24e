"""Row 23: pages that list too little are out of search engines, and come back by themselves."""

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import PageViewRestriction

from blog.models import ArticlePage, TopicPage
from delivery.models import Purge
from organization.models import SearchAndSocial
from pages.models import SitePage
from review.models import MedicalReview
from tests.factories import (
    ArticlePageFactory,
    ProfilePageFactory,
    ReviewerFactory,
    TopicPageFactory,
)

pytestmark = pytest.mark.django_db

ENOUGH_TO_SAY = " ".join(["She has written about headaches for the town's paper."] * 8)


def says_noindex(client, page) -> bool:
    """Say whether a page is kept out, on which its head, its header and the sitemap agree."""
    answer = client.get(page.url)
    robots = BeautifulSoup(answer.content, "html.parser").find("meta", {"name": "robots"})
    by_head = robots["content"].startswith("noindex")
    by_header = answer.get("X-Robots-Tag") == "noindex"
    files = [client.get(f"/sitemap-{room}.xml") for room in ("blog", "people")]
    by_sitemap = not any(f"<loc>{page.absolute_url}</loc>" in file.text for file in files)
    by_llms = f"]({page.absolute_url.rstrip('/')}" not in client.get("/llms.txt").text
    assert by_head == by_header == by_sitemap == by_llms
    return by_head


def publish(blog, count: int = 1, **fields) -> list[ArticlePage]:
    """Publish articles on the topic, by the author."""
    values = {"parent": blog.index, "main_topic": blog.topic, "authors": [blog.author]}
    return [ArticlePageFactory(**{**values, **fields}) for _ in range(count)]


def test_a_topic_comes_into_search_engines_with_its_second_article(client, published_blog):
    topic = published_blog.topic
    assert says_noindex(client, topic)

    publish(published_blog)
    assert says_noindex(client, topic)

    publish(published_blog)
    assert not says_noindex(client, topic)


def test_an_article_that_has_the_topic_as_one_more_counts(client, published_blog):
    other = TopicPageFactory(parent=published_blog.topic_index)
    publish(published_blog, topics=[other])
    assert says_noindex(client, other)

    publish(published_blog, topics=[other])

    assert not says_noindex(client, other)


@pytest.mark.parametrize("how", ["unpublish", "delete", "delete_in_bulk", "other_topic", "close"])
def test_a_topic_that_loses_articles_goes_out_again(client, published_blog, how):
    other = TopicPageFactory(parent=published_blog.topic_index)
    articles = publish(published_blog, 2)
    assert not says_noindex(client, published_blog.topic)

    match how:
        case "unpublish" | "delete":
            getattr(articles[0], how)()
        case "delete_in_bulk":
            ArticlePage.objects.filter(pk=articles[0].pk).delete()
        case "other_topic":
            articles[0].main_topic = other
            articles[0].save_revision().publish()
        case "close":
            PageViewRestriction.objects.create(page=articles[0], restriction_type="login")

    assert says_noindex(client, published_blog.topic)


def test_a_section_that_is_opened_again_brings_its_topics_back(client, published_blog):
    articles = publish(published_blog, 2)
    closed = PageViewRestriction.objects.create(page=articles[0], restriction_type="login")

    closed.delete()

    assert not says_noindex(client, published_blog.topic)


def test_a_profile_stays_with_one_article_or_a_text_of_its_own(client, published_blog):
    author = published_blog.author
    assert says_noindex(client, author)

    publish(published_blog)
    assert not says_noindex(client, author)

    writer = ProfilePageFactory(
        parent=published_blog.team, body=[("text", f"<p>{ENOUGH_TO_SAY}</p>")]
    )
    assert not says_noindex(client, writer)


@pytest.mark.parametrize("how", ["unpublish", "delete", "withdraw"])
def test_a_profile_stays_while_it_has_reviewed_something_that_all_may_read(
    client, published_blog, how
):
    reviewer = ReviewerFactory(parent=published_blog.team, slug="cyd")
    (article,) = publish(published_blog)
    assert says_noindex(client, reviewer)

    review = MedicalReview.objects.sign(article.save_revision(), reviewer, 12)
    assert says_noindex(client, reviewer), "nobody has seen yet what was signed"
    article.latest_revision.publish()
    assert not says_noindex(client, reviewer)

    if how == "withdraw":
        review.delete()
    else:
        getattr(article, how)()
    assert says_noindex(client, reviewer)


def test_how_much_a_list_needs_is_a_setting_and_counts_at_once(client, published_blog):
    publish(published_blog, 2)
    setting = SearchAndSocial.current()

    setting.topic_needs_articles = 3
    setting.save()
    assert says_noindex(client, published_blog.topic)

    setting.topic_needs_articles = setting.profile_needs_articles = 0
    setting.save()
    assert not says_noindex(client, published_blog.topic)
    assert not says_noindex(client, published_blog.author)


def test_an_old_version_brings_no_old_answer_back(client, published_blog):
    old = published_blog.topic.save_revision()  # without articles it is thin
    publish(published_blog, 2)

    old.publish()

    assert not TopicPage.objects.get(pk=published_blog.topic.pk).is_thin


def test_only_the_article_that_decides_drops_the_topics_head_and_the_sitemap(published_blog):
    topic = published_blog.topic
    publish(published_blog)

    def dropped(act) -> set[str]:
        last = Purge.objects.latest("pk").pk
        act()
        lines = Purge.objects.filter(pk__gt=last)
        return {tag for purge in lines for tag in purge.tags}

    assert f"page:{topic.pk}" in dropped(lambda: publish(published_blog))
    assert f"page:{topic.pk}" not in dropped(lambda: publish(published_blog))


def test_rows_brought_in_table_by_table_are_settled_by_the_timer(published_blog):
    publish(published_blog, 2)
    SitePage.objects.filter(pk=published_blog.topic.pk).update(is_thin=True)

    call_command("settle_pages")

    assert not TopicPage.objects.get(pk=published_blog.topic.pk).is_thin


def test_reading_a_topic_costs_no_query_for_it(
    client, published_blog, django_assert_max_num_queries
):
    publish(published_blog, 1)
    client.get(published_blog.topic.url)
    with django_assert_max_num_queries(12) as thin:
        client.get(published_blog.topic.url)
        of_thin = len(thin)
    publish(published_blog, 4)
    client.get(published_blog.topic.url)

    with django_assert_max_num_queries(of_thin):
        client.get(published_blog.topic.url)


@pytest.mark.parametrize("of", ["topic", "author"])
def test_the_editor_is_told_why_and_what_brings_it_back(client, admin_user, published_blog, of):
    page = getattr(published_blog, of)
    client.force_login(admin_user, "django.contrib.auth.backends.ModelBackend")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    told = " ".join(client.get(address).text.split())

    assert "Search engines are asked to leave this page out" in told
    assert "published articles and this one has 0" in told
    publish(published_blog, 2)
    assert (
        "Search engines may keep this page: it stands in the sitemap." in client.get(address).text
    )
