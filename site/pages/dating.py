"""When a page last changed in substance: what sitemaps call its `lastmod`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from delivery.page_cache.purging import purge
from images.sizes import KINDS
from images.tasks import images_of
from pages import depths, sitemap_files
from pages.significance import Substance, is_significant
from pages.substance import substance_of

if TYPE_CHECKING:
    from pages.models import SitePage

# What the protocol allows one page to name.
MOST_IMAGES = 1_000


def date(page: "SitePage") -> Substance | None:
    """Date a page that is about to be saved as readers will see it.

    Return its substance if that is what later changes are compared with. It is compared with how
    it was at the last change that counted, so that many small ones add up.
    """
    known = _known(page)
    if page.pk:  # what is at hand may have been read before somebody else has dated it
        stored = type(page)._base_manager.filter(pk=page.pk).order_by()
        page.changed_on = stored.values_list("changed_on", flat=True).first() or page.changed_on
    now_says = substance_of(page)
    counts = known is None or is_significant(known, now_says)
    if known is not None and counts:
        page.changed_on = timezone.now()
    dates = [moment for moment in (page.changed_on, page.significantly_changed_on) if moment]
    page.changed_on = min(max(dates), timezone.now()) if dates else None
    return now_says if counts else None


def keep(page: "SitePage", says: Substance | None) -> None:
    """Remember what a page that has been saved shows, for the next time."""
    from pages.models import PublishedText

    values: dict = {"images": _images(page)}
    if says is not None:
        values["text"] = says.packed()
    PublishedText.objects.update_or_create(page_id=page.pk, defaults=values)


@transaction.atomic
def note_change(pages: "Iterable[int]") -> None:
    """Date pages that have changed in substance without being saved: somebody stands by them."""
    from pages.models import SitePage

    changed = SitePage.objects.filter(pk__in=pages)
    rows = list(changed.order_by().values_list("pk", "content_type__app_label"))
    changed.update(changed_on=timezone.now())
    tags = {depths.tag(depths.WHOLE, pk) for pk, _ in rows}
    tags |= {sitemap_files.tag(room, pk) for pk, room in rows}
    if rows:
        purge(*tags, sitemap_files.INDEX)


def _known(page: "SitePage") -> Substance | None:
    """Return what readers knew of a page; of one that nobody has noted yet, as it is stored."""
    from pages.models import PublishedText

    if page.pk is None:
        return None
    kept = PublishedText.objects.filter(page=page.pk).values_list("text", flat=True).first()
    if kept:
        return Substance.unpacked(bytes(kept))
    stored = type(page)._base_manager.filter(pk=page.pk, live=True).first()
    return substance_of(stored) if stored else None


def _images(page: "SitePage") -> list[list]:
    """Return the pictures of a page, each once, with the kind of place that it is shown in.

    What is only made for shared links stands on no page.
    """
    found: dict[int, str] = {}
    for pk, kinds in images_of(page):
        if place := next((kind for kind in kinds if kind in KINDS), None):
            found.setdefault(pk, place)
    return [[pk, place] for pk, place in list(found.items())[:MOST_IMAGES]]
