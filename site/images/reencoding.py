"""Turning what people upload into clean image files.

A photograph from a telephone says where and when it was taken, and by which device. What is
kept here is drawn afresh from the pixels: upright, in sRGB, with nothing hidden beside them.
"""

import sys
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()

# The widest rendition is 2000 pixels; twice that leaves room for cropping.
LONGEST_SIDE = 4000
OPAQUE_MODE, TRANSPARENT_MODE = "RGB", "RGBA"
# Telephones keep a depth map or a burst beside the photograph; only these formats move.
MOVING_FORMATS = {"AVIF", "PNG", "WEBP"}


class UnreadableImageError(ValueError):
    """The file is no image, or a damaged one."""


class MovingImageError(ValueError):
    """The file is an animation."""


@dataclass(frozen=True)
class CleanImage:
    """An image file drawn afresh, and the extension its name should have."""

    data: bytes
    extension: str


def pixels(file: IO[bytes]) -> int:
    """Return how many pixels an image says it has, without reading any of them.

    Raises UnreadableImageError.
    """
    file.seek(0)
    try:
        with Image.open(file) as opened:
            return opened.width * opened.height
    except Image.DecompressionBombError:
        return sys.maxsize
    except Exception as error:
        raise UnreadableImageError from error
    finally:
        file.seek(0)


def reencode(file: IO[bytes]) -> CleanImage:
    """Return an image as a clean file: PNG if it was one or is transparent, else JPEG.

    Raises UnreadableImageError or MovingImageError.
    """
    file.seek(0)
    try:
        with Image.open(file) as opened:
            if opened.format in MOVING_FORMATS and getattr(opened, "is_animated", False):
                raise MovingImageError
            lossless = opened.format == "PNG"
            image = _upright_in_srgb(opened)
    except MovingImageError:
        raise
    except Exception as error:
        # Decoders raise whatever the damage makes them stumble on.
        raise UnreadableImageError from error
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _encode(image, lossless=lossless or image.mode == TRANSPARENT_MODE)


def _upright_in_srgb(opened: Image.Image) -> Image.Image:
    opened.load()
    profile = opened.info.get("icc_profile")
    image = ImageOps.exif_transpose(opened)
    mode = TRANSPARENT_MODE if image.has_transparency_data else OPAQUE_MODE
    if profile and image.mode in {"RGB", "CMYK"}:
        image = _to_srgb(image, profile)
    return image.convert(mode)


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        return ImageCms.profileToProfile(  # type: ignore[return-value]
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=OPAQUE_MODE,
        )
    except ImageCms.PyCMSError:
        # A profile that cannot be read is as good as none: the pixels are.
        return image


def _encode(image: Image.Image, *, lossless: bool) -> CleanImage:
    # A fresh canvas carries none of the chunks, comments and tags of the file it came from.
    canvas = Image.new(image.mode, image.size)
    canvas.paste(image)
    out = BytesIO()
    if lossless:
        canvas.save(out, "PNG")
        return CleanImage(out.getvalue(), "png")
    canvas.save(out, "JPEG", quality=92, optimize=True)
    return CleanImage(out.getvalue(), "jpg")
