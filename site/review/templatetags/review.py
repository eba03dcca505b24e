"""`{% medical_review page as review %}`: who signed a page, while that holds."""

from django import template

from pages.models import SitePage
from review.models import MedicalReview
from review.state import current_review

register = template.Library()


@register.simple_tag
def medical_review(page: SitePage) -> MedicalReview | None:
    """Return the page's current medical review, if there is one."""
    return current_review(page)
