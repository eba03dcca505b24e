"""What the medical review adds to a page's node: who signed it, and when."""

from collections.abc import Iterable

from django.utils import timezone

from pages.models import SitePage
from review.state import current_review
from seo.nodes import MedicalWebPage, Node


def review_nodes(page: SitePage) -> Iterable[Node]:
    """Return the page with its reviewer, when it has a current review."""
    if not getattr(page, "needs_medical_review", False):
        return
    review = current_review(page)
    if review is None or review.reviewer is None:
        return
    yield MedicalWebPage(
        id=f"{page.absolute_url}#webpage",
        last_reviewed=timezone.localdate(review.reviewed_on),
        reviewed_by=review.reviewer.schema_node(),
    )
