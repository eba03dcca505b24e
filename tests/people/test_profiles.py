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
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    ProfilePageFactory,
    ReviewerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL


def nodes(client: Client, path: str) -> dict[str, dict]:
    """Return the nodes of a page's graph by their `@id`."""
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    found = json.loads(soup.find("script", type="application/ld+json").string)["@graph"]
    return {node["@id"]: node for node in found if "@id" in node}


def test_a_person_is_described_as_one(client: Client, published_blog: PublishedBlog):
    """Row 10: who they are, and who confirms it."""
    ProfilePageFactory(
        parent=published_blog.team,
        title="Amy Sample",
        credentials="MD",
        role="Medical director",
        npi="1234567890",
        license="A license of a board",
        license_url="https://board.example/42",
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
        {
            "@type": "PropertyValue",
            "propertyID": "NPI",
            "value": "1234567890",
            "url": "https://npiregistry.cms.hhs.gov/provider-view/1234567890",
        }
    ]
    assert person["hasCredential"] == [
        {"@type": "EducationalOccupationalCredential", "name": "MD"},
        {
            "@type": "EducationalOccupationalCredential",
            "name": "A license of a board",
            "credentialCategory": "license",
            "url": "https://board.example/42",
        },
    ]
    assert person["sameAs"] == ["https://example.org/amy", "https://example.com/amy"]
    assert person["worksFor"] == {"@id": f"{SITE}/#organization"}
    assert person["image"]
    assert page["@type"] == "ProfilePage"
    assert page["mainEntity"]["@id"] == person["@id"]


def test_readers_see_who_confirms_it(client: Client, published_blog: PublishedBlog):
    """Row 10."""
    ProfilePageFactory(
        parent=published_blog.team,
        title="Amy Sample",
        npi="1234567890",
        license="A license of a board",
        license_url="https://board.example/42",
    )

    soup = BeautifulSoup(client.get("/team/amy-sample/").content, "html.parser")

    shown = {link.get_text(): link["href"] for link in soup.select(".profile__credentials a")}
    assert shown == {
        "A license of a board": "https://board.example/42",
        "1234567890": "https://npiregistry.cms.hhs.gov/provider-view/1234567890",
    }


def test_nothing_is_confirmed_of_somebody_of_whom_nothing_is_known(
    client: Client, published_blog: PublishedBlog
):
    """Row 10: what is blank is left out."""
    author = published_blog.author
    answer = client.get(author.url)

    person = nodes(client, author.url)[f"{author.absolute_url}#person"]

    assert not {"identifier", "hasCredential", "honorificSuffix"} & set(person)
    assert "NPI" not in answer.text
    assert "License" not in answer.text


def test_a_profile_names_what_somebody_wrote(client: Client, published_blog: PublishedBlog):
    """Row 10: of a long list, what this part of it shows."""
    author = published_blog.author
    articles = [
        ArticlePageFactory(
            parent=published_blog.index, main_topic=published_blog.topic, authors=[author]
        )
        for _ in range(11)
    ]

    first = nodes(client, author.url)
    second = nodes(client, f"{author.url}?page=2")

    page = first[f"{author.absolute_url}#webpage"]
    named = [part["@id"] for part in page["hasPart"]]
    assert named == [f"{each.absolute_url}#article" for each in reversed(articles[1:])]
    posting = first[named[0]]
    assert posting["headline"] == articles[-1].title
    assert posting["author"] == [{"@id": f"{author.absolute_url}#person"}]
    [last] = second[f"{author.absolute_url}?page=2#webpage"]["hasPart"]
    assert last["@id"] == f"{articles[0].absolute_url}#article"


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
        ("license_url", "https://board.example/42", "Write what the board confirms"),
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
