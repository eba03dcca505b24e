"""What becomes of addresses when an editor takes pages away, and of those that led to them.

Before the pages go, what is about to lose its address is written down; afterwards it is said of
each address what the editor chose. Taking pages away by a program asks nobody and says nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wagtail.contrib.redirects.models import Redirect

from pages.models import SitePage
from redirects import addresses, places
from redirects.models import GoneAddress
from redirects.saying import Saying, say
from redirects.straightening import next_step


@dataclass
class Leaving:
    """Pages that are about to be taken away: the addresses that readers know of them."""

    # By page: the live ones, and for those that will be deleted what else leads to each.
    live: dict[int, str] = field(default_factory=dict)
    leading: dict[int, list[str]] = field(default_factory=dict)
    # What was said already about the addresses of pages that are not live.
    said: dict[int, Saying] = field(default_factory=dict)

    @property
    def addresses(self) -> list[str]:
        """Every address that will lose its page, in order."""
        found = {*self.live.values(), *(path for paths in self.leading.values() for path in paths)}
        return sorted(found)

    @property
    def pages(self) -> set[int]:
        """The pages that will be gone for readers."""
        return {*self.live, *self.leading}


def about_to_unpublish(pages: Iterable[SitePage], *, with_descendants: bool) -> Leaving:
    """Write down what readers lose when these pages are unpublished."""
    leaving = Leaving()
    for page in pages:
        below = places.addresses_below(page.path) if with_descendants else _itself(page)
        leaving.live |= {pk: path for pk, path, live in below if live}
    return leaving


def about_to_delete(pages: Iterable[SitePage]) -> Leaving:
    """Write down what readers lose when these pages are deleted, with all that leads to them.

    Wagtail deletes redirects together with the page that they lead to.
    """
    leaving = Leaving()
    for page in pages:
        below = list(places.addresses_below(page.path))
        leaving.live |= {pk: path for pk, path, live in below if live}
        leading = Redirect.objects.filter(redirect_page__path__startswith=page.path)
        for old_path, pk in leading.values_list("old_path", "redirect_page"):
            leaving.leading.setdefault(pk, []).append(old_path)
        for pk, path, live in below:
            if not live and pk in leaving.leading:
                leaving.said[pk] = _said_of(path, besides=page)
    return leaving


def say_of_what_left(leaving: Leaving, chosen: Saying | None, by: Any = None) -> int:
    """Say it of every address that has lost its page now. Returns of how many.

    Where nothing was chosen, what led to a page keeps the answer that the page's address has.
    """
    saying = chosen or Saying()
    still_live = set(
        SitePage.objects.live().filter(pk__in=leaving.pages).values_list("pk", flat=True)
    )
    told = 0
    for pk, path in leaving.live.items():
        if pk not in still_live:
            told += _say(path, saying, by)
    for pk, paths in leaving.leading.items():
        if SitePage.objects.filter(pk=pk).exists():
            continue
        said = leaving.said.get(pk, Saying()) if saying.is_nothing else saying
        told += sum(_say(path, said, by) for path in paths)
    return told


def _say(path: str, saying: Saying, by: Any) -> bool:
    if saying.is_nothing or len(path) > addresses.LONGEST:
        return False
    say(path, saying, by)
    return True


def _itself(page: SitePage) -> list[tuple[int, str, bool]]:
    return [(page.pk, places.old_path_of(page.url_path), page.live)]


def _said_of(path: str, besides: SitePage) -> Saying:
    """Return what is said about an address, unless it is that a page leaves with it."""
    redirect = next_step(path)
    if redirect is not None:
        if redirect.redirect_page_id and redirect.redirect_page.path.startswith(besides.path):
            return Saying()
        return Saying(
            page=redirect.redirect_page,
            link=redirect.redirect_link,
            is_permanent=redirect.is_permanent,
        )
    return Saying(is_gone=GoneAddress.objects.filter(path=path).exists())
