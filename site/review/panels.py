"""What an editor sees of a page's medical review."""

from typing import Any

from django.db.models import Model
from wagtail.admin.panels import Panel

from pages.models import SitePage
from review.models import MedicalReview
from review.state import latest_review, why_not_current


class MedicalReviewPanel(Panel):
    """Who reviewed the page and until when that holds, or why readers are told otherwise."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "review/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the state of the review, and those before it."""
            context = super().get_context_data(parent_context)
            return {**context, **_state(self.instance)}


def medical_review_panel(page_type: type[Model]) -> Panel | None:
    """Return the panel for page types that want a review."""
    if not getattr(page_type, "needs_medical_review", False):
        return None
    return MedicalReviewPanel(heading="Medical review", icon="check")


def _state(page: SitePage) -> dict[str, Any]:
    if page.pk is None:
        return {"review": None, "reasons": [], "earlier": []}
    review = latest_review(page)
    reviews = MedicalReview.objects.filter(page=page.pk).order_by("-reviewed_on")
    return {
        "review": review,
        "reasons": why_not_current(page),
        "earlier": [each for each in reviews[:10] if each != review],
    }
