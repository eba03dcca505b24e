"""Whatever is written or missing: the page stands, and its markup is sound."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from blog.comments.models import CommentThread, ReaderComment
from blog.comments.models.status import Status
from blog.models import ArticlePage
from clinic.models import LocationPage
from delivery.memory import forget_everything
from glossary.models import Term
from organization.models import Clinic
from pages import standing
from pages.models import SitePage
from people.models import ProfilePage
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    ProfilePageFactory,
    ReaderCommentFactory,
    TermFactory,
)
from tests.seo.heads import assert_sound

pytestmark = pytest.mark.django_db

# No NUL and no halves of characters: forms refuse them, and no database stores them.
WORDS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.sampled_from("</script>!-&\"'\u2028\u202e\ufe0f"),
    ),
    max_size=60,
)
NASTY = (
    "</script><script>alert(1)</script><!-- \u202eשלום مرحبا 👩🏽\u200d⚕️ "
    "{{ 7|add:7 }} ]]> \x07\ufffe"
)


@pytest.fixture
def article(published_blog):
    """Return an article with an author, a term and a comment, at a clinic with a location."""
    blog = published_blog
    LocationPageFactory(parent=LocationIndexPageFactory(parent=blog.home), city="Destin")
    article = ArticlePageFactory(
        parent=blog.index,
        main_topic=blog.topic,
        authors=[ProfilePageFactory(parent=blog.team, slug="author", credentials="MD")],
        about=[("term", TermFactory())],
    )
    ReaderCommentFactory(thread=CommentThread.objects.of(article), status=Status.APPROVED)
    return article


def write(words: str) -> None:
    """Write the same words wherever somebody can write."""
    name = f"x{words}"
    Clinic.objects.update_or_create(
        defaults={"name": name[:100], "description": name[:300], "email": ""}
    )
    SitePage.objects.filter(depth__gt=1).update(title=name[:255])
    SitePage.objects.filter(depth__gt=2).update(search_description=name * 10)
    ArticlePage.objects.update(introduction=name)
    ProfilePage.objects.update(role=name, credentials=name[:80], summary=name, license=name)
    LocationPage.objects.update(street=name, state=name[:50], introduction=name)
    Term.objects.update(name=name, other_names=name, explanation=name, legal_status=name)
    ReaderComment.objects.update(author_name=name[:50], body=name)
    standing.settle_all()
    forget_everything()


@given(words=WORDS)
@example(words=NASTY)
@example(words=" \u200b\u3000")
@example(words="\u0301" * 50)
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_words_leave_every_page_sound(client, article, words):
    """Row 18: and nothing ends the script element."""
    write(words)

    for page in (article, *ProfilePage.objects.filter(slug="author"), *LocationPage.objects.all()):
        answer = client.get(page.url)
        head = assert_sound(answer.content, page.absolute_url)
        assert answer.status_code == 200
        assert "alert(1)" not in "".join(tag.get_text() for tag in scripts_that_run(head.soup))


def scripts_that_run(soup):
    return [tag for tag in soup.find_all("script") if tag.get("type") != "application/ld+json"]


def test_ten_thousand_characters_are_cut_for_results_and_never_in_a_word(client, article):
    long = "Pain that returns. " * 530
    ArticlePage.objects.update(search_description=long, introduction=long, seo_title="T " * 120)

    head = assert_sound(client.get(article.url).content, article.absolute_url)

    assert len(head.meta("description")) <= 320
    assert head.meta("description").endswith("Pain that returns.")


def test_an_author_who_is_gone_leaves_the_article(client, article):
    ProfilePage.objects.get(slug="author").delete()

    head = assert_sound(client.get(article.url).content, article.absolute_url)

    assert "author" not in head.node("BlogPosting")


def test_an_author_whose_page_is_closed_is_named_without_an_address(client, article):
    ProfilePage.objects.get(slug="author").unpublish()

    head = assert_sound(client.get(article.url).content, article.absolute_url)

    [author] = head.node("BlogPosting")["author"]
    assert author["name"]
    assert "url" not in author


def test_a_picture_whose_file_is_gone_is_named_to_nobody(
    client, published_blog, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path
    image = ImageFactory(size=(1600, 1200))
    article = ArticlePageFactory(
        parent=published_blog.index, main_topic=published_blog.topic, hero_image=image
    )
    image.renditions.all().delete()
    Path(image.file.path).unlink()

    answer = client.get(article.url)

    head = assert_sound(answer.content, article.absolute_url)
    assert answer.status_code == 200
    assert "image" not in head.node("BlogPosting")
    assert "primaryImageOfPage" not in head.node("MedicalWebPage")
