"""Which public pages cannot be kept for everybody, said when the site starts."""

from typing import Any

from django.core.checks import CheckMessage, Warning
from wagtail.models import get_page_models


def pages_are_kept(**options: Any) -> list[CheckMessage]:
    """Warn of each page type that says why it is made anew for every reader."""
    return [
        Warning(
            f"{model._meta.label} is made anew for every reader: {reason}.",
            hint="Readers wait for it, and a crowd of them is felt by the whole site.",
            id="delivery.W001",
        )
        for model in get_page_models()
        if (reason := getattr(model, "never_kept_because", ""))
    ]
