"""What publishing a page sets in motion."""

from functools import partial
from typing import Any

from django.db import transaction
from wagtail.models import AbstractPage

from delivery.page_cache.purging import purge

from .models import ClinicImage, group_tag, image_changed
from .tasks import images_of, make_images_of_page


def drop_what_shows(instance: ClinicImage, **_kwargs: Any) -> None:
    """Let nobody see an image again that is being deleted."""
    purge(f"image:{instance.pk}", group_tag(instance.pk), hard=True)
    image_changed.send(sender=ClinicImage, image=instance)


def make_images_when_published(instance: AbstractPage, **_kwargs: Any) -> None:
    """Have the renditions of a published page made before its readers come."""
    image_kinds = list(images_of(instance))
    if image_kinds:
        transaction.on_commit(partial(make_images_of_page.enqueue, image_kinds))
