"""Redirects and the page cache: kept while they are right, dropped the moment they are not."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from redirects.models import GoneAddress, SectionRedirect
from tests.delivery.page_cache.conftest import ask
from tests.factories import ArticlePageFactory
from tests.redirects.conftest import redirect

pytestmark = pytest.mark.django_db


def kept(cache, path):
    """Ask twice, so that the second answer is from memory; return its status."""
    first, second = ask(cache, path), ask(cache, path)
    assert (first.state, second.state) == ("miss", "hit"), path
    return second.code


@pytest.mark.parametrize("path", ["/old/", "/old.html"])
def test_row_35_a_410_is_kept_until_its_address_comes_to_life(site_cache, article, path):
    gone = GoneAddress.objects.create(path=Redirect.normalise_path(path))
    assert kept(site_cache, path) == 410

    gone.delete()
    assert ask(site_cache, path).code == 404


def test_row_35_a_page_that_is_published_again_takes_the_place_of_its_410(site_cache, article):
    article.unpublish()
    GoneAddress.objects.create(path=article.url.rstrip("/"))
    assert kept(site_cache, article.url) == 410

    article.save_revision().publish()

    assert ask(site_cache, article.url).code == 200
    assert not GoneAddress.objects.exists()


def test_row_34_a_redirect_is_dropped_when_its_page_moves_and_not_when_its_text_changes(
    site_cache, article, rename
):
    redirect("/a", article)
    assert kept(site_cache, "/a/") == 301

    article.introduction = "Other words."
    article.save_revision().publish()
    assert ask(site_cache, "/a/").state == "hit"

    article = rename(article, "renamed")
    assert ask(site_cache, "/a/").headers["Location"] == article.url


def test_row_34_it_shows_nothing_of_the_404_page_made_before_it(site_cache, article, author_less):
    redirect("/a", "https://example.org/")
    assert kept(site_cache, "/a/") == 301

    author_less()  # the newest articles stand on the 404 page

    assert ask(site_cache, "/a/").state == "hit"


def test_row_36_what_a_section_answers_goes_when_something_more_exact_is_said(
    site_cache, article, published_blog
):
    SectionRedirect.objects.create(prefix="/old", target="/blog/")
    old = f"/old/{article.slug}/"
    assert kept(site_cache, old) == 301

    redirect(old, "https://example.org/")
    assert ask(site_cache, old).headers["Location"] == "https://example.org/"
    Redirect.objects.all().delete()
    assert kept(site_cache, old) == 301

    longer = SectionRedirect.objects.create(prefix=old.rstrip("/"), is_gone=True)
    assert ask(site_cache, old).code == 410
    longer.delete()
    assert ask(site_cache, old).code == 301
    article.unpublish()
    assert ask(site_cache, old).code == 404


def test_row_36_a_section_steps_back_for_pages_that_come_there_with_their_parent(
    site_cache, article, published_blog, rename
):
    SectionRedirect.objects.create(prefix="/old", is_gone=True)
    old = f"/old/{article.slug}/"
    assert kept(site_cache, old) == 410

    rename(published_blog.index, "old")

    assert ask(site_cache, old).code == 200


def test_a_404_is_never_kept(site_cache, article):
    redirect("/b", article, is_permanent=False)

    assert [ask(site_cache, "/nowhere/").state for _ in range(2)] == ["bypass", "bypass"]
    assert [ask(site_cache, "/b/").code for _ in range(2)] == [302, 302]
    assert ask(site_cache, "/b/").state == "bypass"


@pytest.fixture
def author_less(published_blog):
    """Publish one more article."""
    return lambda: ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
