"""The Markdown twins of pages: who has one, and what is said with it (row 60)."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction, get_page_models

from blog.models import ArticlePage
from clinic.models import (
    AppointmentPage,
    LocationIndexPage,
    LocationPage,
    OpeningHours,
    SpecialHours,
    TreatmentIndexPage,
    TreatmentPage,
)
from content.markdown.nodes import Heading
from delivery.page_cache.assembly import rules
from delivery.page_cache.tags import collecting
from organization.models import Clinic, SearchAndSocial
from pages.twins import Twinned
from people.models import ProfilePage
from tests.content.commonmark import plain, read
from tests.factories import ArticlePageFactory, ImageFactory, StandardPageFactory
from tests.seo.heads import read_head

pytestmark = pytest.mark.django_db

MARKDOWN = "text/markdown; charset=utf-8"
TEXT = [("text", "<p>In <b>plain</b> words.</p>")]


@pytest.fixture(autouse=True)
def media_folder(tmp_path, settings):
    """Keep each test's files to itself."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def twinned(article, published_blog):
    """Return one page of every type that has a twin, by its type."""
    home = published_blog.home
    locations = home.add_child(instance=LocationIndexPage(title="Locations", slug="locations"))
    treatments = home.add_child(instance=TreatmentIndexPage(title="Treatments", slug="treatments"))
    about = StandardPageFactory(parent=home, title="About", slug="about", body=TEXT)
    destin = LocationPage(title="Destin", slug="destin", city="Destin", body=TEXT)
    ketamine = TreatmentPage(title="Ketamine", slug="ketamine", body=TEXT)
    ask = AppointmentPage(title="Appointments", slug="appointments", body=TEXT)
    author = published_blog.author
    author.body = TEXT
    author.save()
    pages = [
        article,
        about,
        author,
        locations.add_child(instance=destin),
        treatments.add_child(instance=ketamine),
        home.add_child(instance=ask),
    ]
    return {type(page): page for page in pages}


def twin_path(page):
    return f"{page.url.rstrip('/')}.md"


def asked_for_markdown(client, page, **more):
    return client.get(page.url, HTTP_ACCEPT="text/markdown, text/html;q=0.9", **more)


WITH_TWIN = [model for model in get_page_models() if issubclass(model, Twinned)]
WITHOUT = [model for model in get_page_models() if not issubclass(model, Twinned)]


def test_every_type_of_page_with_a_story_has_a_twin():
    from content.blocks.stories import Story

    def has_story(model):
        blocks = (getattr(field, "stream_block", None) for field in model._meta.get_fields())
        return any(isinstance(block, Story) for block in blocks)

    assert {model for model in get_page_models() if has_story(model)} == set(WITH_TWIN)


def test_a_page_is_had_as_markdown_at_its_address_with_md_and_at_its_own(client, twinned):
    assert set(twinned) == set(WITH_TWIN)
    for page in twinned.values():
        assert_twins(client, page)


def assert_twins(client, page):
    """Insist on a sound twin at both addresses of a page."""
    by_suffix, by_accept = client.get(twin_path(page)), asked_for_markdown(client, page)

    for answer in (by_suffix, by_accept):
        assert answer.status_code == 200
        assert answer["Content-Type"] == MARKDOWN
        assert answer["Link"] == f'<{page.absolute_url}>; rel="canonical"'
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Content-Location"] == f"{settings.SITE_URL}{twin_path(page)}"
        assert "Accept" in [each.strip() for each in answer["Vary"].split(",")]
        assert not answer.cookies
    assert by_suffix.content == by_accept.content
    [title, *blocks] = read(by_suffix.text)
    assert plain(title.parts) == page.title
    assert title.level == 1
    assert page.absolute_url in by_suffix.text
    words = "dark room" if isinstance(page, ArticlePage) else "In **plain** words."
    assert words in by_suffix.text
    assert all(block.level > 1 for block in blocks if isinstance(block, Heading))


def test_a_page_names_its_twin_and_says_that_it_has_two_faces(client, twinned):
    for page in twinned.values():
        answer = client.get(page.url)

        assert answer["Content-Type"].startswith("text/html")
        assert "Accept" in [each.strip() for each in answer["Vary"].split(",")]
        assert read_head(answer.content).markdown == [f"{settings.SITE_URL}{twin_path(page)}"]


def test_lists_have_no_twin_and_do_not_vary(client, twinned, published_blog):
    assert WITHOUT
    for page in (published_blog.home, published_blog.index, published_blog.topic):
        answer = asked_for_markdown(client, page)

        assert answer["Content-Type"].startswith("text/html")
        assert "Accept" not in [each.strip() for each in answer["Vary"].split(",")]
        assert read_head(answer.content).markdown == []
    assert client.get("/blog.md").status_code == 404
    assert client.get("/index.md").status_code == 404


def test_a_later_part_of_a_list_is_no_twin(client, published_blog, monkeypatch):
    monkeypatch.setattr(ProfilePage, "per_page", 1)
    for _ in range(2):
        ArticlePageFactory(
            parent=published_blog.index,
            main_topic=published_blog.topic,
            authors=[published_blog.author],
        )

    second = client.get(f"{published_blog.author.url}?page=2", HTTP_ACCEPT="text/markdown")

    assert second["Content-Type"].startswith("text/html")
    assert read_head(second.content).markdown == []


# --- who has none ----------------------------------------------------------------------------


def hide_site(page):
    setting = SearchAndSocial.current()
    setting.hide_from_search_engines = True
    setting.save()


def switch_off(page):
    setting = SearchAndSocial.current()
    setting.offer_markdown = False
    setting.save()


def publish_with(**values):
    def act(page):
        for name, value in values.items():
            setattr(page, name, value)
        page.save_revision().publish()

    return act


STILL_READ = {
    "switched off": switch_off,
    "site hidden": hide_site,
    "noindex": publish_with(noindex=True),
    "no longer in search engines": publish_with(
        unavailable_after=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    ),
    "at home elsewhere": publish_with(canonical_override="https://example.org/its-home/"),
    "not to be quoted": publish_with(nosnippet=True),
    "not a letter of it": publish_with(max_snippet=0),
}


@pytest.mark.parametrize("why", STILL_READ)
def test_what_machines_are_not_invited_to_has_no_twin_and_is_html_for_everybody(
    client, article, why
):
    STILL_READ[why](article)

    assert client.get(twin_path(article)).status_code == 404
    answer = asked_for_markdown(client, article)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert "Accept" not in [each.strip() for each in answer["Vary"].split(",")]
    assert read_head(answer.content).markdown == []


def restrict(page):
    PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="a password"
    )


TAKEN_AWAY = {
    "unpublished": lambda page: page.unpublish(),
    "private": restrict,
    "in a private section": lambda page: restrict(page.get_parent()),
    "expired": lambda page: page.unpublish(set_expired=True),
    "deleted": lambda page: page.delete(),
}


@pytest.mark.parametrize("why", TAKEN_AWAY)
def test_what_not_everybody_may_read_has_no_twin(client, article, why):
    TAKEN_AWAY[why](article)

    for answer in (client.get(twin_path(article)), asked_for_markdown(client, article)):
        assert b"dark room" not in answer.content
        assert not answer["Content-Type"].startswith("text/markdown")
    assert client.get(twin_path(article)).status_code in {404, 410}


def test_who_has_the_password_of_a_page_reads_it_as_html(client, article):
    restrict(article)
    restriction = PageViewRestriction.objects.get()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{article.pk}/",
        {"password": "a password", "return_url": article.url},
    )

    answer = asked_for_markdown(client, article)

    assert b"dark room" in answer.content
    assert answer["Content-Type"].startswith("text/html")
    assert client.get(twin_path(article)).status_code == 404


def test_a_limit_on_quotations_goes_along(client, article):
    publish_with(max_snippet=160)(article)

    assert client.get(twin_path(article))["X-Robots-Tag"] == "noindex, max-snippet:160"


@pytest.mark.parametrize(
    "path",
    [
        "{page}/x.md",
        "{page}/.md",
        "{page}.md/",
        "{page}.md.md",
        "{page}.MD",
        "{page}/comments/2.md",
        "/x{page}.md",
        "/admin/login.md",
        "/admin.md",
        "/search.md",
        "/blog/feed.md",
        "/documents/1/x.md",
        "/README.md",
        "/.md",
    ],
)
def test_no_other_address_with_md_answers_with_anything_of_a_page(client, article, path):
    answer = client.get(path.format(page=article.url.rstrip("/")), follow=True)

    assert b"dark room" not in answer.content
    assert not answer["Content-Type"].startswith("text/markdown")


def test_only_reading_is_answered(client, article):
    assert client.post(twin_path(article)).status_code == 405
    head = client.head(twin_path(article))
    assert (head.status_code, head["Content-Type"], head.content) == (200, MARKDOWN, b"")


# --- one answer to what is asked -------------------------------------------------------------

RANGES = st.sampled_from(["text/markdown", "text/html", "text/*", "*/*", "TEXT/MARKDOWN", "a"])
WEIGHTS = st.sampled_from(["", ";q=0", ";q=0.2", ";q=0.9", ";q=1", ";q=2", ";charset=utf-8"])
ACCEPT = st.lists(st.builds("{}{}".format, RANGES, WEIGHTS), max_size=5).map(",".join)


@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(accept=ACCEPT | st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30))
def test_the_page_cache_keeps_apart_what_the_page_tells_apart_and_nothing_else(article, accept):
    request = RequestFactory().get(article.url, HTTP_HOST="testserver", HTTP_ACCEPT=accept)

    answer = article.serve(request)

    question = rules().question(request.META)
    is_markdown = answer["Content-Type"].startswith("text/markdown")
    assert (question.variant == "markdown") == is_markdown


# --- what the pages say ----------------------------------------------------------------------


def test_a_location_says_where_it_is_how_to_reach_it_and_when_it_is_open(client, twinned):
    location = twinned[LocationPage]
    location.street, location.state, location.arrival = "1 Sample Way", "FL", "Park behind."
    location.email, location.photo = "destin@example.org", ImageFactory()
    today = timezone.localdate()
    for weekday in (0, 1):
        location.opening_hours.add(
            OpeningHours(weekday=weekday, opens=dt.time(9), closes=dt.time(12, 30))
        )
    location.opening_hours.add(OpeningHours(weekday=4, by_appointment=True))
    location.special_hours.add(SpecialHours(starts_on=today, label="A holiday"))
    location.special_hours.add(SpecialHours(starts_on=today - dt.timedelta(days=1), label="Over"))
    location.save()
    clinic = Clinic.current()
    clinic.telephone = "850 555 0100"
    clinic.save()

    with collecting() as shown:
        written = client.get(twin_path(location)).text

    assert "- **Address:** 1 Sample Way, Destin, FL\n" in written
    assert "- **Telephone:** [850 555 0100](tel:" in written
    assert "[destin@example.org](mailto:destin@example.org)" in written
    assert "## Getting here\n\nPark behind.\n" in written
    assert "- **Monday and Tuesday:** 9:00 a.m. to 12:30 p.m.\n" in written
    assert "- **Friday:** By appointment\n" in written
    assert f", {today.year}, A holiday:** Closed" in written
    assert "Over" not in written
    assert timezone.localdate(shown.changes_at) == today + dt.timedelta(days=1)


def test_an_author_is_introduced_with_what_they_wrote(client, twinned, published_blog, article):
    author = published_blog.author
    author.credentials, author.same_as = "MD", "https://example.org/ann"
    author.save()

    written = client.get(twin_path(author)).text

    assert written.startswith(f"# {author.title}, MD\n\nWrites plainly about headaches.\n")
    assert "- **Role:** Writer\n" in written
    assert "[https://example.org/ann](https://example.org/ann)" in written
    assert f"## Articles\n\n- [{article.title}]({article.absolute_url})\n" in written


def test_the_way_to_an_appointment_leads_to_the_form(client, twinned):
    page = twinned[AppointmentPage]

    assert f"[Ask for an appointment]({page.absolute_url}#appointment)" in (
        client.get(twin_path(page)).text
    )


def test_a_treatment_says_whether_it_is_reviewed_and_that_it_is_no_advice(client, twinned):
    written = client.get(twin_path(twinned[TreatmentPage])).text

    assert "- **Medical review:** Not yet medically reviewed\n" in written
    assert Clinic.current().medical_disclaimer in written
