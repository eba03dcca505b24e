"""Who may sign a medical review, and what somebody lacks who would like to."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState

from pages.models import SitePage
from people.models import ProfilePage
from review.models import MedicalReviewTask


class SigningPanel(Component):
    """A reviewer's first screen: what waits, and whether they can sign it."""

    name = "signing"
    template_name = "review/signing_panel.html"
    order = 215  # right above Wagtail's list of what waits

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Say as whom they sign, or why they cannot yet."""
        return {
            "signs_as": ProfilePage.objects.signing_as(self.user),
            "lacking": why_not_signing(self.user),
            "waiting": TaskState.objects.reviewable_by(self.user).count(),
            "due_url": reverse("review:due"),
        }


def is_reviewer(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Say whether medical text is sent to somebody for a signature."""
    return MedicalReviewTask.objects.filter(active=True, groups__user=user).exists()


def why_not_signing(user: AbstractBaseUser | AnonymousUser) -> str:
    """Say what keeps somebody from signing, and who can mend it; nothing when they can sign."""
    if ProfilePage.objects.signing_as(user):
        return ""
    profile = ProfilePage.objects.filter(user=user).first()
    if profile is None:
        return (
            "You cannot sign yet, because no profile is connected with your account. Ask an "
            "editor to open your page under Team and to choose your account in its Settings tab."
        )
    if not profile.live:
        return (
            f"You cannot sign yet, because your profile, “{profile.title}”, is not published. "
            "Ask an editor to publish it."
        )
    return (
        f"You cannot sign yet, because your profile, “{profile.title}”, names no credentials. "
        "Ask an editor to fill them in, such as “MD”, and to publish it."
    )


def tell_why_not_signing(request: HttpRequest, page: SitePage) -> None:
    """Tell a reviewer who opens a text that is theirs to sign why there is no “Approve”."""
    if request.method != "GET":
        return
    task = page.current_workflow_task
    if not isinstance(task, MedicalReviewTask) or not is_reviewer(request.user):
        return
    if lacking := why_not_signing(request.user):
        messages.warning(request, lacking)
