"""Rows 20 and 57: what machines are told of a page is what its readers see."""

import datetime as dt

import pytest
from bs4 import Tag
from django.conf import settings
from wagtail.rich_text import RichText

from blog.comments.models import CommentThread
from blog.comments.models.status import Status
from clinic.models import LocationPage
from organization.models import Clinic
from pages.models import SitePage
from people.models import ProfilePage
from review.models import MedicalReview
from tests.factories import (
    ArticlePageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    ProfilePageFactory,
    ReaderCommentFactory,
)
from tests.seo.heads import Head, assert_sound

pytestmark = pytest.mark.django_db

CLINIC = {"name": "The Clinic", "telephone": "+1 850 555 0100", "email": "hello@example.org"}
QUESTIONS = {"How long does it last?": "how-long", "Is it safe?": "is-it-safe"}


@pytest.fixture
def known_clinic():
    """Fill in what a clinic may say of itself."""
    return Clinic.objects.create(**CLINIC)


@pytest.fixture
def locations(published_blog, known_clinic) -> list[LocationPage]:
    """Return a location with a number of its own, and one without."""
    index = LocationIndexPageFactory(parent=published_blog.home, slug="locations")
    destin = {"title": "Destin", "street": "12 Sample Street", "city": "Destin", "state": "FL"}
    return [
        LocationPageFactory(parent=index, **destin, postal_code="00000", telephone="850 555 0111"),
        LocationPageFactory(parent=index, title="Inlet Beach", email="inlet@example.org"),
    ]


@pytest.fixture
def whole_article(published_blog, locations, reviewer):
    """Return an article with all that a page can say of who, when and what for."""
    team = ProfilePageFactory(
        parent=published_blog.team, title="Editorial team", kind=ProfilePage.Kind.TEAM
    )
    writer = ProfilePageFactory(
        parent=published_blog.team, title="Amy <b>Sample</b>", credentials="RN"
    )
    day = dt.datetime(2026, 3, 4, 4, 30, tzinfo=dt.UTC)  # an evening in Florida, the day before
    questions = [
        {"question": question, "answer": RichText("<p>It depends.</p>"), "anchor": anchor}
        for question, anchor in QUESTIONS.items()
    ]
    article = ArticlePageFactory(
        parent=published_blog.index,
        title="Migraine & “headache” <compared>",
        main_topic=published_blog.topic,
        authors=[writer, team],
        published_on=day,
        updated_on=day + dt.timedelta(days=30),
        change_note="New figures.",
        body=[("faq", {"title": "Questions", "questions": questions, "anchor": "questions"})],
    )
    MedicalReview.objects.create(
        page=SitePage.objects.get(pk=article.pk),
        reviewer=reviewer,
        signed_as=reviewer.title,
        reviewed_on=day + dt.timedelta(days=31),
        in_force_since=day + dt.timedelta(days=31),
        next_due=dt.date(2999, 1, 1),
    )
    thread = CommentThread.objects.of(article)
    first = ReaderCommentFactory(thread=thread, status=Status.APPROVED, body="So <clear>.")
    ReaderCommentFactory(thread=thread, status=Status.APPROVED, parent=first)
    for status in (Status.PENDING, Status.SPAM, Status.TRASH):
        ReaderCommentFactory(thread=thread, status=status, body="Nobody may read this.")
    return article


@pytest.fixture
def head(client, whole_article) -> Head:
    """Return the article as a crawler reads it."""
    answer = client.get(whole_article.url)
    assert "Nobody may read this." not in answer.text
    return assert_sound(answer.content, whole_article.absolute_url)


def words(tag: Tag) -> str:
    """Return what a reader sees of a part of the page."""
    return " ".join(tag.get_text(" ").split())


def byline(head: Head, name: str) -> Tag:
    """Return what stands under a name in the article's byline."""
    [label] = [dt for dt in head.soup.select(".byline dt") if words(dt) == name]
    return label.find_next_sibling("dd")


def shown_day(head: Head, name: str) -> str:
    return str(byline(head, name).time["datetime"])


# --- the clinic, on every page (rows 13 and 57) -------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/blog/", "/team/", "/locations/", "/search/?q=nothing"])
def test_name_telephone_and_address_are_one_record_everywhere(client, locations, path):
    head = assert_sound(client.get(path).content)
    footer = head.soup.select_one(".site-footer")
    organization = head.node("MedicalOrganization")
    clinics = [node for node in head.graph if node["@type"] == "MedicalClinic"]

    assert {name: organization[name] for name in CLINIC} == CLINIC
    assert all(words(footer).count(value) for value in CLINIC.values())
    assert footer.find("a", href="tel:+18505550100").get_text() == CLINIC["telephone"]
    assert len(clinics) == 2
    for location, node in zip(locations, clinics, strict=True):
        place = footer.find("a", href=location.url).find_parent("div")
        assert node["name"] == f"{CLINIC['name']}, {location.title}"
        assert node["url"] == location.absolute_url
        assert node["telephone"] in words(place)
        assert node.get("email", "") in words(place)
        assert all(part in words(place) for part in address_of(node))
        assert node["parentOrganization"] == {"@id": organization["@id"]}
    assert clinics[0]["telephone"] == "850 555 0111"
    assert clinics[1]["telephone"] == CLINIC["telephone"]
    assert organization["subOrganization"] == [{"@id": node["@id"]} for node in clinics]


def test_a_location_says_of_itself_what_the_footer_says_of_it(client, locations):
    head = assert_sound(client.get(locations[0].url).content, locations[0].absolute_url)
    shown, below, *_ = (words(part) for part in head.soup.select("address"))

    assert shown == below
    assert "12 Sample Street Destin, FL 00000" in shown


def address_of(node: dict) -> list[str]:
    """Return the parts of an address but its country: people read that from the state."""
    unseen = {"@type", "addressCountry"}
    return [value for key, value in node.get("address", {}).items() if key not in unseen]


def to_the_second(moment: str) -> dt.datetime:
    return dt.datetime.fromisoformat(moment).replace(microsecond=0)


# --- an article (rows 8, 9, 10, 11, 12 and 15) --------------------------------------------------


def test_the_headline_is_the_heading(head):
    assert head.node("BlogPosting")["headline"] == words(head.soup.h1)


def test_the_three_dates_are_those_of_the_byline(head):
    posting, page = head.node("BlogPosting"), head.node("MedicalWebPage")

    assert posting["datePublished"][:10] == shown_day(head, "Published") == "2026-03-03"
    assert posting["dateModified"][:10] == shown_day(head, "Updated") == "2026-04-02"
    assert page["lastReviewed"] == shown_day(head, "Reviewed") == "2026-04-03"
    assert head.meta("article:published_time") == posting["datePublished"]
    assert head.meta("article:modified_time") == posting["dateModified"]


def test_the_authors_are_those_of_the_byline_in_their_order(head):
    """Row 10: names alone, each with the address of its page."""
    shown = {
        link.get_text(): f"{settings.SITE_URL}{link['href']}"
        for link in byline(head, "Written by").select("a")
    }

    told = {author["name"]: author["url"] for author in head.node("BlogPosting")["author"]}

    assert list(told.items()) == list(shown.items())
    assert list(told) == ["Amy <b>Sample</b>", "Editorial team"]
    people = {node["name"]: node for node in head.graph if "name" in node}
    assert people["Amy <b>Sample</b>"]["honorificSuffix"] == "RN"
    assert "RN" in words(byline(head, "Written by"))


def test_the_reviewer_is_the_one_of_the_byline(head, reviewer):
    """Row 11: on the page, never on the article."""
    link = byline(head, "Medical review").a

    told = head.node("MedicalWebPage")["reviewedBy"]

    assert told["name"] == link.get_text() == reviewer.title
    assert told["url"] == f"{settings.SITE_URL}{link['href']}"
    assert not {"reviewedBy", "lastReviewed"} & set(head.node("BlogPosting"))


def test_the_trail_is_the_one_above_the_heading(head):
    """Row 12: names and addresses."""
    steps = head.node("BreadcrumbList")["itemListElement"]
    shown = head.soup.select(".breadcrumbs li")

    assert [step["name"] for step in steps] == [words(step) for step in shown]
    linked = [str(step.a["href"]) for step in shown if step.a]
    assert [step["item"] for step in steps][: len(linked)] == linked
    assert [step["position"] for step in steps] == list(range(1, len(shown) + 1))


def test_the_comments_are_those_that_readers_see_and_so_is_their_number(head):
    """Row 15: approved ones alone."""
    shown = {tag["id"]: tag for tag in head.soup.select("article.comment")}
    told = [node for node in head.graph if node["@type"] == "Comment"]

    assert words(head.soup.select_one("#comments-title")) == "2 comments"
    assert head.node("BlogPosting")["commentCount"] == len(shown) == len(told) == 2
    for node in told:
        tag = shown[node["url"].partition("#")[2]]
        assert node["text"] in words(tag)
        assert node["author"][0]["name"] == words(tag.select_one(".comment__author"))
        said, shown_at = node["datePublished"], str(tag.time["datetime"])
        assert to_the_second(said) == to_the_second(shown_at)


def test_questions_have_anchors_and_are_no_result_of_their_own(head):
    """Row 17: search engines have given that up. What readers see is enough."""
    asked = {
        words(tag.summary): tag.select_one(".faq__answer")["id"]
        for tag in head.soup.select("details.faq__question")
    }

    assert asked == QUESTIONS
    assert not {"FAQPage", "Question"} & {node["@type"] for node in head.graph}


def test_the_search_of_the_site_is_no_action(client, published_blog):
    """Row 17: search engines have given up their box for it."""
    head = assert_sound(client.get("/search/?q=migraine").content)

    assert "potentialAction" not in head.node("WebSite")


def test_links_in_comments_are_nobodys_advice(client, whole_article):
    """Row 58: and no address of a form is for crawlers."""
    thread = CommentThread.objects.of(whole_article)
    ReaderCommentFactory(thread=thread, status=Status.APPROVED, body="See https://spam.example/")

    soup = assert_sound(client.get(whole_article.url).content).soup

    [link] = soup.select('.comment a[href^="https://spam.example"]')
    assert set(link["rel"]) >= {"ugc", "nofollow"}
    replies = soup.select('a[href^="/comments/"]')
    assert replies
    assert all("nofollow" in reply["rel"] for reply in replies)
    robots = client.get("/robots.txt").text
    assert "Disallow: /comments/" in robots
