"""The picture that stands for a page when it is shared."""

from dataclasses import asdict

from images import renditions
from images.models import ClinicImage
from seo.metadata import Picture


def share_picture(image: ClinicImage | None) -> Picture | None:
    """Return the image cut by its focal point to what social networks want."""
    shared = renditions.share_picture(image)
    return Picture(**asdict(shared)) if shared else None
