"""Whether what a page says about health carries a signature that still holds."""

from typing import TYPE_CHECKING

from django.utils.dateformat import format as format_date

from delivery.page_cache.tags import changes_at, shows
from queries.prepared import Prepared
from review.models import MedicalReview, review_tag

if TYPE_CHECKING:
    import datetime as dt

    from pages.models import SitePage

_KEPT = "_latest_medical_review"


_latest_of = Prepared(
    lambda page: MedicalReview.objects.in_force().with_reviewer().filter(page=page)[:1]
)


def latest_review(page: "SitePage") -> MedicalReview | None:
    """Return the last review of a text that readers have seen. One query a page object."""
    shows(review_tag(page.pk))
    if _KEPT not in page.__dict__:
        page.__dict__[_KEPT] = next(iter(_latest_of(page.pk or 0)), None)
    return page.__dict__[_KEPT]


def know_latest_reviews(pages: "list[SitePage]") -> None:
    """Let many pages know their last review: one query for all of them."""
    reviews = MedicalReview.objects.in_force().with_reviewer()
    latest: dict[int, MedicalReview] = {}
    for review in reviews.filter(page__in=pages):
        latest.setdefault(review.page_id, review)
    for page in pages:
        page.__dict__[_KEPT] = latest.get(page.pk)


def current_review(page: "SitePage") -> MedicalReview | None:
    """Return the review that readers may be told of: none when it is due or overtaken."""
    review = latest_review(page)
    if review is None or not review.is_current(page):
        return None
    changes_at(review.falls_due_at)
    return review


def why_not_current(page: "SitePage") -> list[str]:
    """Say why readers are told that the page is not medically reviewed; nothing when it is."""
    review = latest_review(page)
    if review is None:
        return ["Nobody with medical credentials has reviewed this page yet."]
    reasons = []
    if review.is_due:
        reasons.append(
            f"The last review, by {review.signed_as} on {_day(review.reviewed_on)}, "
            f"was due to be renewed on {_day(review.next_due)}."
        )
    if not review.covers(page):
        reasons.append(
            f"What the page says has changed since {review.signed_as} reviewed it "
            f"on {_day(review.reviewed_on)}."
        )
    return reasons


def why_not_to_publish(page: "SitePage") -> list[str]:
    """Say what a reviewer has not seen of a page as it is about to be published."""
    if not page.needs_medical_review or _is_signed(page):
        return []
    reasons = why_not_current(page)
    if getattr(page, "significant_update", False):
        reasons.append("You marked this as a significant update, and nobody has reviewed it.")
    return reasons


def _is_signed(page: "SitePage") -> bool:
    """Say whether this very draft has a signature that only waits for its publication."""
    signed = MedicalReview.objects.filter(revision=page.latest_revision_id)
    return any(not review.is_due for review in signed)


def _day(day: "dt.date") -> str:
    return format_date(day, "F j, Y")
