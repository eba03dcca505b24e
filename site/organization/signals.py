"""When a setting that is remembered holds something that is no longer so."""

from typing import Any

from delivery.memory import forget
from images.models import ClinicImage
from organization.models import RememberedSetting


def forget_settings_with(image: ClinicImage, **signal: Any) -> None:
    """Let the settings that point at an image be read again. Its own tag drops what shows it."""
    for setting in RememberedSetting.__subclasses__():
        for name in setting.select_related or ():
            if setting.objects.filter(**{name: image.pk}).exists():
                forget(setting.topic())
