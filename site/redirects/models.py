"""What Wagtail's Redirect has no word for: what is gone, whole sections, the 404 log."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from redirects.addresses import LONGEST, UnsoundAddressError, old_address, prefix
from redirects.noise import KINDS


class GoneAddress(models.Model):
    """An address that held something once and never will again: its readers get a 410.

    A page that is published there takes it away.
    """

    path = models.CharField("address", max_length=LONGEST, unique=True)
    created_at = models.DateTimeField("since", auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["path"]
        verbose_name = "gone address"
        verbose_name_plural = "gone addresses"

    def __str__(self) -> str:
        return self.path

    def clean(self) -> None:
        """Write the path as it is looked for, or say why it cannot be used."""
        try:
            self.path = Redirect.normalise_path(old_address(self.path))
        except UnsoundAddressError as problem:
            raise ValidationError({"path": str(problem)}) from problem


class SectionRedirect(models.Model):
    """Everything below an address leads to the same place below another, or is gone.

    Pages and redirects of single addresses come first; of two sections, the longer one.
    """

    prefix = models.CharField(
        "old section",
        max_length=LONGEST,
        unique=True,
        help_text="Where the old addresses begin, such as /old-blog/*.",
    )
    is_gone = models.BooleanField(
        "gone for good",
        default=False,
        help_text="Readers are told that what was there is gone (410); there is no new section.",
    )
    target = models.CharField(
        "new section",
        max_length=LONGEST,
        blank=True,
        help_text="What takes the place of the old beginning, such as /blog/ or a whole address.",
    )
    is_permanent = models.BooleanField(
        "permanent",
        default=True,
        help_text="Search engines move what they know to the new addresses.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["prefix"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_gone=True, target="") | (Q(is_gone=False) & ~Q(target="")),
                name="a_section_leads_somewhere_or_is_gone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}/*"

    @property
    def answer(self) -> str:
        """What readers get, in words."""
        if self.is_gone:
            return "Gone (410)"
        return f"{self.target} ({'permanent' if self.is_permanent else 'temporary'})"

    def clean(self) -> None:
        """Write the beginning as it is looked for, or say why it cannot be used."""
        try:
            self.prefix = Redirect.normalise_path(prefix(self.prefix))
        except UnsoundAddressError as problem:
            raise ValidationError({"prefix": str(problem)}) from problem


class MissingAddressQuerySet(models.QuerySet["MissingAddress"]):
    """Addresses that were not found, asked for by what an editor would call them."""

    def waiting(self) -> "MissingAddressQuerySet":
        """Addresses that a reader may have followed and nobody has decided on."""
        return self.filter(kind="", is_ignored=False)

    def ignored(self) -> "MissingAddressQuerySet":
        """Addresses that somebody has looked at and left as they are."""
        return self.filter(kind="", is_ignored=True)

    def noise(self) -> "MissingAddressQuerySet":
        """What machines ask every site for: one row a kind."""
        return self.exclude(kind="")

    def answered(self, paths: Iterable[str]) -> int:
        """Take away addresses that now have an answer."""
        return self.filter(kind="", path__in=list(paths)).delete()[0]

    def forget(self, now: dt.datetime) -> int:
        """Delete what nobody has asked for in a long time, and let old counts fade.

        Returns how many were deleted.
        """
        self.filter(faded_at__lt=now - MissingAddress.FADES_AFTER).update(
            count=Greatest(F("count") / 2, 1), faded_at=now
        )
        return self.filter(last_seen__lt=now - MissingAddress.KEPT_FOR).delete()[0]


class MissingAddress(models.Model):
    """An address readers asked for where nothing is: the path alone, and how often.

    Nothing is known of who asked. `kind` names noise, which is counted in one row a kind.
    """

    # The table never holds more, whoever asks for what.
    MOST = 5_000
    KEPT_FOR = dt.timedelta(days=90)
    FADES_AFTER = dt.timedelta(days=30)

    path = models.CharField("address", max_length=LONGEST)
    kind = models.CharField(max_length=20, blank=True)
    count = models.PositiveIntegerField("times", default=1)
    first_seen = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField("last asked for", default=timezone.now, db_index=True)
    faded_at = models.DateTimeField(default=timezone.now)
    linked_from = models.CharField(
        "linked from", max_length=LONGEST, blank=True, help_text="A page of ours with a dead link."
    )
    is_ignored = models.BooleanField(default=False)

    objects = MissingAddressQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-count", "-last_seen"]
        verbose_name = "address not found"
        verbose_name_plural = "addresses not found"
        constraints = [
            models.UniqueConstraint(fields=["path", "kind"], name="a_missing_address_once")
        ]

    def __str__(self) -> str:
        return KINDS[self.kind].label if self.kind in KINDS else self.path
