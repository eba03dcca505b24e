"""The drawn card of a page without a picture: drawn when it is published, not when it is read."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from delivery.page_cache.purging import purge
from organization.models import Clinic, SearchAndSocial
from pages import depths
from pages.sharing import share_picture
from seo.cards.card import HEIGHT, WIDTH, Card
from seo.metadata import Picture

if TYPE_CHECKING:
    from pages.models import SitePage

FOLDER = "cards"
# Social networks keep the address of a picture, and ask for it again, for about this long.
KEPT_FOR = dt.timedelta(days=30)
# One turn of the timer draws no more: the next one goes on.
MOST_AT_ONCE = 500
_A_FEW = 200


def card_of(page: "SitePage") -> Card:
    """Return the card that goes with a page as it is now."""
    values = (text for text in page.title_values().values() if text)
    return Card(page.search_title, Clinic.current().name, next(values, ""))


def card_picture(page: "SitePage") -> Picture | None:
    """Return the card that was drawn for a page, if one was."""
    if not page.share_card:
        return None
    address = default_storage.url(_path(page.share_card))
    return Picture(
        url=f"{settings.SITE_URL}{address}" if address.startswith("/") else address,
        width=WIDTH,
        height=HEIGHT,
        alt=f"{page.search_title}. {Clinic.current().name}",
    )


def draw_cards_later(page_ids: Iterable[int]) -> None:
    """Have the cards of these pages drawn, or given up, once what is being done is done."""
    ids = list(page_ids)
    if ids:
        transaction.on_commit(partial(draw_cards.enqueue, ids))


@task()
def draw_cards(page_ids: list[int]) -> None:
    """Draw the cards of these pages, where they need one that is not drawn yet."""
    from pages.models import SitePage

    for page in SitePage.objects.live().filter(pk__in=page_ids, depth__gt=1).specific():
        _settle(page)


@task()
def draw_all_cards() -> None:
    """Look at every page, and draw what is missing; some hundred cards at most."""
    draw_what_is_missing()


def draw_what_is_missing() -> int:
    """Give every published page the card it needs, some hundred at most; return how many."""
    from pages.models import SitePage

    pages = SitePage.objects.live().filter(depth__gt=1).order_by("pk")
    if _is_usable_by_all():
        # No page needs a card while there is a picture for all of them.
        pages = pages.exclude(share_card="")
    drawn = 0
    for page in pages.specific().iterator(chunk_size=_A_FEW):
        drawn += _settle(page)
        if drawn == MOST_AT_ONCE:
            break
    return drawn


def forget_old_cards(now: dt.datetime | None = None) -> int:
    """Delete the cards that no page has any more, a while after they were drawn."""
    from pages.models import SitePage

    before = (now or timezone.now()) - KEPT_FOR
    in_use = set(SitePage.objects.exclude(share_card="").values_list("share_card", flat=True))
    old = [
        f"{FOLDER}/{file}"
        for file in _drawn()
        if file.removesuffix(".jpg") not in in_use
        and default_storage.get_modified_time(f"{FOLDER}/{file}") < before
    ]
    for path in old:
        default_storage.delete(path)
    return len(old)


def connect_cards() -> None:
    """Draw a card when a page is published, and whenever it loses what stood in for one."""
    from django.db.models.signals import pre_delete, pre_save
    from wagtail.signals import page_published

    from images.models import ClinicImage

    page_published.connect(_when_published, dispatch_uid="pages.cards.published")
    pre_delete.connect(_when_image_goes, sender=ClinicImage, dispatch_uid="pages.cards.image")
    for setting in (Clinic, SearchAndSocial):
        pre_save.connect(_when_set, sender=setting, dispatch_uid=f"pages.cards.{setting.__name__}")


def _when_published(instance: "SitePage", **signal: Any) -> None:
    draw_cards_later([instance.pk])


def _when_image_goes(instance: Any, **signal: Any) -> None:
    from wagtail.models import ReferenceIndex

    from pages.models import SitePage

    references = ReferenceIndex.get_references_to(instance)
    ids = set(references.values_list("object_id", flat=True))
    pages = SitePage.objects.filter(pk__in=[each for each in ids if each.isdecimal()])
    draw_cards_later(pages.values_list("pk", flat=True))


def _when_set(sender: Any, instance: Any, **signal: Any) -> None:
    """Look at all cards again when the clinic has another name, or the site another picture."""
    names = {Clinic: "name", SearchAndSocial: "default_share_image_id"}
    before = sender.objects.filter(pk=instance.pk).first() or sender()
    if getattr(before, names[sender]) != getattr(instance, names[sender]):
        transaction.on_commit(draw_all_cards.enqueue)


def _settle(page: "SitePage") -> bool:
    """Give a page the card it needs, or take away the one it needs no more; say if it changed."""
    needs_none = share_picture(page.share_picture_source) is not None
    name = "" if needs_none else _kept(card_of(page))
    if name == page.share_card:
        return False
    type(page).objects.filter(pk=page.pk).update(share_card=name)
    purge(depths.tag(depths.WHOLE, page.pk))
    return True


def _kept(card: Card) -> str:
    """Return the name of a card, having drawn it unless that was done before."""
    path = _path(card.key)
    if not default_storage.exists(path):
        saved = default_storage.save(path, ContentFile(card.jpeg()))
        if saved != path:  # another process drew the same one at the same moment
            default_storage.delete(saved)
    return card.key


def _is_usable_by_all() -> bool:
    return share_picture(SearchAndSocial.current().default_share_image) is not None


def _drawn() -> list[str]:
    try:
        return default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:  # none was drawn yet
        return []


def _path(name: str) -> str:
    return f"{FOLDER}/{name}.jpg"
