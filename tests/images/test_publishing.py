"""Renditions are made when a page is published, before its readers come."""

import pytest

from tests.factories import ImageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published_page(site_home, django_capture_on_commit_callbacks):
    image, in_body = ImageFactory(size=(900, 500)), ImageFactory(size=(900, 500))
    page = StandardPageFactory(
        parent=site_home,
        hero_image=image,
        body=[("image", {"image": in_body, "caption": "", "credit": ""})],
    )
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    return page


def specs_of(image):
    return set(image.renditions.values_list("filter_spec", flat=True))


def test_images_of_fields_and_of_the_body_are_ready(published_page):
    in_body = published_page.body[0].value["image"]

    assert "width-480|format-webp" in specs_of(in_body)
    assert {"fill-640x320|format-webp", "fill-1200x630|format-jpeg|jpegquality-82"} <= specs_of(
        published_page.hero_image
    )


def test_a_reader_waits_for_none(client, published_page, monkeypatch):
    def made_on_a_readers_request(*args, **kwargs):
        raise AssertionError("a reader had to wait for a rendition")

    monkeypatch.setattr(
        "images.models.ClinicImage.generate_rendition_file", made_on_a_readers_request
    )

    html = client.get(published_page.url).content.decode()

    assert html.count("<picture>") == 2


def test_nothing_is_made_that_is_there(published_page, django_capture_on_commit_callbacks):
    before = set(published_page.hero_image.renditions.values_list("pk", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        published_page.save_revision().publish()

    assert set(published_page.hero_image.renditions.values_list("pk", flat=True)) == before
