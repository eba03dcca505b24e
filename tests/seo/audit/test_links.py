"""Where links lead, as their pages are told."""

import pytest

from seo.audit.links import Target, link_finding, numbers

ADDRESS = "https://clinic.example/a/"
PAGE = Target(200, is_page=True, places=numbers(["help", "zwölf"]))


def code(target: Target, fragment: str = "") -> str:
    finding = link_finding(ADDRESS, fragment, target)
    return finding.code if finding else ""


@pytest.mark.parametrize(
    "fragment", ["", "help", "zw%C3%B6lf", "top", "TOP", "help:~:text=x", ":~:text=x"]
)
def test_a_link_to_a_page_and_to_a_place_in_it_is_sound(fragment):
    assert code(PAGE, fragment) == ""


def test_a_link_to_a_place_that_is_not_there_is_found():
    assert code(PAGE, "nowhere") == "link-fragment"


def test_a_document_has_no_places_to_look_for():
    assert code(Target(200), "page=2") == ""


@pytest.mark.parametrize("status", [404, 410, 403, 500, 503])
def test_a_link_that_leads_nowhere_is_found(status):
    assert code(Target(status)) == "link-broken"


def test_a_link_that_is_redirected_is_told_where_to():
    once = link_finding(ADDRESS, "", Target(200, hops=1, ends_at=f"{ADDRESS}b/"))

    assert once is not None
    assert once.code == "link-redirect"
    assert f"{ADDRESS}b/" in once.message
    assert code(Target(200, hops=2, ends_at=f"{ADDRESS}b/")) == "link-detour"


def test_a_link_into_a_circle_is_found():
    assert code(Target(301, hops=2, is_endless=True)) == "link-detour"


@pytest.mark.parametrize(("others", "said"), [(0, ""), (1, "1 more page,"), (7, "7 more pages,")])
def test_it_says_how_many_other_pages_have_the_link(others, said):
    finding = link_finding(ADDRESS, "", Target(404), others)

    assert finding is not None
    assert said in finding.message
