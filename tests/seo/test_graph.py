"""One graph from what the rooms know."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from seo.graph import build_graph, serialize
from seo.nodes import (
    BlogPosting,
    BreadcrumbList,
    Comment,
    Crumb,
    GeoCoordinates,
    MedicalClinic,
    MedicalWebPage,
    OpeningHours,
    Organization,
    Person,
    Picture,
    PostalAddress,
    PropertyValue,
    Reference,
    WebPage,
    WebSite,
)

HOME = "https://clinic.example"
ARTICLE = f"{HOME}/blog/migraine/"


def nodes_of(*nodes):
    """Return the graph of some nodes."""
    return build_graph(nodes)["@graph"]


def test_a_blank_fact_is_left_out_and_a_zero_is_not():
    article = BlogPosting(id=f"{ARTICLE}#article", headline="Migraine", comment_count=0)

    [node] = nodes_of(article)

    assert node == {
        "@type": "BlogPosting",
        "@id": f"{ARTICLE}#article",
        "headline": "Migraine",
        "commentCount": 0,
    }


def test_a_thing_that_two_rooms_know_stands_in_the_graph_once_with_the_facts_of_both():
    page = WebPage(id=f"{ARTICLE}#webpage", name="Migraine", about=(Reference("#a"),))
    review = MedicalWebPage(
        id=f"{ARTICLE}#webpage", last_reviewed=date(2026, 5, 4), about=(Reference("#b"),)
    )

    [node] = nodes_of(page, review)

    assert node["@type"] == "MedicalWebPage"
    assert node["name"] == "Migraine"
    assert node["lastReviewed"] == "2026-05-04"
    assert node["about"] == [{"@id": "#a"}, {"@id": "#b"}]


def test_where_two_rooms_disagree_the_one_asked_first_is_believed():
    [node] = nodes_of(Person(id="#p", name="A"), Person(id="#p", name="B", url=f"{HOME}/b/"))

    assert node["name"] == "A"
    assert node["url"] == f"{HOME}/b/"


def test_a_thing_of_two_unrelated_kinds_keeps_both():
    [node] = nodes_of(Organization(id="#x"), WebSite(id="#x"))

    assert node["@type"] == ["Organization", "WebSite"]


def test_an_author_is_named_in_the_article_and_described_beside_it():
    author = Person(id="#ana", name="Ana", url=f"{HOME}/team/ana/", job_title="Nurse")
    article = BlogPosting(id="#article", author=(author,))

    written, person = nodes_of(article)

    assert written["author"] == [
        {"@type": "Person", "@id": "#ana", "name": "Ana", "url": f"{HOME}/team/ana/"}
    ]
    assert person["jobTitle"] == "Nurse"


def test_a_comment_names_its_article_and_its_writer():
    comment = Comment(
        id=f"{ARTICLE}#comment-1",
        text="Thank you",
        author=(Person(name="Reader"),),
        date_published=datetime(2026, 5, 4, 12, tzinfo=UTC),
        parent_item=Reference("#article"),
    )

    _, node = nodes_of(BlogPosting(id="#article", comment=(comment,)))

    assert node["author"] == [{"@type": "Person", "name": "Reader"}]
    assert node["datePublished"] == "2026-05-04T12:00:00+00:00"
    assert node["parentItem"] == {"@id": "#article"}


def test_a_clinic_says_where_it_is_and_when_it_is_open():
    clinic = MedicalClinic(
        id="#clinic",
        name="Clinic",
        address=PostalAddress(address_locality="Destin", address_country="US"),
        geo=GeoCoordinates(latitude=Decimal("30.393534"), longitude=Decimal("-86.495783")),
        opening_hours_specification=(
            OpeningHours(days=("Monday", "Tuesday"), opens="09:00", closes="17:00"),
        ),
        parent_organization=Reference("#organization"),
    )

    [node] = nodes_of(clinic)

    assert node["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Destin",
        "addressCountry": "US",
    }
    assert node["geo"]["latitude"] == 30.393534
    assert node["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["Monday", "Tuesday"],
            "opens": "09:00",
            "closes": "17:00",
        }
    ]


def test_a_trail_is_numbered_from_the_home_page():
    trail = BreadcrumbList.of("#trail", [Crumb("Home", HOME), Crumb("Blog", f"{HOME}/blog/")])

    [node] = nodes_of(trail)

    assert [(step["position"], step["name"]) for step in node["itemListElement"]] == [
        (1, "Home"),
        (2, "Blog"),
    ]
    assert node["itemListElement"][1]["item"] == f"{HOME}/blog/"


def test_values_are_written_as_the_vocabulary_wants_them():
    article = BlogPosting(
        image=(Picture(f"{HOME}/a.jpg", 1200, 630, alt="A hand"),), time_required=timedelta(0, 61)
    )
    person = Person(identifier=(PropertyValue(property_id="NPI", value="1234567893"),))

    [work, writer] = nodes_of(article, person)

    assert work["image"][0]["width"] == "1200 px"
    assert work["timeRequired"] == "PT1M"
    assert writer["identifier"][0]["propertyID"] == "NPI"


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        nodes_of(BlogPosting(date_published=datetime(2026, 5, 4)))  # noqa: DTZ001


def test_only_a_page_can_be_reviewed():
    """Row 11."""
    with pytest.raises(TypeError):
        BlogPosting(last_reviewed=date(2026, 5, 4))


@pytest.mark.parametrize(
    "hostile",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "&lt;/script&gt;",
        "\u2028\u2029",
        "</ScRiPt\t>",
        "\ud800",
    ],
)
def test_hostile_text_stays_inside_its_script_element(hostile):
    """Row 18."""
    written = serialize(build_graph([Comment(text=f"{hostile} and more")]))

    assert "<" not in written
    assert ">" not in written
    assert "&" not in written
    assert json.loads(written)["@graph"][0]["text"] == f"{hostile} and more"


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("</script>!-&\u2028\"'"))))
def test_any_text_comes_back_from_the_page_as_it_went_in(text):
    """Row 18."""
    title = f"x{text}x"
    written = serialize(build_graph([Person(name=title)]))

    html = f'<script type="application/ld+json">{written}</script><p>after</p>'
    soup = BeautifulSoup(html, "html5lib")

    assert len(soup.find_all("script")) == 1
    assert soup.p.get_text() == "after"
    assert json.loads(soup.script.string)["@graph"][0]["name"] == title
    assert written.isascii()
