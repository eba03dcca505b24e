"""What redirects hear of: pages that come and go, and redirects that anybody makes."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_init, post_save, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from delivery.page_cache.purging import purge
from delivery.page_cache.tags import shows
from redirects import moving
from redirects.models import GoneAddress, MissingAddress, SectionRedirect
from redirects.straightening import lead_past, straighten
from redirects.tags import below_tag, place_tag


def connect() -> None:
    """Listen."""
    page_published.connect(moving.published, dispatch_uid="redirects.published")
    page_unpublished.connect(moving.unpublished, dispatch_uid="redirects.unpublished")
    page_slug_changed.connect(moving.renamed, dispatch_uid="redirects.renamed")
    post_page_move.connect(moving.moved, dispatch_uid="redirects.moved")
    pre_save.connect(_will_be_saved, sender=Redirect, dispatch_uid="redirects.will_be_saved")
    post_save.connect(_is_saved, sender=Redirect, dispatch_uid="redirects.is_saved")
    post_init.connect(_redirect_read, sender=Redirect, dispatch_uid="redirects.read")
    post_init.connect(_gone_read, sender=GoneAddress, dispatch_uid="redirects.gone.read")
    for signal in (post_save, post_delete):
        signal.connect(_redirect_changed, sender=Redirect, dispatch_uid="redirects.changed")
        signal.connect(_gone_changed, sender=GoneAddress, dispatch_uid="redirects.gone")
        signal.connect(_section_changed, sender=SectionRedirect, dispatch_uid="redirects.section")


def _will_be_saved(instance: Redirect, raw: bool = False, **signal: Any) -> None:
    if not raw:
        instance.straightened = straighten(instance)


def _is_saved(instance: Redirect, raw: bool = False, **signal: Any) -> None:
    if raw:
        return
    with transaction.atomic():
        instance.straightened += lead_past(instance)
        GoneAddress.objects.filter(path=instance.old_path).delete()
        MissingAddress.objects.answered([instance.old_path])


# A redirect answers where there is no page: it goes when it changes, and when a page comes there.


def _redirect_read(instance: Redirect, **signal: Any) -> None:
    if instance.pk:
        shows(f"redirect:{instance.pk}", place_tag(instance.old_path))


def _redirect_changed(instance: Redirect, **signal: Any) -> None:
    purge(f"redirect:{instance.pk}", place_tag(instance.old_path))


def _gone_read(instance: GoneAddress, **signal: Any) -> None:
    if instance.pk:
        shows(place_tag(instance.path))


def _gone_changed(instance: GoneAddress, **signal: Any) -> None:
    purge(place_tag(instance.path))
    MissingAddress.objects.answered([instance.path])


def _section_changed(instance: SectionRedirect, **signal: Any) -> None:
    purge(below_tag(instance.prefix))
