"""SEO row 34: whoever asks for an old address is sent on once, to the end."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.contrib.redirects.models import Redirect

from home.models import StandardPage
from redirects.models import GoneAddress
from tests.factories import StandardPageFactory
from tests.redirects.conftest import redirect

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(site_home) -> StandardPage:
    """A page with a page below it."""
    section = StandardPageFactory(parent=site_home, title="About", slug="about")
    StandardPageFactory(parent=section, title="Visits", slug="visits")
    return section


# --- pages that move ---------------------------------------------------------------------------


def test_row_34_a_page_renamed_again_and_again_is_one_step_from_each_old_address(
    article, rename, at
):
    olds = [article.url]
    for slug in ("second", "third", "fourth"):
        article = rename(article, slug)
        olds.append(article.url)

    assert [at(old) for old in olds[:-1]] == [(301, article.url)] * 3
    assert at(article.url) == (200, "")


def test_row_34_what_lies_below_a_section_moves_with_it_in_one_step(section, rename, at):
    rename(section, "who-we-are")
    rename(section, "us")

    for old in ("/about/visits/", "/who-we-are/visits/", "/who-we-are/visits"):
        assert at(old) == (301, "/us/visits/")


def test_row_34_a_page_moved_below_another_is_one_step_away(section, site_home, move, rename, at):
    visits = section.get_children().get().specific
    rename(section, "us")

    move(visits, site_home)

    assert at("/about/visits/") == at("/us/visits/") == (301, "/visits/")


def test_row_34_a_page_that_goes_home_again_answers_itself(article, rename, at):
    first = article.url
    rename(article, "elsewhere")

    article = rename(article, article.slug)

    assert at(first) == (200, "")
    assert at("/blog/elsewhere/") == (301, first)
    assert not Redirect.objects.filter(old_path=first.rstrip("/")).exists()


def test_row_34_two_pages_that_change_places_lead_nobody_astray(section, site_home, rename, at):
    other = StandardPageFactory(parent=site_home, title="Other", slug="other")
    rename(other, "spare")
    rename(section, "other")
    rename(other, "about")

    assert at("/other/") == at("/about/") == (200, "")
    assert at("/spare/") == (301, "/about/")
    assert at("/other/visits/") == (200, "")
    assert at("/about/visits/") == (301, "/other/visits/")


def test_row_34_a_redirect_to_an_address_of_ours_follows_the_page_that_was_there(
    article, rename, at
):
    redirect("/short", article.url)

    article = rename(article, "renamed")

    assert at("/short/") == (301, article.url)


# --- redirects made by hand --------------------------------------------------------------------


def test_row_34_a_chain_is_straightened_whichever_link_is_made_first(site_home, at):
    redirect("/b", "https://example.org/c")
    redirect("/a", "/b")
    redirect("/z", "/a")
    redirect("/c", "/d")
    redirect("/d", "/z")

    targets = dict(Redirect.objects.values_list("old_path", "redirect_link"))
    assert targets == dict.fromkeys(["/a", "/b", "/c", "/d", "/z"], "https://example.org/c")


def test_row_34_it_says_what_it_straightened(site_home):
    redirect("/b", "https://example.org/")
    redirect("/x", "/a")

    made = redirect("/a", "/b")

    assert made.straightened == [
        "/b leads on itself, so /a leads straight to its end.",
        "/x led here; now it leads straight to the end.",
    ]


def test_row_34_a_circle_is_refused_and_its_way_is_named(site_home):
    redirect("/a", "/b")
    redirect("/b", "/c")

    with pytest.raises(ValidationError, match="/c → /a") as refused:
        redirect("/c", "/a")

    assert "lead back" in str(refused.value)
    assert not Redirect.objects.filter(old_path="/c").exists()


@pytest.mark.parametrize("target", ["/a", "/a/", "http://testserver/a/", "/a/?x=1", "/a#part"])
def test_row_34_nothing_leads_to_itself(site_home, target):
    with pytest.raises(ValidationError):
        redirect("/a/", target)


def test_row_34_circles_that_were_written_past_us_end_in_404(site_home, at):
    Redirect.objects.bulk_create(
        [
            Redirect(old_path="/a", redirect_link="/b"),
            Redirect(old_path="/b", redirect_link="/c/"),
            Redirect(old_path="/c", redirect_link="/a"),
            Redirect(old_path="/self", redirect_link="/self/"),
        ]
    )

    assert {at(path)[0] for path in ("/a/", "/b/", "/c/", "/self/")} == {404}


def test_row_34_chains_that_were_written_past_us_are_followed_to_their_end(article, at):
    Redirect.objects.bulk_create(
        [
            Redirect(old_path="/a", redirect_link="/b"),
            Redirect(old_path="/b", redirect_link="/c", is_permanent=False),
            Redirect(old_path="/c", redirect_page=article),
            Redirect(old_path="/d", redirect_link="/e"),
        ]
    )
    GoneAddress.objects.create(path="/e")

    assert at("/a/") == (302, article.url)  # one step of it was for a while only
    assert at("/c/") == (301, article.url)
    assert at("/d/") == (410, "")


def test_row_34_a_live_page_wins_over_a_redirect_at_its_address(article, at):
    redirect(article.url, "https://example.org/")
    redirect("/a", article.url.rstrip("/"))

    assert at(article.url) == (200, "")
    assert at(article.url.rstrip("/")) == (301, article.url)
    assert at("/a") == (301, article.url)
    assert at("/blog/?page=99") == (404, "")


def test_row_34_a_redirect_for_a_while_is_a_302_and_one_for_good_a_301(site_home, at):
    redirect("/now", "https://example.org/", is_permanent=False)
    redirect("/ever", "https://example.org/")

    assert at("/now/") == (302, "https://example.org/")
    assert at("/ever/") == (301, "https://example.org/")


def test_row_34_a_redirect_to_an_unpublished_page_waits_for_it(article, at):
    redirect("/a", article)
    article.unpublish()

    assert at("/a/") == (404, "")

    article.save_revision().publish()
    assert at("/a/") == (301, article.url)


# --- the query string --------------------------------------------------------------------------


def test_row_34_what_stands_behind_the_question_mark_goes_along(article, at):
    redirect("/a", article)
    redirect("/b", "/nothing-yet/?x=1")
    redirect("/c", "https://example.org/")
    redirect("/d?id=7", article)
    redirect("/e", "/nothing-yet/#part")

    assert at("/a/?page=2&q=%22x%22") == (301, f"{article.url}?page=2&q=%22x%22")
    assert at("/b/?page=2") == (301, "/nothing-yet/?x=1")
    assert at("/c/?token=secret") == (301, "https://example.org/")
    assert at("/d/?id=7") == (301, article.url)
    assert at("/d/?id=8") == (404, "")
    assert at("/e/?a=b") == (301, "/nothing-yet/?a=b#part")


# --- tricks ------------------------------------------------------------------------------------

HOSTILE = [
    *(
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
    ),
    *("javascript:alert(1)", "data:text/html,x", "https:evil.example", "http:///evil.example"),
    *("https://testserver@evil.example/", "https://user:pw@evil.example/", "ftp://evil.example/"),
    *("evil.example", "/a\r\nSet-Cookie: x=y", "https://[broken", "/\u202egnp.exe"),
]


@pytest.mark.parametrize("target", HOSTILE)
def test_row_34_a_target_that_plays_a_trick_is_refused_and_never_answered(site_home, target, at):
    with pytest.raises(ValidationError):
        redirect("/a", target)

    Redirect.objects.bulk_create([Redirect(old_path="/a", redirect_link=target)])
    assert at("/a/") == (404, "")


@pytest.mark.parametrize(
    "path", ["/%2F%2Fevil.example/", "/%2Fevil.example/", "/a/%00", "/a%0d%0a"]
)
def test_row_34_no_request_makes_up_a_target(site_home, path, at):
    redirect("/evil.example", "/b/")

    assert at(path)[0] in {301, 404}
    assert not at(path)[1].startswith(("//", "http"))


def test_row_34_odd_and_long_addresses_are_only_not_found(site_home, at):
    for path in (f"/{'x' * 3000}/", "/%ff%fe/", "/emoji-😀/", "/a;b=c/", f"/{'a/' * 400}"):
        assert at(path)[0] == 404, path


def test_row_34_addresses_in_other_scripts_are_found_however_they_are_written(article, at):
    redirect("/über-uns", article)

    assert at("/über-uns/") == at("/%C3%BCber-uns") == (301, article.url)
