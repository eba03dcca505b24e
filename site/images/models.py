"""ClinicImage and its renditions."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.dispatch import Signal
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to
from wagtail.search import index

from delivery.page_cache.purging import purge
from delivery.page_cache.tags import shows

from .fields import CleanImageField

# Kept for the library; whoever shows the image shows none of it.
OF_THE_LIBRARY = frozenset(
    {"title", "created_at", "uploaded_by", "collection", "file_size", "file_hash"}
)
_AFTER_DESCRIPTION = Image.admin_form_fields.index("description") + 1


def group_tag(pk: int) -> str:
    """Return the tag of a response that names the files of an image and of many others."""
    return f"images:{pk // 50}"


# Sent in the transaction that changes what readers see of an image. Gives: image.
image_changed = Signal()


class ClinicImage(AbstractImage):
    """An image that says what it shows, or that it is decoration, and who made it."""

    # Width and height again, below it: fields are saved in this order, and both are measured when
    # the clean file is stored.
    file = CleanImageField(upload_to=get_upload_to, width_field="width", height_field="height")
    width = models.IntegerField(editable=False)
    height = models.IntegerField(editable=False)
    # Not `decorative`: Wagtail keeps an attribute of that name for one use of an image in a
    # body, and sets it to False whenever a row is loaded.
    is_decoration = models.BooleanField(
        "decoration only",
        default=False,
        help_text="Tick when the image adds nothing that the text does not say. "
        "Screen readers then pass over it.",
    )
    credit = models.CharField(max_length=200, blank=True, help_text="Who made or owns the image.")

    admin_form_fields = (
        "title",
        "file",
        "description",
        "is_decoration",
        "credit",
        *(
            name
            for name in Image.admin_form_fields
            if name not in {"title", "file", "description"}
        ),
    )
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    @classmethod
    def from_db(cls, db: str, field_names: Sequence[str], values: Sequence[Any]) -> "ClinicImage":
        """Say that a response which reads the row shows the image."""
        image = super().from_db(db, field_names, values)
        shows(f"image:{image.pk}")
        return image

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Drop what shows the image, if it will look or read differently."""
        before = self._as_shown()
        super().save(*args, **kwargs)
        if before and before != self._as_shown():
            purge(f"image:{self.pk}", group_tag(self.pk))
            image_changed.send(sender=type(self), image=self)

    @property
    def default_alt_text(self) -> str:
        """What a screen reader says; empty for decoration. Never the file name."""
        return "" if self.is_decoration else self.description

    def clean(self) -> None:
        """Ask for a description unless the image is marked decorative."""
        super().clean()
        if not self.is_decoration and not self.description.strip():
            raise ValidationError(
                {"description": "Say what the image shows, or mark it as decoration only."}
            )

    def _as_shown(self) -> dict[str, Any] | None:
        """Return what readers see of the image, as the database has it."""
        names = {field.name for field in self._meta.concrete_fields} - OF_THE_LIBRARY
        return type(self)._base_manager.filter(pk=self.pk).values(*names).first()


class ClinicRendition(AbstractRendition):
    """One size and format of a ClinicImage, the only form readers are ever served."""

    image = models.ForeignKey(ClinicImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]
