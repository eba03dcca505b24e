"""Measuring a picture by its bytes."""

import io
import warnings

from PIL import Image

from seo.audit.images import Measured


def measure(content: bytes, weight: int) -> Measured | None:
    """Return what a picture is; None for what is none. Only its beginning is read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pictures too large to be opened: this one is not
            with Image.open(io.BytesIO(content)) as picture:
                return Measured(picture.get_format_mimetype() or "", *picture.size, weight)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
