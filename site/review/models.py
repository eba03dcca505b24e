"""Who with medical credentials signed which text, when, and until when that holds."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import AbstractGroupApprovalTask, Revision, TaskState

from delivery.page_cache.purging import purge
from pages import dating, depths, thinness
from people.models import ProfilePage
from review.calendar import months_later

if TYPE_CHECKING:
    from accounts.models import User
    from pages.models import SitePage


class MedicalReviewQuerySet(models.QuerySet["MedicalReview"]):
    """Reviews, asked for by what they mean to a reader."""

    def in_force(self) -> "MedicalReviewQuerySet":
        """Reviews of a text that readers have seen, the latest first."""
        return self.filter(in_force_since__isnull=False, reviewer__isnull=False).order_by(
            "-in_force_since", "-pk"
        )

    def with_reviewer(self) -> "MedicalReviewQuerySet":
        """With what a byline shows of the reviewer, in the same query."""
        more = depths.deeper(ProfilePage, depths.CARD, through="reviewer")
        return self.select_related("reviewer").defer(*more)

    def put_in_force(self) -> None:
        """Let reviews count from now on."""
        reviews = list(self.order_by())
        tags = {tag for review in reviews for tag in review.tags()}
        self.update(in_force_since=timezone.now())
        purge(*tags)
        dating.note_change({review.page_id for review in reviews})

    def sign(
        self, revision: Revision, reviewer: ProfilePage, months_until_due: int
    ) -> "MedicalReview":
        """Record that a reviewer stands by a revision. It counts once readers see that text."""
        now = timezone.now()
        return self.create(
            page_id=revision.object_id,
            reviewer=reviewer,
            signed_as=", ".join(filter(None, [reviewer.title, reviewer.credentials])),
            revision=revision,
            reviewed_on=now,
            next_due=months_later(timezone.localdate(now), months_until_due),
        )


def review_tag(page_id: int) -> str:
    """Return the tag of a response that says whether a page is medically reviewed."""
    return f"review:{page_id}"


def reviews_tag(reviewer_id: int) -> str:
    """Return the tag of a response that lists what somebody has reviewed."""
    return f"reviews:by:{reviewer_id}"


class MedicalReview(models.Model):
    """A reviewer's signature under one revision of a page."""

    page = models.ForeignKey(
        "pages.SitePage", on_delete=models.CASCADE, related_name="medical_reviews"
    )
    reviewer = models.ForeignKey(
        "people.ProfilePage", null=True, on_delete=models.SET_NULL, related_name="signed_reviews"
    )
    signed_as = models.CharField(
        max_length=340, help_text="The reviewer's name and credentials on the day."
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_on = models.DateTimeField()
    next_due = models.DateField()
    in_force_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When readers first saw the text that was signed.",
    )

    objects = MedicalReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "medical review"
        ordering = ["-reviewed_on", "-pk"]
        indexes = [models.Index(fields=["page", "-in_force_since"])]

    def __str__(self) -> str:
        return f"{self.page} reviewed by {self.signed_as}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Drop what says whether the page is reviewed, if this counts or did."""
        before = type(self).objects.filter(pk=self.pk, in_force_since__isnull=False)
        tags = {tag for review in before for tag in review.tags()}
        super().save(*args, **kwargs)
        is_new = self.in_force_since is not None and not tags
        if self.in_force_since:
            tags |= set(self.tags())
        purge(*tags)
        if is_new:
            dating.note_change([self.page_id])
        if tags and self.reviewer_id:
            thinness.settle(ProfilePage, {self.reviewer_id})

    def tags(self) -> list[str]:
        """Return the tags of responses that show it: of its page, and of who signed it."""
        signed = [reviews_tag(self.reviewer_id)] if self.reviewer_id else []
        return [review_tag(self.page_id), *signed]

    @property
    def falls_due_at(self) -> dt.datetime:
        """The moment from which it is time to review the page again."""
        midnight = dt.datetime.combine(self.next_due, dt.time.min)
        return timezone.make_aware(midnight)

    @property
    def is_due(self) -> bool:
        """Whether it is time to review the page again."""
        return self.next_due <= timezone.localdate()

    def covers(self, page: "SitePage") -> bool:
        """Whether what the page says has not changed in substance since it was signed."""
        return self.covers_change(getattr(page, "updated_on", None))

    def covers_change(self, updated_on: dt.datetime | None) -> bool:
        """Whether readers saw the text that was signed after, or with, its last real change."""
        return updated_on is None or (
            self.in_force_since is not None and updated_on <= self.in_force_since
        )

    def is_current(self, page: "SitePage") -> bool:
        """Whether readers may be told that the page, as it is now, was reviewed."""
        return not self.is_due and self.covers(page)


class MedicalReviewTask(AbstractGroupApprovalTask):
    """The step of a workflow in which someone with medical credentials signs a text."""

    months_until_due = models.PositiveSmallIntegerField(
        "months until the next review",
        default=12,
        help_text="How long a signature holds when the text does not change.",
    )

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "months_until_due"]

    class Meta:
        verbose_name = "medical review task"

    def get_actions(self, obj: Any, user: "User") -> list[tuple[str, str, bool]]:
        """Offer the signature only to those who may give it; others may ask for changes."""
        actions = super().get_actions(obj, user)
        if ProfilePage.objects.signing_as(user):
            return actions
        return [action for action in actions if action[0] != "approve"]

    @transaction.atomic
    def on_action(
        self, task_state: TaskState, user: "User", action_name: str, **kwargs: Any
    ) -> None:
        """Record the signature, then let the workflow go on: it may publish at once.

        Raises PermissionDenied when someone without credentials tries to sign.
        """
        if action_name == "approve":
            self._sign(task_state, user)
        super().on_action(task_state, user, action_name, **kwargs)

    def _sign(self, task_state: TaskState, user: "User") -> None:
        reviewer = ProfilePage.objects.signing_as(user)
        if reviewer is None or task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise PermissionDenied
        MedicalReview.objects.sign(task_state.revision, reviewer, self.months_until_due)

    @classmethod
    def get_description(cls) -> str:
        """Say in the list of tasks what this one is for."""
        return "Someone with medical credentials and a profile of their own signs the text"
