"""Images on a page."""

import pytest
from django.template import Context, Template
from django.test import override_settings

from images.models import ClinicImage, ClinicRendition
from images.renditions import (
    copied,
    make_renditions,
    prefetch_for,
    prefetch_images,
    renditions,
    share_picture,
)
from images.sizes import KINDS
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db


def shown(image, arguments='"figure"'):
    source = "{% load images %}{% responsive_image image " + arguments + " %}"
    return Template(source).render(Context({"image": image}))


def test_an_image_is_offered_in_webp_with_its_size_and_its_words():
    html = shown(ImageFactory(size=(1000, 500)))

    assert '<source type="image/webp"' in html
    assert "480w" in html
    assert "1000w" in html
    assert 'width="1000"' in html
    assert 'height="500"' in html
    assert 'alt="Two fingers at a temple"' in html
    assert 'loading="lazy"' in html


def test_a_small_image_is_offered_once():
    assert shown(ImageFactory(size=(60, 40))).count("60w") == 1


def test_what_is_seen_first_is_fetched_first():
    html = shown(ImageFactory(), '"hero" eager=True class="article__hero"')

    assert 'fetchpriority="high"' in html
    assert "lazy" not in html
    assert 'class="article__hero"' in html


def test_decoration_has_nothing_to_say():
    image = ImageFactory(is_decoration=True, description="")

    assert 'alt=""' in shown(ClinicImage.objects.get(pk=image.pk))


def test_words_of_the_page_replace_those_of_the_image():
    html = shown(ImageFactory(title='<script>"'), '"card" alt=image.title')

    assert 'alt="&lt;script&gt;&quot;"' in html


def test_no_image_is_nothing():
    assert shown(None) == ""


@pytest.mark.parametrize(
    "damage", [lambda file: file.unlink(), lambda file: file.write_bytes(b"x")]
)
def test_a_page_stands_without_an_image_whose_file_is_lost_or_damaged(damage, tmp_path, caplog):
    image = ImageFactory()
    damage(tmp_path / image.file.name)

    assert shown(ClinicImage.objects.get(pk=image.pk)) == ""
    assert share_picture(image) is None
    assert f"Image {image.pk} could not be shown" in caplog.text


def test_the_picture_of_a_shared_link_is_exactly_as_large_as_it_says():
    picture = share_picture(ImageFactory(size=(1600, 1600)))

    assert picture.url.startswith("http://testserver/media/images/")
    assert (picture.width, picture.height) == (1200, 630)
    assert picture.mime_type == "image/jpeg"
    assert picture.alt == "Two fingers at a temple"


@override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}})
def test_one_image_or_ten_cost_the_same(django_assert_num_queries):
    images = [ImageFactory() for _ in range(10)]
    for image in images:
        shown(image, '"card"')

    def show(count):
        listed = list(ClinicImage.objects.filter(pk__in=[image.pk for image in images[:count]]))
        prefetch_images(listed, "card")
        return [shown(image, '"card"') for image in listed]

    for count in (1, 10):
        with django_assert_num_queries(2):
            assert all(show(count))


def test_prefetching_for_things_without_images_is_no_trouble():
    class Thing:
        _state = None

    assert prefetch_for([], "photo", "card") == []


def test_only_the_renditions_that_a_page_shows_are_made_objects(monkeypatch):
    image = ImageFactory(size=(2400, 1600))
    make_renditions(image, ("hero", "figure", "card", "share"))
    image = ClinicImage.objects.get(pk=image.pk)
    prefetch_images([image], "hero", "figure", "card", "share")
    made = []
    from_db = ClinicRendition.from_db
    monkeypatch.setattr(ClinicRendition, "from_db", lambda *row: made.append(row) or from_db(*row))

    html = shown(image, '"card"')

    assert "192w" in html
    assert len(made) == len(KINDS["card"].every_spec)


def test_each_use_of_an_image_describes_it_in_its_own_words():
    image = ImageFactory()
    prefetch_images([image], "card")
    one, other = copied(image), copied(image)
    one.description, other.description = "The one", "The other"

    spec = KINDS["card"].fallback_spec
    assert renditions(one, [spec])[spec].alt == "The one"
    assert renditions(other, [spec])[spec].alt == "The other"
