"""When a signature begins to count."""

from typing import Any

from django.utils import timezone
from wagtail.models import Revision

from pages.models import SitePage
from review.models import MedicalReview


def put_in_force(instance: SitePage, revision: Revision, **signal: Any) -> None:
    """Let the reviews of a text count from the moment that readers see it.

    Wagtail also calls a page published when it is only scheduled to be.
    """
    if not instance.live:
        return
    waiting = MedicalReview.objects.filter(revision=revision, in_force_since__isnull=True)
    waiting.update(in_force_since=timezone.now())
