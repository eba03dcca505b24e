"""What only shows when pages are compared."""

from seo.audit.document import read
from seo.audit.whole import Comparison
from tests.seo.audit.sample import SITE, graph, page, subject

NOINDEX = ("index, follow, max", "noindex, follow, max")
OTHER = f"{SITE}/other/"


def compared(*pages: tuple[str, str]) -> list[tuple[str, str]]:
    """Return what is found on pages in turn: of each, its code and what it says."""
    comparison = Comparison()
    return [
        (finding.code, finding.message)
        for address, html in pages
        for finding in comparison.findings(read(html), subject(address=address))
    ]


def test_pages_have_titles_and_descriptions_of_their_own():
    found = compared((f"{SITE}/a/", page()), (f"{SITE}/b/", page()))

    assert [code for code, _ in found] == ["title-repeated", "description-repeated"]
    assert all(f"{SITE}/a/ has the same" in message for _, message in found)


def test_a_page_does_not_repeat_itself():
    assert compared((f"{SITE}/a/", page()), (f"{SITE}/a/", page())) == []


def test_pages_that_hide_may_be_called_alike():
    assert compared((f"{SITE}/a/", page(NOINDEX)), (f"{SITE}/b/", page(NOINDEX))) == []


def test_the_clinic_is_the_same_thing_on_every_page():
    things = graph()
    things[5]["@id"] = f"{SITE}/#clinic"

    found = compared((f"{SITE}/a/", page(NOINDEX)), (f"{SITE}/b/", page(NOINDEX, things=things)))

    assert found == [
        (
            "graph-id-changes",
            f"Call the MedicalOrganization of {SITE}/ {SITE}/#organization, as other pages do.",
        )
    ]
