"""`manage.py seo_audit`, as people and machines run it."""

import pytest

from pages.models import SitePage
from tests.factories import ArticlePageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sound_page(site_home):
    """A page with nothing to say of it beside what every page shows."""
    return StandardPageFactory(
        parent=site_home,
        title="About",
        slug="about",
        seo_title="What we do for people with migraine, and how",
        search_description="D" * 130,
    )


def test_a_page_is_named_by_its_id_its_path_or_its_address(seo_audit, sound_page):
    by_id = seo_audit(str(sound_page.pk), "--json")

    assert by_id.document["pages"] == 1
    assert {each["page"] for each in by_id.document["findings"]} == {sound_page.absolute_url}
    assert seo_audit("/about/", "--json").output == by_id.output
    assert seo_audit(sound_page.absolute_url, "--json").output == by_id.output


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("999999", "There is no page with the id 999999."),
        ("/nowhere/", "http://testserver/nowhere/ is not there (it answers 404)."),
        ("/robots.txt", "http://testserver/robots.txt is no page (it answers 200)."),
        ("/about", "http://testserver/about leads to http://testserver/about/: name that."),
        ("https://other.example/", "“https://other.example/” is no page of this site: "),
        ("about", "“about” is no page of this site: "),
        ("http://[", "“http://[” is no address."),
    ],
)
def test_what_is_no_page_is_refused_with_a_sentence(seo_audit, sound_page, named, sentence):
    ended = seo_audit(named)

    assert ended.code == 2
    assert ended.error.startswith(sentence)
    assert ended.output == ""


def test_a_page_that_is_not_published_is_refused(seo_audit, sound_page):
    sound_page.unpublish()

    ended = seo_audit(str(sound_page.pk))

    assert ended.code == 2
    assert ended.error == f"Nobody can open page {sound_page.pk}, “About”: publish it first."


def test_it_ends_with_1_from_the_level_on_that_ci_minds(seo_audit, sound_page):
    assert seo_audit("/about/").code == 0
    assert seo_audit("/about/", "--fail-on", "problem").code == 0
    improve = seo_audit("/about/", "--fail-on", "improve")

    assert improve.code == 1
    assert improve.error.endswith("to be mended.")


def test_machines_get_a_document_of_a_stable_shape(seo_audit, sound_page):
    document = seo_audit("--json").document

    assert set(document) == {"format", "site", "findings", "pages", "is_complete", "counts"}
    assert document["format"] == 1
    assert document["site"] == "http://testserver"
    assert set(document["counts"]) == {"good", "improve", "problem"}
    for finding in document["findings"]:
        assert set(finding) == {"page", "code", "level", "message", "place"}
    assert sum(document["counts"].values()) == len(document["findings"])


def test_people_get_a_heading_for_each_page_and_a_sum(seo_audit, sound_page):
    lines = seo_audit("/about/").output.splitlines()

    assert "http://testserver/about/" in lines
    assert any(line.startswith("  improve  og-image-small: ") for line in lines) or any(
        line.startswith("  improve  ") for line in lines
    )
    assert lines[-1].startswith("1 page: 0 problems, ")


def test_what_is_good_is_only_told_to_who_asks(seo_audit, sound_page):
    assert "title-good" not in seo_audit("/about/").output
    assert "title-good" in seo_audit("/about/", "--verbosity=2").output


def test_a_limit_leaves_pages_out_and_says_so(seo_audit, sound_page):
    ended = seo_audit("--limit=1", "--json")

    assert ended.document["pages"] == 1
    assert not ended.document["is_complete"]
    assert "--limit has left them out" in seo_audit("--limit=1").output


def test_a_limit_that_is_no_number_is_refused(seo_audit):
    for limit in ("0", "-1", "many"):
        ended = seo_audit(f"--limit={limit}")
        assert ended.code == 1  # call_command: on a command line argparse ends with 2
        assert "is not a number from 1 on" in ended.error


def test_many_findings_of_a_kind_are_counted(seo_audit, published_blog):
    from tests.audit.conftest import write

    article = ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
    write(article, "".join(f'<p><a href="/nowhere/{n}/">x</a></p>' for n in range(25)))

    ended = seo_audit(str(article.pk), "--json")

    told = [each for each in ended.document["findings"] if each["code"] == "link-broken"]
    assert len(told) == 10
    assert told[-1]["message"].endswith("(And 15 more of this kind.)")


def test_the_site_is_asked_as_nobody_in_particular(seo_audit, sound_page):
    SitePage.objects.get(pk=sound_page.pk).view_restrictions.create(restriction_type="login")

    assert seo_audit(str(sound_page.pk)).code == 2
