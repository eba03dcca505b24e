"""ClinicImage and its renditions."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to
from wagtail.search import index

from .fields import CleanImageField

_AFTER_DESCRIPTION = Image.admin_form_fields.index("description") + 1


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


class ClinicRendition(AbstractRendition):
    """One size and format of a ClinicImage, the only form readers are ever served."""

    image = models.ForeignKey(ClinicImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]
