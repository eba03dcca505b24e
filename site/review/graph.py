"""What medical reviews add to the graph: who signed a page, and what somebody signed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils import timezone

from pages.models import SitePage
from people.models import ProfilePage
from review.models import MedicalReview
from review.reviewed import reviewed_by
from review.state import current_review
from seo.nodes import MedicalWebPage, Node, Reference
from seo.nodes import ProfilePage as ProfilePageNode


def review_nodes(page: SitePage) -> Iterable[Node]:
    """Return the page with its reviewer while its review holds; of a person, what they signed."""
    if isinstance(page, ProfilePage):
        yield from _reviewed_nodes(page)
    elif getattr(page, "needs_medical_review", False):
        review = current_review(page)
        if review is not None and review.reviewer is not None:
            yield _reviewed(review, page, by=review.reviewer.schema_node())


def _reviewed_nodes(profile: ProfilePage) -> Iterator[Node]:
    by = Reference(profile.schema_node().id)
    pages = tuple(
        replace(
            _reviewed(review, review.page, by),
            name=review.page.title,
            url=review.page.absolute_url,
        )
        for review in reviewed_by(profile)
    )
    if pages:
        yield ProfilePageNode(id=f"{profile.absolute_url}#webpage", has_part=pages)


def _reviewed(review: MedicalReview, page: SitePage, by: Node | Reference) -> MedicalWebPage:
    return MedicalWebPage(
        id=f"{page.absolute_url}#webpage",
        last_reviewed=timezone.localdate(review.reviewed_on),
        reviewed_by=by,
    )
