"""Which parts of the tree only some may read."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction

from delivery.memory import forget, remembered

TOPIC = "restrictions"


def restricted_paths() -> list[str]:
    """Return the tree path of every restricted page; what lies below is restricted too."""
    return remembered(
        TOPIC,
        "paths",
        lambda: list(PageViewRestriction.objects.values_list("page__path", flat=True)),
        # Whose section is restricted, or is again for all, is told page by page.
        tags=(),
    )


@transaction.atomic
def _tell(instance: PageViewRestriction, **signal: object) -> None:
    from pages.changes import tell_of_restriction

    forget(TOPIC)
    tell_of_restriction(instance.page.path)


post_save.connect(_tell, sender=PageViewRestriction, dispatch_uid="pages.restrictions.save")
post_delete.connect(_tell, sender=PageViewRestriction, dispatch_uid="pages.restrictions.delete")
