"""What a Markdown twin says of the medical review of its page."""

from content.markdown.document import Fact, day
from content.markdown.nodes import words
from pages.models import SitePage
from people.names import named
from review.state import current_review


def who_reviewed(page: SitePage) -> Fact:
    """Return who stands by a page; that nobody does, where that is so."""
    review = current_review(page)
    signed = named(review.reviewer) if review and review.reviewer else ()
    return Fact("Medical review", signed or words("Not yet medically reviewed"))


def when_reviewed(page: SitePage) -> Fact:
    """Return the day of the review that still holds."""
    review = current_review(page)
    return Fact("Reviewed", day(review.reviewed_on) if review else ())
