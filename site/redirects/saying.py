"""What editors say about an address: it leads somewhere, it is gone, or nothing is said."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log

from pages import routing
from pages.models import SitePage
from redirects.models import GoneAddress
from redirects.straightening import next_step


@dataclass(frozen=True)
class Saying:
    """What is to be said: a page or a link to lead to, or that it is gone."""

    page: SitePage | None = None
    link: str = ""
    is_gone: bool = False
    is_permanent: bool = True

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.page or self.link or self.is_gone)

    def __str__(self) -> str:
        if self.is_gone:
            return "gone (410)"
        return self.page.get_admin_display_title() if self.page else self.link


@transaction.atomic
def say(old_path: str, saying: Saying, by: Any = None) -> Redirect | GoneAddress | None:
    """Say it about an address, in place of what was said before.

    Raises ValidationError when it would lead back to itself.
    """
    if saying.is_nothing:
        return None
    if saying.is_gone:
        site = routing.served_site()
        for redirect in Redirect.get_for_site(site).filter(old_path=old_path):
            redirect.delete()
        gone, is_new = GoneAddress.objects.get_or_create(path=old_path)
        if is_new:
            log(instance=gone, action="wagtail.create", user=by)
        return gone
    redirect = next_step(old_path) or Redirect(old_path=old_path)
    action = "wagtail.edit" if redirect.pk else "wagtail.create"
    redirect.redirect_page, redirect.redirect_link = saying.page, saying.link
    redirect.redirect_page_route_path = ""
    redirect.is_permanent = saying.is_permanent
    redirect.automatically_created = False
    redirect.save()
    log(instance=redirect, action=action, user=by)
    return redirect
