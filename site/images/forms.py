"""The form that images are uploaded and described with."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .fields import clean_upload
from .reencoding import MovingImageError, UnreadableImageError, pixels

DAMAGED = "This file is damaged or is not an image. Save it again as JPEG or PNG and upload that."
DISGUISED = (
    "This file is called .%(extension)s, but inside it is %(image_format)s. "
    "Save it again as JPEG or PNG and upload that."
)
MOVING = "This is an animation. Upload a still image: JPEG, PNG, WebP, AVIF or HEIC."
TOO_MANY_PIXELS = (
    "This image has too many pixels. Make it smaller, 8,000 by 8,000 at most, and upload it again."
)


class ImageUploadField(WagtailImageField):
    """A file field that measures an image before anything decodes it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages.update(invalid_image=DAMAGED, invalid_image_known_format=DISGUISED)

    def check_image_pixel_size(self, f: Any) -> None:
        """Refuse what is too large or cannot even be measured.

        Wagtail's own check decodes the whole image, and fails on a torn one.
        """
        try:
            count = pixels(f)
        except UnreadableImageError as error:
            raise ValidationError(DAMAGED, code="invalid_image") from error
        if count > self.max_image_pixels:
            raise ValidationError(TOO_MANY_PIXELS, code="file_too_many_pixels")


class ClinicImageForm(BaseImageForm):
    """An image form that says what is wrong with a file and keeps no metadata of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = ImageUploadField(
                label=given.label, required=given.required, widget=given.widget
            )
        if "description" in self.fields:
            self.fields["description"].help_text = (
                "What the image shows, in a sentence, for people who cannot see it. "
                "Needed unless it is decoration only."
            )

    def clean_file(self) -> Any:
        """Draw a new file afresh, so that neither place nor device stays in it."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            try:
                clean_upload(file)
            except MovingImageError as error:
                raise ValidationError(MOVING, code="moving_image") from error
            except UnreadableImageError as error:
                raise ValidationError(DAMAGED, code="invalid_image") from error
        return file

    class Meta(BaseImageForm.Meta):
        pass
