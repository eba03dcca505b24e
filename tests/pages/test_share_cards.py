"""Rows 52 and 53: the picture that goes with a shared link, and the card where there is none."""

import datetime as dt
import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from PIL import Image

from organization.models import Clinic, SearchAndSocial
from pages import cards
from tests.factories import ArticlePageFactory, ImageFactory, StandardPageFactory
from tests.seo.heads import assert_sound

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path, settings) -> Path:
    """Keep each test's files to itself."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def published(site_home, django_capture_on_commit_callbacks):
    """Publish a page with whatever is set to run once that is done."""

    def publish(page=None, **values):
        with django_capture_on_commit_callbacks(execute=True):
            page = page or StandardPageFactory(parent=site_home, **values)
            page.save_revision().publish()
        page.refresh_from_db()
        return page

    return publish


def head_of(client, page):
    return assert_sound(client.get(page.url).content, page.absolute_url)


def test_a_page_without_a_picture_is_shared_with_a_card(client, published):
    page = published(title="About us", slug="about")

    head = head_of(client, page)

    picture = head.meta("og:image").removeprefix(site_settings.SITE_URL)
    assert picture == f"/media/cards/{cards.card_of(page).key}.jpg"
    assert (head.meta("og:image:width"), head.meta("og:image:height")) == ("1200", "630")
    assert head.meta("og:image:type") == "image/jpeg"
    assert head.meta("og:image:alt") == "About us. The Crane Center"
    assert head.meta("twitter:card") == "summary_large_image"
    answer = client.get(picture)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == cards.card_of(page).jpeg()


def test_a_card_is_no_picture_of_the_page(client, published):
    head = head_of(client, published(slug="about"))

    assert "primaryImageOfPage" not in head.node("WebPage")


def test_a_card_names_the_topic_of_an_article(published, published_blog):
    article = published(
        ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
    )

    assert cards.card_of(article).kicker == published_blog.topic.title
    assert article.share_card == cards.card_of(article).key


def test_reading_a_page_draws_nothing(client, site_home, media):
    page = StandardPageFactory(parent=site_home, slug="about")

    head = head_of(client, page)

    assert not head.soup.select('meta[property^="og:image"]')
    assert not (media / "cards").exists()


def test_a_page_with_a_picture_of_its_own_gets_no_card(client, published, media):
    page = published(slug="about", hero_image=ImageFactory(size=(1600, 1200)))

    assert not page.share_card
    assert "/media/images/" in head_of(client, page).meta("og:image")
    assert not (media / "cards").exists()


def test_no_card_is_drawn_while_the_site_has_a_picture_for_all(published):
    SearchAndSocial.objects.create(default_share_image=ImageFactory(size=(1200, 630)))

    assert not published(slug="about").share_card


def test_a_renamed_page_gets_another_card_and_the_page_is_dropped_from_memory(published):
    page = published(title="About", slug="about")
    before = page.share_card
    page.title = "Who we are"

    published(page)

    assert page.share_card == cards.card_of(page).key != before


def test_an_old_version_does_not_bring_its_card_back(published):
    page = published(title="About", slug="about")
    old = page.latest_revision
    page.title = "Who we are"
    published(page)

    assert old.as_object().share_card == page.share_card


def test_a_deleted_image_leaves_a_card_behind(
    client, published, django_capture_on_commit_callbacks
):
    image = ImageFactory(size=(1600, 1200))
    page = published(slug="about", share_image=image)

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    page.refresh_from_db()
    assert page.share_card
    assert "/media/cards/" in head_of(client, page).meta("og:image")


def test_a_picture_whose_file_is_gone_is_a_card_once_published(client, published):
    image = ImageFactory(size=(1600, 1200))
    Path(image.file.path).unlink()
    page = published(slug="about", hero_image=image, share_image=image)

    assert "/media/cards/" in head_of(client, page).meta("og:image")


def test_a_picture_whose_file_is_gone_breaks_no_head(client, site_home):
    image = ImageFactory()
    Path(image.file.path).unlink()

    head_of(client, StandardPageFactory(parent=site_home, slug="x", share_image=image))


def test_another_name_for_the_clinic_redraws_every_card(
    published, django_capture_on_commit_callbacks
):
    page = published(slug="about")
    before = page.share_card

    with django_capture_on_commit_callbacks(execute=True):
        Clinic.objects.create(name="Another name")

    page.refresh_from_db()
    assert page.share_card == cards.card_of(page).key != before


def test_a_picture_for_all_takes_the_cards_away(published, django_capture_on_commit_callbacks):
    page = published(slug="about")

    with django_capture_on_commit_callbacks(execute=True):
        SearchAndSocial.objects.create(default_share_image=ImageFactory(size=(1200, 630)))

    page.refresh_from_db()
    assert not page.share_card


def test_old_cards_are_deleted_once_networks_have_forgotten_them(published, media):
    page = published(title="About", slug="about")
    left_over = media / "cards" / f"{page.share_card}.jpg"
    page.title = "Who we are"
    published(page)
    kept = media / "cards" / f"{page.share_card}.jpg"
    long_ago = time.time() - dt.timedelta(days=40).total_seconds()

    call_command("draw_share_cards", verbosity=0)
    assert left_over.exists()
    for file in (left_over, kept):
        os.utime(file, (long_ago, long_ago))
    call_command("draw_share_cards", verbosity=0)

    assert not left_over.exists()
    assert kept.exists()


def test_the_timer_draws_what_is_missing_and_not_all_at_once(site_home, monkeypatch):
    monkeypatch.setattr(cards, "MOST_AT_ONCE", 2)
    for number in range(3):
        StandardPageFactory(parent=site_home, title=f"Page {number}")

    assert cards.draw_what_is_missing() == 2
    assert cards.draw_what_is_missing() == 2  # and the home page
    assert cards.draw_what_is_missing() == 0


@pytest.mark.parametrize(
    "path", ["cards/../x.jpg", f"cards/{'a' * 32}.png", "cards/", f"cards/{'g' * 32}.jpg"]
)
def test_nothing_else_is_served_from_the_cards(client, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_an_image_is_cut_around_its_focal_point(client, site_home):
    """Row 52: a picture of two halves, with the point of interest in the right one."""
    image = ImageFactory(size=(3000, 630))
    image.focal_point_x, image.focal_point_y = 2700, 300
    image.focal_point_width = image.focal_point_height = 100
    image.save()
    page = StandardPageFactory(parent=site_home, slug="x", share_image=image)

    head = head_of(client, page)

    answer = client.get(head.meta("og:image").removeprefix(site_settings.SITE_URL))
    with Image.open(BytesIO(b"".join(answer.streaming_content))) as cut:
        assert (cut.format, cut.size) == ("JPEG", (1200, 630))
        left, right = (
            cut.convert("RGB").getpixel((5, 300)),
            cut.convert("RGB").getpixel((1195, 300)),
        )
    assert left[0] < 60  # teal, though the middle of the whole image is sand
    assert right[0] < 60
