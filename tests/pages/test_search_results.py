"""Rows 1, 2 and 4: what a page says of itself to search results, and where it then stands."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.rich_text import RichText

from delivery.page_cache.tags import collecting
from organization.models import SearchAndSocial
from tests.factories import (
    ArticlePageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    StandardPageFactory,
)
from tests.seo.heads import assert_sound

pytestmark = pytest.mark.django_db


def set_titles(**patterns):
    """Save patterns of titles."""
    setting = SearchAndSocial.objects.first() or SearchAndSocial()
    for name, pattern in patterns.items():
        setattr(setting, name, pattern)
    setting.full_clean()
    setting.save()


def head_at(client, path):
    return assert_sound(client.get(path).content)


# --- row 1 ----------------------------------------------------------------------------------


def test_each_kind_of_page_has_a_pattern_for_its_title(client, published_blog):
    article = ArticlePageFactory(
        parent=published_blog.index, title="Light hurts", main_topic=published_blog.topic
    )
    set_titles(
        title_of_article="{title} {separator} {topic} {separator} {site}", title_separator="–"
    )

    topic = published_blog.topic.title
    assert head_at(client, article.url).title == f"Light hurts – {topic} – The Crane Center"
    assert head_at(client, published_blog.author.url).title.startswith(
        f"{published_blog.author.title}, {published_blog.author.role} – "
    )


def test_a_kind_without_a_pattern_follows_the_one_for_every_page(client, published_blog):
    set_titles(title_pattern="{site}: {title}")

    head = head_at(client, published_blog.index.url)

    assert head.title == f"The Crane Center: {published_blog.index.title}"


def test_a_location_names_its_town_unless_its_name_does(client, site_home):
    places = LocationIndexPageFactory(parent=site_home)
    office = LocationPageFactory(parent=places, title="Harbor office", city="Destin")
    destin = LocationPageFactory(parent=places, title="Destin", city="Destin")

    assert head_at(client, office.url).title == "Harbor office | Destin | The Crane Center"
    assert head_at(client, destin.url).title == "Destin | The Crane Center"


@pytest.mark.parametrize("wrong", ["{titel}", "{title", "{site}"])
def test_a_wrong_pattern_is_refused_with_the_reason(wrong):
    with pytest.raises(ValidationError) as refused:
        SearchAndSocial(title_of_article=wrong).full_clean()

    assert set(refused.value.message_dict) == {"title_of_article"}


def test_a_wrong_pattern_in_the_database_breaks_no_page(client, site_home):
    SearchAndSocial.objects.create(title_pattern="{nonsense")

    assert head_at(client, site_home.url).title


def test_the_editor_of_patterns_shows_what_may_stand_in_them(admin_client):
    page = admin_client.get("/admin/settings/organization/searchandsocial/", follow=True)

    assert page.status_code == 200
    assert "{town}" in page.text
    assert "“Our clinic | Destin | The Crane Center”" in page.text


def test_the_home_page_is_never_called_home(client, site_home):
    assert site_home.title == "Home"

    assert head_at(client, "/").title.startswith(site_home.headline)


# --- row 2 ----------------------------------------------------------------------------------


def test_a_page_without_a_description_is_described_by_its_introduction(client, site_home):
    page = StandardPageFactory(parent=site_home, slug="x", introduction="Who we are. And why.")

    assert head_at(client, page.url).meta("description") == "Who we are. And why."


def test_a_page_without_an_introduction_is_described_by_its_text(client, site_home):
    body = [("text", RichText("<p>We see people in <b>Destin</b>.</p><p>Come in.</p>"))]
    page = StandardPageFactory(parent=site_home, slug="x", body=body)

    assert head_at(client, page.url).meta("description").startswith("We see people in Destin.")


def test_a_page_without_a_word_is_told_from_the_others_all_the_same(client, site_home):
    pages = [StandardPageFactory(parent=site_home, title=title) for title in ("One", "Two")]

    one, two = (head_at(client, page.url).meta("description") for page in pages)

    assert one
    assert one != two


def test_a_list_without_an_introduction_is_described_by_what_it_lists(client, published_blog):
    topic = published_blog.topic
    topic.introduction = ""
    topic.save()
    ArticlePageFactory(parent=published_blog.index, title="Light hurts", main_topic=topic)

    assert head_at(client, topic.url).meta("description") == f"{topic.title}: Light hurts."


# --- row 4 ----------------------------------------------------------------------------------


@pytest.fixture
def hidden_ways(published_blog):
    """Articles that are kept out of search engines in every way there is, by how."""
    yesterday = timezone.now() - dt.timedelta(days=1)
    ways = {
        "noindex": {"noindex": True},
        "elsewhere": {"canonical_override": "https://other.example/"},
        "over": {"unavailable_after": yesterday},
    }
    return {
        slug: ArticlePageFactory(
            parent=published_blog.index, slug=slug, main_topic=published_blog.topic, **way
        )
        for slug, way in ways.items()
    }


@pytest.mark.parametrize("way", ["noindex", "elsewhere", "over"])
@pytest.mark.parametrize(
    "place", ["/sitemap-blog.xml", "/blog/feed/", "/blog/feed.atom", "related", "indexable"]
)
def test_what_is_kept_out_of_search_engines_stands_nowhere(
    client, published_blog, hidden_ways, way, place
):
    beside = ArticlePageFactory(
        parent=published_blog.index, slug="beside", main_topic=published_blog.topic
    )
    match place:
        case "related":
            shown = [article.slug for article in beside.related]
            seen = beside.slug, *shown
        case "indexable":
            seen = [page.slug for page in type(beside).objects.indexable()]
        case _:
            text = client.get(place).text
            seen = [slug for slug in ("beside", way) if f"/blog/{slug}/" in text]

    assert "beside" in seen
    assert way not in seen


def test_a_pick_that_left_search_engines_is_not_recommended(published_blog, hidden_ways):
    assert not any(article.is_recommended for article in hidden_ways.values())


def test_a_page_leaves_search_engines_by_itself_when_its_day_is_over(client, site_home):
    soon = timezone.now() + dt.timedelta(hours=3)
    page = StandardPageFactory(parent=site_home, slug="event", unavailable_after=soon)
    for path in (page.url, "/sitemap.xml", "/sitemap-home.xml"):
        with collecting() as shown:
            text = client.get(path).text
        assert shown.changes_at == soon, path
    assert f"unavailable_after: {timezone.localtime(soon).isoformat(timespec='seconds')}" in (
        client.get(page.url).text
    )
    assert page.absolute_url in text

    page.unavailable_after = timezone.now()
    page.save()

    assert head_at(client, page.url).robots == "noindex, follow"
    assert page.absolute_url not in client.get("/sitemap-home.xml").text
