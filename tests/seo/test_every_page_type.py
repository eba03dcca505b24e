"""The head of every type of page, as a crawler meets it on the running site."""

import pytest
from django.conf import settings
from wagtail.models import get_page_models

from blog.models import ArticlePage
from clinic.models import (
    AppointmentPage,
    LocationIndexPage,
    LocationPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from home.models import HomePage
from pages.models import SitePage
from people.models import ProfilePage
from tests.factories import ArticlePageFactory, ImageFactory, StandardPageFactory
from tests.seo.heads import assert_sound

pytestmark = pytest.mark.django_db

PAGE_TYPES = [model for model in get_page_models() if model is not SitePage]


@pytest.fixture
def one_of_each(published_blog):
    """Return one published page of every type, by its type."""
    home, blog = published_blog.home, published_blog
    locations = home.add_child(instance=LocationIndexPage(title="Locations", slug="locations"))
    treatments = home.add_child(instance=TreatmentIndexPage(title="Treatments", slug="treatments"))
    # A topic that one article is about stays out of search engines.
    ArticlePageFactory(parent=blog.index, title="Another", main_topic=blog.topic)
    pages = [
        home,
        StandardPageFactory(parent=home, title="About", slug="about", hero_image=ImageFactory()),
        blog.index,
        blog.topic_index,
        blog.topic,
        blog.team,
        blog.author,
        ArticlePageFactory(
            parent=blog.index,
            title="Migraine <or> “headache” & more",
            slug="migraine",
            main_topic=blog.topic,
            authors=[blog.author],
            hero_image=ImageFactory(size=(1600, 1200)),
        ),
        locations,
        locations.add_child(instance=LocationPage(title="Destin", slug="destin", city="Destin")),
        treatments,
        treatments.add_child(instance=TreatmentPage(title="Ketamine", slug="ketamine")),
        home.add_child(instance=AppointmentPage(title="Appointments", slug="appointments")),
    ]
    return {type(page): page for page in pages}


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda model: model.__name__)
def test_every_type_of_page_has_a_sound_head(client, one_of_each, page_type):
    """Rows 8, 17 and 19: one connected graph, in words that the vocabulary has."""
    page = one_of_each[page_type]

    head = assert_sound(client.get(page.url).content, address=page.absolute_url)

    assert page.search_title in head.title
    assert head.robots.startswith("index")
    assert "max-image-preview:large" in head.robots
    assert head.node("MedicalOrganization")["@id"] == f"{settings.SITE_URL}/#organization"
    assert head.node("WebSite")["publisher"] == {"@id": f"{settings.SITE_URL}/#organization"}
    assert [n for n in head.graph if n.get("@id") == f"{page.absolute_url}#webpage"]


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda model: model.__name__)
def test_the_trail_in_the_markup_is_the_trail_on_the_page(client, one_of_each, page_type):
    """Row 12."""
    page = one_of_each[page_type]
    head = assert_sound(client.get(page.url).content)
    shown = [
        step.get_text().strip() for step in head.soup.select("nav[aria-label=Breadcrumbs] li")
    ]
    lists = [node for node in head.graph if node["@type"] == "BreadcrumbList"]

    marked_up = [step["name"] for node in lists for step in node["itemListElement"]]

    assert marked_up == shown
    assert bool(shown) == (page_type is not HomePage)


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda model: model.__name__)
def test_things_keep_their_ids_whatever_is_said_of_them(client, one_of_each, page_type):
    """Row 8: an id is an address with a word, and the address stays."""
    page = one_of_each[page_type]
    before = ids_of(client, page)
    for field in ("title", "search_description", "seo_title"):
        setattr(page, field, "Something else")

    page.save_revision().publish()

    assert ids_of(client, page) == before


@pytest.mark.parametrize(
    ("page_type", "kind"),
    [
        (HomePage, "MedicalOrganization"),
        (LocationPage, "MedicalClinic"),
        (TreatmentPage, "MedicalTherapy"),
        (ProfilePage, "Person"),
        (ArticlePage, "BlogPosting"),
    ],
)
def test_a_page_says_what_it_is_mainly_about(client, one_of_each, page_type, kind):
    """Row 8."""
    page = one_of_each[page_type]
    head = assert_sound(client.get(page.url).content)
    nodes = {node["@id"]: node for node in head.graph if "@id" in node}

    about = nodes[f"{page.absolute_url}#webpage"]["mainEntity"]

    assert nodes[about["@id"]]["@type"] == kind


def ids_of(client, page) -> list[str]:
    head = assert_sound(client.get(page.url).content)
    return [node["@id"] for node in head.graph if "@id" in node]


def test_no_two_pages_share_a_title_or_an_address(client, one_of_each):
    heads = [assert_sound(client.get(page.url).content) for page in one_of_each.values()]

    assert len({head.title for head in heads}) == len(heads)
    assert len({head.canonical for head in heads}) == len(heads)


def test_an_article_is_described_as_one(client, one_of_each):
    page = one_of_each[ArticlePage]
    head = assert_sound(client.get(page.url).content)

    article = head.node("BlogPosting")

    assert head.meta("og:type") == "article"
    assert head.meta("og:image:width") == "1200"
    assert head.meta("og:image:height") == "630"
    assert head.meta("og:image:type") == "image/jpeg"
    assert article["@id"] == f"{page.absolute_url}#article"
    assert article["headline"] == page.title
    assert len(article["image"]) == 3
    assert article["author"][0]["url"] == one_of_each[ProfilePage].absolute_url
    assert article["mainEntityOfPage"] == {"@id": f"{page.absolute_url}#webpage"}
    assert article["wordCount"] > 0
    assert "lastReviewed" not in article
    assert "reviewedBy" not in article
    assert len(head.feeds) >= 2
    assert all(feed.startswith(settings.SITE_URL) for feed in head.feeds)


def test_what_the_sitemap_lists_is_what_the_pages_call_canonical(client, one_of_each):
    canonical = {
        assert_sound(client.get(page.url).content).canonical for page in one_of_each.values()
    }
    index = client.get("/sitemap.xml").text

    listed = {
        address
        for section in ("blog", "clinic", "home", "people")
        for address in canonical
        if f"/sitemap-{section}.xml" in index
        and f"<loc>{address}</loc>" in client.get(f"/sitemap-{section}.xml").text
    }

    assert listed == canonical


def test_a_page_marked_noindex_says_so(client, one_of_each):
    page = one_of_each[ArticlePage]
    page.noindex = True
    page.save_revision().publish()

    assert assert_sound(client.get(page.url).content).robots.startswith("noindex")
