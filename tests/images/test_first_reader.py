"""On a fresh site every picture is ready before the first reader comes."""

from images.tasks import make_images_of_pages
from pages.models import SitePage
from tests.factories import ImageFactory


def test_all_pictures_of_pages_are_made_at_once(
    database_to_commit_to, django_db_blocker, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    with django_db_blocker.unblock():
        image = ImageFactory(size=(900, 500))
        page = SitePage(title="A page with a picture", share_image=image)

        count = make_images_of_pages([page, page])

        made = list(image.renditions.values_list("filter_spec", flat=True))
    assert count == 1
    assert made == ["fill-1200x630|format-jpeg|jpegquality-82"]
