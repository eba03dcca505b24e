"""SEO row 35: whoever takes a page away is asked what readers shall find at its address."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from home.models import StandardPage
from pages.models import SitePage
from redirects.models import GoneAddress
from tests.conftest import in_group
from tests.factories import StandardPageFactory, UserFactory

pytestmark = pytest.mark.django_db

QUESTION = "What shall readers find there?"


@pytest.fixture
def section(site_home) -> StandardPage:
    """A page with two pages below it, one of them a draft."""
    section = StandardPageFactory(parent=site_home, title="About", slug="about")
    StandardPageFactory(parent=section, title="Visits", slug="visits")
    StandardPageFactory(parent=section, title="Draft", slug="draft", live=False)
    return section


@pytest.fixture
def at_work(client):
    """Somebody who may delete whole sections, which editors may not."""
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def other(site_home) -> StandardPage:
    """A page that stays."""
    return StandardPageFactory(parent=site_home, title="Other", slug="other")


def unpublish(page) -> str:
    return reverse("wagtailadmin_pages:unpublish", args=[page.pk])


def delete(page) -> str:
    return reverse("wagtailadmin_pages:delete", args=[page.pk])


def bulk(action: str, *pages) -> str:
    address = reverse("wagtail_bulk_action", args=["pages", "sitepage", action])
    return f"{address}?{'&'.join(f'id={page.pk}' for page in pages)}"


def say(answer: str, **fields) -> dict:
    return {f"address-{name}": value for name, value in {"answer": answer, **fields}.items()}


# --- one page ----------------------------------------------------------------------------------


def test_row_35_unpublishing_asks_first_and_does_nothing_until_answered(at_work, section):
    asked = at_work.post(unpublish(section), {"next": "/admin/pages/"})

    assert QUESTION in asked.content.decode()
    assert "<li>/about</li>" in asked.content.decode()
    assert 'name="next" value="/admin/pages/"' in asked.content.decode()
    section.refresh_from_db()
    assert section.live


def test_row_35_a_page_chosen_as_target_takes_the_readers(client, editor, at, section, other):
    client.force_login(editor)
    client.post(unpublish(section), say("page", page=other.pk))

    assert at("/about/") == (301, "/other/")
    assert at("/about/visits/") == (200, "")


def test_row_35_an_address_works_as_well_and_without_javascript(at_work, at, section, other):
    at_work.post(delete(section), say("link", link="/other/"))

    assert at("/about/") == at("/about/visits/") == (301, "/other/")
    assert at("/about/draft/") == (404, "")


def test_row_35_what_is_gone_answers_410_with_a_page_that_helps(at_work, client, section):
    at_work.post(delete(section), say("gone"))
    client.logout()

    answer = client.get("/about/visits/")

    assert answer.status_code == 410
    text = answer.content.decode()
    assert "The page that was here is gone" in text
    assert '<meta name="robots" content="noindex">' in text
    assert 'value="visits"' in text  # ready to be searched for
    assert client.head("/about/").status_code == 410
    assert client.post("/about/").status_code == 404


def test_row_35_nothing_stays_nothing(at_work, at, section):
    at_work.post(delete(section), say("nothing"))

    assert at("/about/") == (404, "")
    assert not Redirect.objects.exists()


def test_row_35_publishing_again_takes_back_what_was_said(at_work, at, section, other):
    for answer in (say("page", page=other.pk), say("gone")):
        at_work.post(unpublish(section), answer)
        assert at("/about/")[0] in {301, 410}

        section.refresh_from_db()
        section.save_revision().publish()

        assert at("/about/") == (200, "")
        assert not Redirect.objects.exists()
        assert not GoneAddress.objects.exists()


def test_row_35_what_led_to_a_page_leads_where_its_address_does(
    at_work, at, section, other, rename
):
    old = section.url
    section = rename(section, "us")
    at_work.post(unpublish(section), say("page", page=other.pk))
    assert at(old) == (301, "/other/")

    section.refresh_from_db()
    section.save_revision().publish()
    assert at(old) == (301, "/us/")


@pytest.mark.parametrize(("answer", "status"), [("gone", 410), ("page", 301), ("nothing", 404)])
def test_row_35_deleting_a_page_keeps_the_redirects_that_led_to_it(
    at_work, at, section, other, rename, answer, status
):
    rename(section, "us")

    at_work.post(delete(section), say(answer, page=other.pk))

    assert at("/about/")[0] == at("/about/visits/")[0] == at("/us/visits/")[0] == status


def test_row_35_deleting_a_draft_asks_nothing_and_keeps_what_was_said(
    at_work, at, section, other, rename
):
    rename(section, "us")
    at_work.post(unpublish(section), {"include_descendants": "on", **say("page", page=other.pk)})
    assert at("/us/visits/") == (301, "/other/")

    answer = at_work.post(delete(section))

    assert answer.status_code == 302
    assert at("/us/") == at("/about/") == at("/about/visits/") == (301, "/other/")


def test_row_35_an_unpublished_page_that_is_renamed_takes_what_was_said_along(
    at_work, at, section, other, django_capture_on_commit_callbacks
):
    at_work.post(unpublish(section), say("page", page=other.pk))
    draft = SitePage.objects.get(pk=section.pk).specific
    draft.slug = "us"
    with django_capture_on_commit_callbacks(execute=True):
        draft.save()

    assert at("/about/") == at("/us/") == (301, "/other/")
    SitePage.objects.get(pk=section.pk).specific.save_revision().publish()
    assert at("/us/") == (200, "")
    assert at("/about/") == (301, "/us/")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "This field is required"),
        ({"answer": "page"}, "Choose the page"),
        ({"answer": "link", "link": ""}, "Say where it leads to"),
        ({"answer": "link", "link": "//evil.example/"}, "must begin with one"),
        ({"answer": "link", "link": "/nowhere/"}, "There is nothing at /nowhere/"),
        ({"answer": "link", "link": "/about/visits/"}, "taken away as well"),
        ({"answer": "somewhere"}, "not one of the available choices"),
    ],
)
def test_row_35_an_answer_that_cannot_be_is_asked_again(at_work, section, fields, error):
    answer = at_work.post(delete(section), say(**{"answer": "", **fields}))

    assert error in answer.content.decode()
    assert SitePage.objects.filter(pk=section.pk).exists()


def test_row_35_whoever_may_not_make_redirects_is_not_asked(client, section):
    group = Group.objects.get(name="Editors")
    group.permissions.remove(*Permission.objects.filter(codename="add_redirect"))
    client.force_login(in_group("Editors"))

    client.post(unpublish(section))

    section.refresh_from_db()
    assert not section.live
    assert not GoneAddress.objects.exists()


# --- several at once ---------------------------------------------------------------------------


def test_row_35_pages_unpublished_together_are_asked_for_once(at_work, at, section, other):
    asked = at_work.post(bulk("unpublish", section, other), {"include_descendants": "on"})
    text = asked.content.decode()
    assert all(f"<li>{path}</li>" in text for path in ("/about", "/about/visits", "/other"))
    assert 'name="include_descendants" value="on"' in text

    at_work.post(bulk("unpublish", section, other), {"include_descendants": "on", **say("gone")})

    assert [at(path)[0] for path in ("/about/", "/about/visits/", "/other/")] == [410] * 3


def test_row_35_pages_deleted_together_lead_to_one_target(at_work, at, site_home, section, other):
    visits = section.get_children().get(slug="visits")

    at_work.post(bulk("delete", visits, other), say("page", page=section.pk))

    assert at("/about/visits/") == at("/other/") == (301, "/about/")


def test_row_35_publishing_in_bulk_asks_nothing_about_addresses(at_work, section):
    answer = at_work.post(bulk("publish", section))

    assert QUESTION not in answer.content.decode()


# --- by the clock ------------------------------------------------------------------------------


def test_row_35_a_page_whose_time_is_over_is_gone_until_it_comes_back(at, section):
    section.expire_at = timezone.now() - dt.timedelta(minutes=1)
    section.save()

    call_command("publish_scheduled")
    assert at("/about/") == (410, "")

    section.refresh_from_db()
    section.expire_at = None
    section.save_revision().publish()
    assert at("/about/") == (200, "")


def test_row_35_a_page_taken_away_by_a_program_is_only_not_found(at, section):
    section.unpublish()

    assert at("/about/") == (404, "")
