"""Finding redirects that are not as they should be, and mending them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from wagtail.contrib.redirects.models import Redirect

from redirects import addresses, places
from redirects.models import GoneAddress
from redirects.straightening import next_step, straighten, take_away, way_of


@dataclass(frozen=True)
class Fault:
    """What is wrong with one redirect, and the redirect that would be right, if there is one."""

    redirect: Redirect
    what: str
    # What mending does: "straighten" saves it anew, "delete" takes away what never answers.
    cure: str = ""


def faults() -> Iterator[Fault]:
    """Yield every redirect that leads in a circle, over a detour, nowhere, or is never asked."""
    for redirect in Redirect.objects.select_related("redirect_page").order_by("old_path"):
        if fault := fault_of(redirect):
            yield fault


def fault_of(redirect: Redirect) -> Fault | None:
    """Return what is wrong with a redirect, if anything is."""
    page = redirect.redirect_page
    if "?" not in redirect.old_path and places.has_page(redirect.old_path):
        return Fault(redirect, "never answers: a live page is at its address", "delete")
    if page is None and not redirect.redirect_link:
        return Fault(redirect, "leads nowhere: it has no target")
    if page is None and not addresses.is_sound(redirect.redirect_link):
        return Fault(redirect, f"has a target no reader may be sent to: {redirect.redirect_link}")
    way = way_of(redirect)
    if way[-1] in way[:-1]:
        return Fault(redirect, f"leads in a circle: {' → '.join(way)}")
    if page is None and len(way) > 1 and next_step(way[1], besides=redirect):
        return Fault(redirect, f"is a detour: {' → '.join(way)}", "straighten")
    return None


def gone_but_alive() -> list[GoneAddress]:
    """Return the addresses that are called gone although a live page is there."""
    return [gone for gone in GoneAddress.objects.all() if places.has_page(gone.path)]


def mend(fault: Fault) -> bool:
    """Mend it if it can be mended without asking anybody. Returns whether it was."""
    if fault.cure == "delete":
        take_away([fault.redirect.old_path])
        return True
    if fault.cure == "straighten":
        try:
            straighten(fault.redirect)
            fault.redirect.save()
        except ValidationError:
            return False
        return True
    return False
