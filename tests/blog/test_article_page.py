"""An article as its reader meets it."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from organization.models import Clinic
from tests.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    """Return a function that gives an article as its reader sees it."""

    def open_(article) -> BeautifulSoup:
        return BeautifulSoup(client.get(article.url).content, "html.parser")

    return open_


def facts(page: BeautifulSoup) -> dict[str, str]:
    """The byline's facts by their names."""
    terms = page.select(".byline--full dt")
    return {
        term.get_text(strip=True): " ".join(term.find_next_sibling("dd").get_text().split())
        for term in terms
    }


def test_the_byline_says_who_wrote_it_and_that_nobody_has_reviewed_it_yet(
    article, published_blog, read
):
    byline = facts(read(article))

    assert byline["Written by"] == published_blog.author.title
    assert byline["Medical review"] == "Not yet medically reviewed"
    assert "Reviewed" not in byline


def test_a_change_worth_telling_is_told_with_its_day(article, read):
    article.updated_on = dt.datetime(2026, 6, 1, 17, tzinfo=dt.UTC)
    article.change_note = "Added the 2026 guideline."
    article.save()

    page = read(article)

    assert facts(page)["Updated"] == "June 1, 2026"
    assert "June 1, 2026: Added the 2026 guideline." in " ".join(page.main.get_text().split())


def test_the_contents_lead_to_the_sections(published_blog, read):
    sections = ["What helps", "What does not"]
    article = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        body=[
            ("heading", {"text": text, "level": "h2", "anchor": text.lower().replace(" ", "-")})
            for text in sections
        ],
    )

    page = read(article)

    links = page.select("nav[aria-label='On this page'] a")
    assert [link.get_text() for link in links] == sections
    assert all(page.find(id=link["href"].removeprefix("#")).name == "h2" for link in links)


def test_an_article_of_one_section_has_no_contents(article, read):
    assert not read(article).select("nav[aria-label='On this page']")


def test_the_clinics_word_of_caution_closes_the_text(article, read):
    Clinic(medical_disclaimer="Ask your own doctor.").save()

    assert read(article).select_one(".disclaimer").get_text() == "Ask your own doctor."


def test_an_article_is_passed_on_without_telling_a_third_party(article, read):
    page = read(article)

    hosts = {
        link["href"]
        for link in page.select(".share a")
        if not link["href"].startswith(("mailto:", "/"))
    }
    assert hosts == set()
    assert page.select_one(".share__address").get_text() == article.absolute_url


def test_an_odd_title_stays_whole_in_the_mail_that_shares_it(published_blog, read):
    article = ArticlePageFactory(
        parent=published_blog.index,
        title='Pain & "aura": 50% <b>more</b>?',
        slug="odd",
        main_topic=published_blog.topic,
    )

    mail = read(article).select_one(".share a")["href"]

    assert "subject=Pain%20%26%20%22aura%22%3A%2050%25%20%3Cb%3Emore%3C/b%3E%3F" in mail
