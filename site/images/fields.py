"""The file of a ClinicImage: whoever stores it, it is drawn afresh and named by chance."""

import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from .reencoding import CleanImage, reencode


def clean_upload(upload: UploadedFile) -> None:
    """Replace the content of an upload by the same image drawn afresh, in place.

    Wagtail may store the request's file by itself, for an editor to describe later: that copy
    must not keep the metadata either.
    """
    clean = reencode(upload)
    upload.seek(0)
    upload.truncate()
    upload.write(clean.data)
    upload.seek(0)
    upload.size = len(clean.data)
    upload.name = f"{(upload.name or '').rpartition('.')[0]}.{clean.extension}"
    upload.clean_image = clean  # type: ignore[attr-defined]


class CleanImageFile(WagtailImageFieldFile):
    """An image file that is re-encoded on its way into the storage."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store the image without its metadata, under a name that tells nothing."""
        clean: CleanImage = getattr(content, "clean_image", None) or reencode(content)
        name = f"{secrets.token_hex(8)}.{clean.extension}"
        super().save(name, ContentFile(clean.data, name=name), save)


class CleanImageField(WagtailImageField):
    """A file field of such files."""

    attr_class = CleanImageFile
