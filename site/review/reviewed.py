"""What somebody with medical credentials has reviewed, as far as readers are told so now."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.core.exceptions import FieldDoesNotExist
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from wagtail.models import get_page_models

from delivery.page_cache.tags import changes_at, shows
from pages import depths
from pages.models import SitePage
from people.models import ProfilePage
from review.models import MedicalReview, review_tag, reviews_tag

MOST = 20
_KEPT = "_reviews_that_hold"


def reviewed_by(profile: ProfilePage) -> list[MedicalReview]:
    """Return the newest reviews that hold of pages that readers can open. Two queries at most.

    They stand on the first part of a profile alone.
    """
    if profile.part_number > 1 or profile.pk is None:
        return []
    if _KEPT not in profile.__dict__:
        profile.__dict__[_KEPT] = _reviews_that_hold(profile)
    return profile.__dict__[_KEPT]


def _reviews_that_hold(profile: ProfilePage) -> list[MedicalReview]:
    shows(reviews_tag(profile.pk))
    of_page = MedicalReview.objects.in_force().filter(page=OuterRef("page"))
    more = depths.deeper(SitePage, depths.NAME, through="page")
    signed = list(
        MedicalReview.objects.in_force()
        .filter(reviewer=profile, next_due__gt=timezone.localdate())
        .filter(pk=Subquery(of_page.values("pk")[:1]))
        .select_related("page")
        .defer(*more)[:MOST]
    )
    changed = dict(_significant_changes(review.page_id for review in signed))
    return [review for review in signed if _holds(review, changed.get(review.page_id))]


def _holds(review: MedicalReview, changed_on: dt.datetime | None) -> bool:
    shows(review_tag(review.page_id))
    if not review.page.is_published or not review.covers_change(changed_on):
        return False
    changes_at(review.falls_due_at)
    return True


def _significant_changes(pages: Iterable[int]) -> Iterator[tuple[int, dt.datetime | None]]:
    """Yield when each page last changed in substance, for those whose type keeps that."""
    ids = list(pages)
    for model in get_page_models() if ids else []:
        if model.needs_medical_review and _keeps_changes(model):
            yield from model.objects.filter(pk__in=ids).order_by().values_list("pk", "updated_on")


def _keeps_changes(model: type[SitePage]) -> bool:
    try:
        return bool(model._meta.get_field("updated_on"))
    except FieldDoesNotExist:
        return False
