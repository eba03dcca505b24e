"""`{% medical_review page as review %}`: who signed a page, while that holds.

`{% reviewed_by profile as reviews %}`: what somebody signed.
"""

from django import template

from pages.models import SitePage
from people.models import ProfilePage
from review.models import MedicalReview
from review.reviewed import reviewed_by as reviewed_by_person
from review.state import current_review

register = template.Library()


@register.simple_tag
def medical_review(page: SitePage) -> MedicalReview | None:
    """Return the page's current medical review, if there is one."""
    return current_review(page)


@register.simple_tag
def reviewed_by(profile: ProfilePage) -> list[MedicalReview]:
    """Return the reviews for which somebody stands now, the latest first."""
    return reviewed_by_person(profile)
