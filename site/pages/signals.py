"""What happens to the tree without a page being saved, and to what else leads to a page."""

from typing import Any

from django.db.models.signals import post_delete, post_init, post_save, pre_delete
from wagtail.documents import get_document_model
from wagtail.models import Site
from wagtail.signals import post_page_move

from delivery.memory import forget
from delivery.page_cache.purging import purge
from delivery.page_cache.tags import shows
from organization.models import SearchAndSocial
from pages import changes, standing, thinness
from pages.models import SitePage


def connect() -> None:
    """Listen."""
    post_page_move.connect(_moved, dispatch_uid="pages.moved")
    pre_delete.connect(_will_be_gone, sender=SitePage, dispatch_uid="pages.will_be_gone")
    post_delete.connect(_is_gone, sender=SitePage, dispatch_uid="pages.is_gone")
    for signal in (post_save, post_delete):
        signal.connect(_settle, sender=Site, dispatch_uid="pages.site")
        signal.connect(_settle_thin, sender=SearchAndSocial, dispatch_uid="pages.thin")
        signal.connect(
            _document_changed, sender=get_document_model(), dispatch_uid="pages.document"
        )
    post_init.connect(
        _document_read, sender=get_document_model(), dispatch_uid="pages.document.read"
    )


def _moved(instance: SitePage, **signal: Any) -> None:
    changes.tell_of_move(instance)


def _will_be_gone(instance: SitePage, **signal: Any) -> None:
    if not changes.is_removal_told():
        changes.tell_of_removal(instance)


def _is_gone(instance: SitePage, **signal: Any) -> None:
    if not changes.is_removal_told():
        standing.settle_all()
        thinness.settle_everything()


def _settle(**signal: Any) -> None:
    standing.settle_all()


def _settle_thin(**signal: Any) -> None:
    """Look at every list anew: how much one needs may be another number."""
    forget(SearchAndSocial.topic())
    thinness.settle_everything()


def _document_read(instance: Any, **signal: Any) -> None:
    if instance.pk:
        shows(f"document:{instance.pk}")


def _document_changed(instance: Any, created: bool = False, **signal: Any) -> None:
    if not created:
        purge(f"document:{instance.pk}")
