"""Which parts of the tree only some may read."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction

from delivery.memory import changed, remembered

TOPIC = "restrictions"


def restricted_paths() -> list[str]:
    """Return the tree path of every restricted page; what lies below is restricted too."""
    return remembered(
        TOPIC,
        "paths",
        lambda: list(PageViewRestriction.objects.values_list("page__path", flat=True)),
    )


def _forget(**signal: object) -> None:
    changed(TOPIC)


post_save.connect(_forget, sender=PageViewRestriction, dispatch_uid="pages.restrictions.save")
post_delete.connect(_forget, sender=PageViewRestriction, dispatch_uid="pages.restrictions.delete")
