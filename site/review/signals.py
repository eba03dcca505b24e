"""When a signature begins to count."""

from typing import Any

from wagtail.models import Revision

from delivery.page_cache.purging import purge
from pages.models import SitePage
from review.models import MedicalReview, review_tag


def put_in_force(instance: SitePage, revision: Revision, **signal: Any) -> None:
    """Let the reviews of a text count from the moment that readers see it.

    Where the text has changed in substance, the page of whoever signed the old one says so.

    Wagtail also calls a page published when it is only scheduled to be.
    """
    if not instance.live:
        return
    waiting = MedicalReview.objects.filter(revision=revision, in_force_since__isnull=True)
    waiting.put_in_force()
    latest = MedicalReview.objects.in_force().filter(page=instance.pk).first()
    if latest is not None and not latest.covers(instance):
        purge(review_tag(instance.pk))


def drop_what_says_so(instance: MedicalReview, **signal: Any) -> None:
    """Let no page say that it is reviewed when the review is deleted."""
    if instance.in_force_since:
        purge(*instance.tags())
