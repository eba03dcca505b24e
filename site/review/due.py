"""Which published pages want a reviewer, and why."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import get_page_models
from wagtail.permissions import policy_registry

from pages.models import SitePage
from review.models import MedicalReview
from review.signers import is_reviewer
from review.state import know_latest_reviews, latest_review, why_not_current

SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """A published page that wants a reviewer, now or soon."""

    page: SitePage
    review: MedicalReview | None
    reasons: list[str]

    @property
    def is_urgent(self) -> bool:
        """Whether readers are told already that the page is not reviewed."""
        return bool(self.reasons)


def reviews_due() -> list[Due]:
    """Return the pages that want a reviewer: never reviewed first, then as they fall due."""
    types = [model for model in get_page_models() if model.needs_medical_review]
    if not types:
        return []
    pages = list(SitePage.objects.live().type(*types).defer_streamfields().specific())
    know_latest_reviews(pages)
    due = [Due(page, latest_review(page), why_not_current(page)) for page in pages]
    return sorted((each for each in due if each.is_urgent or _is_soon(each)), key=_order)


def may_see_reviews_due(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Say whether the list is of use to somebody: to editors and to reviewers."""
    return may_edit_pages(user) or is_reviewer(user)


def may_edit_pages(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Say whether somebody opens pages in the editor, not only those sent to them."""
    policy = policy_registry.get_by_type(SitePage)
    return policy.user_has_any_permission(user, ["change", "publish"])


def _is_soon(due: Due) -> bool:
    return due.review is not None and due.review.next_due <= timezone.localdate() + SOON


def _order(due: Due) -> tuple[dt.date, str]:
    return (due.review.next_due if due.review else dt.date.min, due.page.title)
