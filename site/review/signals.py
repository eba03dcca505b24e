"""When a signature begins to count, and when it is gone."""

from typing import Any

from wagtail.models import Revision

from delivery.page_cache.purging import purge
from pages import thinness
from pages.models import SitePage
from people.models import ProfilePage
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
    settle_reviewers(instance)


def settle_reviewers(instance: SitePage, **signal: Any) -> None:
    """See whether those who have signed a page have enough to show for it that all may read."""
    signed = MedicalReview.objects.in_force().filter(page=instance.pk).order_by()
    if reviewers := set(signed.values_list("reviewer", flat=True)):
        thinness.settle(ProfilePage, reviewers)


def settle_reviewer(instance: MedicalReview, **signal: Any) -> None:
    """See whether who has signed a review that is gone still has enough to show."""
    if instance.reviewer_id:
        thinness.settle(ProfilePage, {instance.reviewer_id})


def drop_what_says_so(instance: MedicalReview, **signal: Any) -> None:
    """Let no page say that it is reviewed when the review is deleted."""
    if instance.in_force_since:
        purge(*instance.tags())
