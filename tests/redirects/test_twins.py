"""Old addresses of Markdown twins: what is said of a page is said of its twin (rows 34, 60)."""

import pytest

from organization.models import SearchAndSocial
from redirects.models import GoneAddress, SectionRedirect
from tests.delivery.page_cache.conftest import ask
from tests.redirects.conftest import redirect

pytestmark = pytest.mark.django_db

OLD = "/blog/migraine-or-headache.md"


def test_the_twin_of_a_page_that_was_renamed_is_found_in_one_hop(at, article, rename):
    rename(rename(article, "second"), "third")

    assert at(OLD) == (301, "/blog/third.md")
    assert at("/blog/second.md") == (301, "/blog/third.md")
    assert at("/blog/third.md")[0] == 200


def test_the_twin_of_a_page_that_is_gone_is_gone(at, article):
    article.unpublish()
    GoneAddress.objects.create(path="/blog/migraine-or-headache")

    assert at(OLD)[0] == 410


def test_a_page_without_a_twin_sends_nobody_to_one(at, article, rename):
    page = rename(article, "renamed")
    page.noindex = True
    page.save_revision().publish()

    assert at(OLD) == (404, "")
    assert at("/blog/renamed.md") == (404, "")


def test_what_left_for_another_site_has_no_twin_there(at, article):
    article.unpublish()
    redirect("/blog/migraine-or-headache", "https://example.org/")

    assert at(OLD) == (404, "")


def test_a_section_leads_to_the_twins_that_there_are(at, article):
    SectionRedirect.objects.create(prefix="/old", target="/blog/")

    assert at("/old/migraine-or-headache.md") == (301, OLD)
    assert at("/old/nowhere.md")[0] == 404


def test_the_way_to_a_twin_is_dropped_when_there_is_none_any_more(site_cache, article, rename):
    rename(article, "renamed")
    assert [ask(site_cache, OLD).state for _ in range(2)] == ["miss", "hit"]

    setting = SearchAndSocial.current()
    setting.offer_markdown = False
    setting.save()

    assert ask(site_cache, OLD).code == 404
