"""The Discussion settings: who may comment, for how long, and what readers are told."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from blog.comments.policy import Approval
from organization.models import RememberedSetting


@register_setting(icon="openquote", order=40)
class CommentSettings(RememberedSetting):
    """How readers may discuss articles."""

    class Mode(models.TextChoices):
        """Whether articles are discussed at all."""

        OPEN = "open", "Open"
        CLOSED = "closed", "Closed: shown, but nobody can add to them"
        HIDDEN = "hidden", "Hidden: neither shown nor open"

    class Rule(models.TextChoices):
        """Whose comments wait for a moderator."""

        HOLD_UNVERIFIED = (
            Approval.HOLD_UNVERIFIED,
            "Comments wait, except those of people you have come to trust",
        )
        HOLD_ALL = Approval.HOLD_ALL, "Every comment waits"

    mode = models.CharField("comments", max_length=10, choices=Mode.choices, default=Mode.OPEN)
    rule = models.CharField(
        "approval",
        max_length=20,
        choices=Rule.choices,
        default=Rule.HOLD_UNVERIFIED,
        help_text="Trusted: a confirmed address with two approved comments and no spam.",
    )
    closes_after_days = models.PositiveIntegerField(
        "close after days",
        default=0,
        help_text="How long after its publication an article can be commented on. 0: for ever.",
    )
    depth = models.PositiveSmallIntegerField(
        "thread depth",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text="How deep replies to replies may go, 1 to 3.",
    )
    threads_a_page = models.PositiveSmallIntegerField(
        "threads a page",
        default=50,
        validators=[MinValueValidator(5), MaxValueValidator(100)],
        help_text="How many threads an article shows before a second page begins, 5 to 100.",
    )
    retention_days = models.PositiveIntegerField(
        "keep spam and trash for days",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="After that they are erased for good.",
    )
    reminder = models.CharField(
        max_length=300,
        default=(
            "Please don't share personal medical details: comments are public. "
            "For questions about your care call us; in an emergency call 911."
        ),
        help_text="One line above the form.",
    )
    disclaimer = models.TextField(
        max_length=600,
        blank=True,
        default="Comments are the opinions of their authors and are not medical advice.",
        help_text="Below the form.",
    )
    policy_page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="comment policy",
        help_text="The page with the rules, linked from the form.",
    )

    panels = [
        MultiFieldPanel(
            ["mode", "rule", "closes_after_days", "depth", "threads_a_page"],
            heading="Who may comment, and for how long",
        ),
        MultiFieldPanel(
            ["reminder", "disclaimer", "policy_page"], heading="What readers are told"
        ),
        MultiFieldPanel(["retention_days"], heading="What is kept"),
    ]

    class Meta:
        verbose_name = "discussion"

    def __str__(self) -> str:
        return "Discussion"
