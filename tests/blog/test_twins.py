"""An article as Markdown, as an assistant meets it (row 60)."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone

from blog.models import ArticlePick
from content.markdown.nodes import Heading, Listing
from organization.models import Clinic
from pages.models import SitePage
from review.models import MedicalReview
from tests.content.commonmark import plain, read
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    ProfilePageFactory,
    ReaderCommentFactory,
    ReviewerFactory,
    TermFactory,
    TopicPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_folder(tmp_path, settings):
    """Keep each test's files to itself."""
    settings.MEDIA_ROOT = tmp_path


def twin(client, page):
    """Return what the twin of a page says."""
    return client.get(f"{page.url.rstrip('/')}.md").text


def facts(markdown):
    """Return what the twin says of its page, by name."""
    listed = next(block for block in read(markdown) if isinstance(block, Listing))
    return dict(plain(item[0].parts).split(": ", 1) for item in listed.items)


def review_of(article, reviewer, on):
    return MedicalReview.objects.create(
        page=SitePage.objects.get(pk=article.pk),
        reviewer=reviewer,
        reviewed_on=on,
        in_force_since=on,
        next_due=timezone.localdate() + dt.timedelta(days=100),
    )


def test_it_opens_with_the_title_the_introduction_and_where_it_is_at_home(client, article):
    [title, introduction, *_] = read(twin(client, article))

    assert (title.level, plain(title.parts)) == (1, "Migraine or headache")
    assert plain(introduction.parts) == "Headaches come in many kinds."
    assert facts(twin(client, article))["Canonical address"] == article.absolute_url


def test_it_names_authors_reviewer_and_topics_with_their_pages(client, published_blog):
    blog = published_blog
    ann = ProfilePageFactory(parent=blog.team, title="Ann [Sample]", credentials="PhD", slug="ann")
    away = ProfilePageFactory(parent=blog.team, title="Bob Sample", slug="bob", live=False)
    reviewer = ReviewerFactory(parent=blog.team, title="Cyd Sample", slug="cyd")
    more = TopicPageFactory(parent=blog.topic_index, title="Aura")
    article = ArticlePageFactory(
        parent=blog.index, main_topic=blog.topic, topics=[more], authors=[ann, away]
    )
    review_of(article, reviewer, timezone.now())

    written = twin(client, article)

    said = facts(written)
    assert said["Written by"] == "Ann [Sample], PhD; Bob Sample"
    assert said["Medical review"] == "Cyd Sample, MD"
    assert said["Topics"] == "Migraine; Aura"
    for page in (ann, reviewer, more):
        assert f"]({page.absolute_url})" in written
    assert away.absolute_url not in written


def test_it_has_the_three_dates_that_readers_see(client, published_blog):
    blog, now = published_blog, timezone.now()
    article = ArticlePageFactory(
        parent=blog.index,
        main_topic=blog.topic,
        published_on=dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC),
        updated_on=dt.datetime(2026, 2, 3, 18, tzinfo=dt.UTC),
        change_note="New trial added.",
    )
    review_of(article, ReviewerFactory(parent=blog.team), now)

    written = twin(client, article)

    said = facts(written)
    assert said["Published"] == "January 1, 2026"  # as the clinic's clocks have it
    assert said["Updated"] == "February 3, 2026"
    assert said["Reviewed"] == f"{timezone.localtime(now):%B} {timezone.localtime(now).day}, " + (
        f"{timezone.localtime(now).year}"
    )
    assert "Updated February 3, 2026: New trial added." in written


def test_nobody_is_said_to_have_reviewed_what_nobody_has(client, article):
    said = facts(twin(client, article))

    assert said["Medical review"] == "Not yet medically reviewed"
    assert "Reviewed" not in said
    assert "Updated" not in said


def test_the_picture_at_the_top_comes_with_its_words_and_a_whole_address(client, published_blog):
    article = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        hero_image=ImageFactory(),
        hero_caption="A quiet room.",
    )

    written = twin(client, article)

    assert f"![Two fingers at a temple]({settings.SITE_URL}/media/images/" in written
    assert "_A quiet room._" in written


def test_the_whole_text_is_there_and_it_informs_but_does_not_advise(client, article):
    clinic = Clinic.current()
    clinic.medical_disclaimer = "It informs; it is no advice."
    clinic.save()

    written = twin(client, article)

    assert "## What helps\n\nRest, water and a dark room help many people.\n" in written
    assert "\n\nIt informs; it is no advice.\n" in written


def test_the_medical_words_of_the_text_are_explained(client, published_blog):
    term = TermFactory(
        name="Aura", other_names="Migraine aura\n", explanation="Signs before an attack."
    )
    article = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        about=[("term", term)],
    )

    assert (
        "## Medical words in this text\n\n"
        "- **Aura** (also called Migraine aura): Signs before an attack.\n"
    ) in twin(client, article)


def test_what_to_read_next_is_a_list_of_links_at_the_end(client, article, published_blog):
    other = ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
    draft = ArticlePageFactory(
        parent=published_blog.index, main_topic=published_blog.topic, live=False
    )
    article.picks.add(ArticlePick(article=draft))
    article.save()

    written = twin(client, article)

    assert written.endswith(f"## Related articles\n\n- [{other.title}]({other.absolute_url})\n")


def test_readers_comments_are_no_part_of_it(client, article, admin_user):
    from blog.comments.models import CommentThread

    comment = ReaderCommentFactory(thread=CommentThread.objects.of(article), body="So clear.")
    before = twin(client, article)
    comment.approve(by=admin_user)

    assert "So clear." in client.get(article.url).text
    assert twin(client, article) == before


def test_hostile_words_stay_words(client, published_blog):
    hostile = "# <script>alert(1)</script> [x](javascript:y) | `z` &amp; \u202eשלום 🧠 {{ 7 }}"
    article = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        slug="hostile",
        title=hostile,
        introduction=f"1. {hostile}\n- {hostile}",
        body=[("quote", {"text": hostile, "attribution": hostile, "source_url": ""})],
        authors=[ProfilePageFactory(parent=published_blog.team, title=hostile, slug="h")],
    )

    blocks = read(twin(client, article))

    assert plain(blocks[0].parts) == hostile
    assert plain(blocks[1].parts) == f"1. {hostile} - {hostile}"
    assert [type(block) for block in blocks].count(Heading) == 1
