"""Treatments: what the clinic offers."""

import json

import pytest

from tests.factories import ImageFactory, TreatmentIndexPageFactory, TreatmentPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def treatments(site_home):
    return TreatmentIndexPageFactory(parent=site_home, slug="treatments")


@pytest.fixture
def treatment(treatments, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return TreatmentPageFactory(
        parent=treatments,
        title="Ketamine-assisted therapy",
        slug="ketamine",
        introduction="A supervised session, for people whom other treatments have not helped.",
        hero_image=ImageFactory(size=(900, 600)),
    )


def html_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def graph_of(html):
    document = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    return json.loads(document)["@graph"]


def test_a_treatment_says_what_it_is_and_that_nobody_has_reviewed_it_yet(client, treatment):
    html = html_of(client, treatment)

    assert "A supervised session" in html
    assert "Not yet medically reviewed" in html
    assert "In an emergency call 911" in html
    assert html.count("<h1") == 1


def test_a_treatment_is_a_therapy_to_machines(client, treatment):
    nodes = {node["@type"]: node for node in graph_of(html_of(client, treatment))}

    assert nodes["MedicalTherapy"]["name"] == "Ketamine-assisted therapy"
    assert nodes["MedicalTherapy"]["@id"] == f"{treatment.absolute_url}#therapy"
    assert "MedicalWebPage" in nodes


def test_the_list_shows_what_is_live(client, treatments, treatment):
    TreatmentPageFactory(parent=treatments, title="Not yet offered", live=False)

    html = html_of(client, treatments)

    assert "Ketamine-assisted therapy" in html
    assert "<picture>" in html
    assert "Not yet offered" not in html


def test_an_empty_list_says_so(client, treatments):
    assert "No treatment is described here yet." in html_of(client, treatments)


def test_ten_treatments_cost_the_list_no_more_than_two(
    client, treatments, settings, tmp_path, django_assert_max_num_queries
):
    settings.MEDIA_ROOT = tmp_path

    def queries():
        html_of(client, treatments)
        with django_assert_max_num_queries(40) as counted:
            html_of(client, treatments)
        return len(counted)

    for _ in range(2):
        TreatmentPageFactory(parent=treatments, hero_image=ImageFactory())
    few = queries()
    for _ in range(8):
        TreatmentPageFactory(parent=treatments, hero_image=ImageFactory())

    assert queries() == few
