"""What a section would catch if it were saved: shown to the editor before it is."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from wagtail.contrib.redirects.models import Redirect

from pages.models import SitePage
from redirects import places
from redirects.answers import Moved, answer_of_section
from redirects.models import GoneAddress, MissingAddress, SectionRedirect

# Of each kind so many are named; all are counted.
NAMED = 50


@dataclass(frozen=True)
class Caught:
    """An address readers have asked for, how often, and what they would get there."""

    path: str
    count: int
    answer: str


class DryRun:
    """What would happen to every address we know of below a section."""

    def __init__(self, section: SectionRedirect) -> None:
        self.section = section

    @property
    def caught(self) -> list[Caught]:
        """Addresses of the log, those asked for most first."""
        return [
            Caught(each.path, each.count, self._answer(each.path))
            for each in self._missing.order_by("-count")[:NAMED]
        ]

    @property
    def caught_count(self) -> int:
        """How many addresses of the log are in the section."""
        return self._missing.count()

    @property
    def pages(self) -> list[SitePage]:
        """Live pages in the section: they stay as they are."""
        return list(self._pages.order_by("path")[:NAMED])

    @property
    def page_count(self) -> int:
        """How many live pages there are."""
        return self._pages.count()

    @property
    def exact(self) -> int:
        """How many redirects and gone addresses in the section keep their own answer."""
        redirects = Redirect.objects.filter(self._below("old_path")).count()
        return redirects + GoneAddress.objects.filter(self._below("path")).count()

    @property
    def longer(self) -> list[SectionRedirect]:
        """Sections inside this one, which keep their own answer."""
        inside = SectionRedirect.objects.filter(prefix__startswith=f"{self.section.prefix}/")
        return list(inside[:NAMED])

    @property
    def _missing(self) -> "QuerySet[MissingAddress]":
        return MissingAddress.objects.filter(self._below("path"), kind="")

    @property
    def _pages(self) -> "QuerySet[SitePage]":
        start = places.url_path_of(self.section.prefix)
        return SitePage.objects.live().filter(url_path__startswith=start)

    def _below(self, field: str) -> Q:
        prefix = self.section.prefix
        return Q(**{field: prefix}) | Q(**{f"{field}__startswith": f"{prefix}/"})

    def _answer(self, path: str) -> str:
        answer = answer_of_section(self.section, path)
        if answer is None:
            return ""
        return answer.to if isinstance(answer, Moved) else "410"
