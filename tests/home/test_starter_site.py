"""The starter site in the database, as the operator loads it and readers meet it."""

import re
from colorsys import rgb_to_hsv
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import Site

from blog.comments.models import CommentSettings, ReaderComment
from blog.models import ArticlePage
from home.models import HomePage, StandardPage, StarterPart
from home.starter import loader
from home.starter.articles import ARTICLES
from home.starter.loader import StarterSite
from home.starter.pages import PAGES
from images.models import ClinicImage
from organization.models import Clinic, SearchAndSocial
from pages.models import SitePage

ILLUSTRATIONS = Path(loader.__file__).parent / "illustrations"
PATHS = [plan.path for plan in [*PAGES, *ARTICLES]]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


class Page(HTMLParser):
    """What the tests ask of a page's HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if attrs.get("id")]


def load(samples: bool = True) -> list[str]:
    said: list[str] = []
    StarterSite(said.append).load(samples=samples)
    return said


def everything() -> dict:
    """Every row of ours and of Wagtail's, to see that nothing has changed."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if not model._meta.label.startswith(("sessions.", "django_tasks"))
    }


# --- what readers meet --------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers_with_one_heading_and_every_image_described(client, path):
    response = client.get(path)
    page = Page(response.content.decode())

    assert response.status_code == 200
    assert len(page.all("h1")) == 1
    assert all("alt" in image for image in page.all("img"))
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("path", PATHS)
def test_links_within_the_site_lead_to_pages_of_it(client, path):
    page = Page(client.get(path).content.decode())

    inside = {link["href"].partition("#")[0] for link in page.all("a") if "href" in link}
    to_pages = {href for href in inside if re.fullmatch(r"(/[a-z0-9-]+)*/", href)}

    # The rooms' own addresses are theirs to test.
    assert {h for h in to_pages if not h.startswith(("/search/", "/comments/", "/blog/feed"))} <= {
        *PATHS
    }


def test_citations_and_references_of_the_migraine_article_are_linked_both_ways(client):
    page = Page(client.get("/blog/migraine-vs-headache-ketamine/").content.decode())

    links = {link["href"] for link in page.all("a") if "href" in link}
    references = {f"reference-{number}" for number in range(1, 8)}

    assert references <= set(page.ids)
    assert {f"#{name}" for name in references} <= links
    assert {link[1:] for link in links if link.startswith("#cite-")} <= set(page.ids)


def test_the_migraine_picture_is_described(client):
    page = Page(client.get("/blog/migraine-vs-headache-ketamine/").content.decode())

    assert any("rubs her temple with two fingers" in image["alt"] for image in page.all("img"))


def test_no_address_hours_or_telephone_number_is_shown(client):
    for path in ("/locations/", "/locations/destin/", "/locations/inlet-beach/", "/"):
        html = client.get(path).content.decode()

        assert not {*re.findall(r'"tel:([^"]*)"', html)} - {"911", "988"}
        assert "streetAddress" not in html
        assert "openingHours" not in html


def test_articles_say_that_nobody_has_reviewed_them_yet(client):
    html = client.get("/blog/migraine-vs-headache-ketamine/").content.decode()

    assert "not yet medically reviewed" in html.lower()
    assert "reviewedBy" not in html


def test_readers_see_the_sample_comments_that_were_approved_and_no_others(client):
    html = client.get("/blog/migraine-vs-headache-ketamine/").content.decode()

    assert "This is a sample reply." in html
    assert "waits for a moderator" not in html
    assert "Cheap pills" not in html


# --- what the loader leaves behind --------------------------------------------------------------


def test_moderators_find_something_in_every_place():
    statuses = set(ReaderComment.objects.values_list("status", flat=True))

    assert statuses == {"approved", "pending", "spam"}
    assert ReaderComment.objects.filter(depth=2).exists()
    assert all(
        "ample" in name for name in ReaderComment.objects.values_list("author_name", flat=True)
    )


def test_every_block_would_pass_the_editor():
    for page in SitePage.objects.all().specific():
        page.full_clean()
        for field in page._meta.get_fields():
            if hasattr(field, "stream_block"):
                field.stream_block.clean(field.value_from_object(page))


def test_the_site_record_the_share_image_and_the_comment_policy_are_set():
    site = Site.objects.get()

    assert site.root_page.specific == HomePage.objects.get()
    assert SearchAndSocial.objects.get().default_share_image.title == "A crane at sunrise"
    assert CommentSettings.objects.get().policy_page.slug == "comment-policy"


def test_the_clinic_says_in_one_sentence_what_it_does_and_an_editors_sentence_stays():
    assert Clinic.current().description.startswith("Supervised ketamine-assisted therapy")

    Clinic.objects.update(description="Ours.")
    StarterPart.objects.filter(name="settings").delete()
    load()

    assert Clinic.objects.get().description == "Ours."


def test_the_drawings_keep_to_water_sand_and_one_skin_tone():
    """Greens and sand by their hue; anything else is a stray color."""
    strays = {
        f"{drawing.name}: #{color}"
        for drawing in ILLUSTRATIONS.glob("*.svg")
        for color in re.findall(r'"#([0-9A-F]{6})"', drawing.read_text())
        if not (15 <= _hue(color) <= 50 or 150 <= _hue(color) <= 190)
    }

    assert strays == set()


def _hue(color: str) -> float:
    return rgb_to_hsv(*bytes.fromhex(color))[0] * 360


def test_pictures_have_a_description_a_credit_and_a_focal_point():
    for image in ClinicImage.objects.all():
        assert image.description
        assert image.credit
        assert image.has_focal_point()


def test_loading_again_changes_nothing():
    before = everything()

    said = load()

    assert everything() == before
    assert said == [
        "No picture added to the image library: nothing is missing.",
        "No term added to the glossary: nothing is missing.",
        "No page published: nothing is missing.",
        "No sample comment added: nothing is missing.",
    ]


def test_what_editors_changed_moved_or_deleted_stays_as_they_left_it():
    article = ArticlePage.objects.get(slug="migraine-aura-explained")
    article.title, article.slug = "Aura", "aura"
    article.save_revision().publish()
    StandardPage.objects.get(slug="about").delete()
    ReaderComment.objects.filter(status="spam").delete()

    load()

    assert ArticlePage.objects.filter(title="Aura", slug="aura").exists()
    assert not ArticlePage.objects.filter(slug="migraine-aura-explained").exists()
    assert not StandardPage.objects.filter(slug="about").exists()
    assert not ReaderComment.objects.filter(status="spam").exists()


def test_sample_comments_come_only_when_asked_for(capsys):
    StarterPart.objects.filter(name="sample comments").delete()
    before = ReaderComment.objects.count()

    call_command("load_starter_site")
    assert ReaderComment.objects.count() == before

    call_command("load_starter_site", "--samples")
    assert ReaderComment.objects.count() == before + 6
    assert "6 sample comments added." in capsys.readouterr().out


def test_a_page_an_editor_has_already_made_at_an_address_is_left_alone():
    StarterPart.objects.filter(name="page /about/").delete()
    StandardPage.objects.filter(slug="about").update(title="All about us")

    load()

    assert StandardPage.objects.get(slug="about").title == "All about us"


def test_what_stood_in_a_section_that_was_deleted_is_not_brought_back():
    StarterPart.objects.filter(name="page /locations/destin/").delete()
    SitePage.objects.get(slug="locations").delete()

    load()

    assert not SitePage.objects.filter(slug__in=["locations", "destin"]).exists()
