"""Profiles: who writes and who reviews."""

import json

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from people.models import ProfilePage
from tests.conftest import PublishedBlog
from tests.factories import ImageFactory, ProfilePageFactory, ReviewerFactory, UserFactory

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL


def nodes(client: Client, path: str) -> dict[str, dict]:
    """Return the nodes of a page's graph by their `@id`."""
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    found = json.loads(soup.find("script", type="application/ld+json").string)["@graph"]
    return {node["@id"]: node for node in found if "@id" in node}


def test_a_person_is_described_as_one(client: Client, published_blog: PublishedBlog):
    ProfilePageFactory(
        parent=published_blog.team,
        title="Amy Sample",
        credentials="MD",
        role="Medical director",
        npi="1234567890",
        photo=ImageFactory(),
        same_as="https://example.org/amy\n\nhttps://example.com/amy\n",
    )

    found = nodes(client, "/team/amy-sample/")
    person = found[f"{SITE}/team/amy-sample/#person"]
    page = found[f"{SITE}/team/amy-sample/#webpage"]

    assert person["@type"] == "Person"
    assert person["name"] == "Amy Sample"
    assert person["honorificSuffix"] == "MD"
    assert person["jobTitle"] == "Medical director"
    assert person["identifier"] == [
        {"@type": "PropertyValue", "propertyID": "NPI", "value": "1234567890"}
    ]
    assert person["sameAs"] == ["https://example.org/amy", "https://example.com/amy"]
    assert person["worksFor"] == {"@id": f"{SITE}/#organization"}
    assert person["image"]
    assert page["@type"] == "ProfilePage"
    assert page["mainEntity"]["@id"] == person["@id"]


def test_a_team_is_an_organization(client: Client, published_blog: PublishedBlog):
    ProfilePageFactory(
        parent=published_blog.team, title="Editorial team", kind=ProfilePage.Kind.TEAM
    )

    team = nodes(client, "/team/editorial-team/")[f"{SITE}/team/editorial-team/#person"]

    assert team["@type"] == "Organization"
    assert team["parentOrganization"] == {"@id": f"{SITE}/#organization"}


def test_the_team_page_shows_everybody_in_the_editors_order(
    client: Client, published_blog: PublishedBlog
):
    first, second = (
        ProfilePageFactory(parent=published_blog.team, title=title) for title in ("Zoe", "Amy")
    )
    ProfilePageFactory(parent=published_blog.team, title="Hidden", live=False)

    shown = client.get("/team/").context["profiles"]

    assert shown == [published_blog.author, first, second]


def test_only_people_with_credentials_and_an_active_account_may_sign(
    published_blog: PublishedBlog,
):
    may = ReviewerFactory(parent=published_blog.team)
    ReviewerFactory(parent=published_blog.team, credentials="")
    ReviewerFactory(parent=published_blog.team, user=None)
    ReviewerFactory(parent=published_blog.team, live=False)
    ReviewerFactory(parent=published_blog.team, user=UserFactory(is_active=False))

    assert list(ProfilePage.objects.reviewers()) == [may]
    assert ProfilePage.objects.signing_as(may.user) == may


def test_a_team_has_no_account(published_blog: PublishedBlog):
    team = ProfilePageFactory(parent=published_blog.team, kind=ProfilePage.Kind.TEAM)

    team.user = UserFactory()
    with pytest.raises(ValidationError) as refused:
        team.full_clean()

    assert "A team has no account" in str(refused.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfilePage.objects.filter(pk=team.pk).update(user=team.user)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("npi", "12345", "exactly ten digits"),
        ("same_as", "example.org/amy", "example.org/amy is no web address"),
        ("same_as", "javascript:alert(1)", "is no web address"),
    ],
)
def test_odd_values_are_refused_with_what_to_do(
    published_blog: PublishedBlog, field: str, value: str, says: str
):
    profile = published_blog.author
    setattr(profile, field, value)

    with pytest.raises(ValidationError) as refused:
        profile.full_clean()

    assert says in str(refused.value)


def test_a_copied_profile_leaves_the_account_with_the_original(published_blog: PublishedBlog):
    original = ReviewerFactory(parent=published_blog.team)

    copy = original.copy(update_attrs={"slug": "a-copy"})

    assert copy.user is None
    assert ProfilePage.objects.get(pk=original.pk).user is not None
