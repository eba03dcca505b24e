"""Redirects in and out as a spreadsheet, with a dry run; old addresses matched to pages."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from io import StringIO
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log

from delivery.page_cache.purging import purge
from pages import routing
from pages.models import SitePage
from redirects import addresses, places
from redirects.addresses import UnsoundAddressError
from redirects.forms import SectionForm
from redirects.lists import STATUSES, Line
from redirects.models import GoneAddress, MissingAddress, SectionRedirect
from redirects.saying import Saying, say
from redirects.similarity import Likenesses
from redirects.straightening import sound_link
from redirects.tags import place_tag

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
# So many lines are written in one transaction: a busy site must not wait for all of them.
AT_ONCE = 50
HEADINGS = ("from", "to", "status")


@dataclass(frozen=True)
class Planned:
    """What will come of one line, and why."""

    line: Line
    outcome: str
    why: str = ""
    old_path: str = ""
    saying: Saying | None = None
    section: SectionForm | None = None

    @property
    def answer(self) -> str:
        """What readers will get, in words."""
        if self.section is not None:
            return str(self.section.instance.answer)
        return str(self.saying) if self.saying else ""


@dataclass(frozen=True)
class Match:
    """An old address, and the page of ours that it may be."""

    old: str
    page: SitePage | None
    score: float = 0.0


class Plan:
    """What a list of redirects would do: looked up at once, so that a long list is no slow one."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._seen: dict[str, int] = {}
        self._targets: dict[str, str] = {}
        self._read: dict[int, SitePage] = {}
        lines = list(lines)
        self._announced = {_name_of(line.old) for line in lines}
        self.planned = [self._refusing(line) for line in lines]

    def count(self, outcome: str) -> int:
        """Return how many lines come to this."""
        return sum(planned.outcome == outcome for planned in self.planned)

    @property
    def to_do(self) -> list[Planned]:
        """The lines that change something."""
        return [planned for planned in self.planned if planned.outcome in {NEW, CHANGED}]

    def carry_out(self, by: Any) -> list[Planned]:
        """Do it. Returns the lines that turned out impossible meanwhile, with why."""
        straight = {planned.old_path for planned in self.to_do if self._is_straight(planned)}
        self._make_at_once([each for each in self.to_do if each.old_path in straight], by)
        refused, left = [], iter([each for each in self.to_do if each.old_path not in straight])
        while some := list(islice(left, AT_ONCE)):
            with transaction.atomic():
                for planned in some:
                    try:
                        with transaction.atomic():
                            self._do(planned, by)
                    except ValidationError as problem:
                        why = " ".join(problem.messages)
                        refused.append(replace(planned, outcome=REFUSED, why=why))
        return refused

    # --- one line ---------------------------------------------------------------------------

    def _is_straight(self, planned: Planned) -> bool:
        """Whether it is new, to a page, and nothing leads to it: nothing is to be straightened."""
        return (
            planned.outcome == NEW
            and planned.saying is not None
            and planned.saying.page is not None
            and planned.old_path not in self._led_to
        )

    def _make_at_once(self, some: list[Planned], by: Any) -> None:
        """Write many redirects in few queries, and tell of each."""
        for first in range(0, len(some), AT_ONCE):
            batch = [each for each in some[first : first + AT_ONCE] if each.saying]
            with transaction.atomic():
                made = Redirect.objects.bulk_create(
                    Redirect(
                        old_path=each.old_path,
                        redirect_page=each.saying.page,  # type: ignore[union-attr]
                        is_permanent=each.saying.is_permanent,  # type: ignore[union-attr]
                    )
                    for each in batch
                )
                purge(*(place_tag(redirect.old_path) for redirect in made))
                MissingAddress.objects.answered(redirect.old_path for redirect in made)
                for redirect in made:
                    log(instance=redirect, action="wagtail.create", user=by)

    def _do(self, planned: Planned, by: Any) -> None:
        if planned.section is not None:
            planned.section.save()
        elif planned.saying is not None:
            say(planned.old_path, planned.saying, by=by)

    def _refusing(self, line: Line) -> Planned:
        try:
            return self._planned(line)
        except (ValidationError, UnsoundAddressError) as problem:
            messages = getattr(problem, "messages", None) or [str(problem)]
            return Planned(line, REFUSED, " ".join(messages))

    def _planned(self, line: Line) -> Planned:
        status = STATUSES.get(line.status.lower()) if line.status else 301
        if status is None:
            written = addresses.shortened(line.status)
            raise ValidationError(f"“{written}” is no status: write 301, 302 or 410.")
        if status == 410 and line.target:
            raise ValidationError("What is gone (410) has no target.")
        if line.old.endswith("*"):
            return self._planned_section(line, status)
        old_path = self._old_path(line)
        if status == 410:
            return self._compared(line, old_path, Saying(is_gone=True))
        saying = replace(self._saying(line.target), is_permanent=status == 301)
        return self._compared(line, old_path, saying, self._refuse_circles(old_path, line.target))

    def _old_path(self, line: Line) -> str:
        path = Redirect.normalise_path(addresses.old_address(line.old))
        if path == "/" or path.startswith("/?"):
            raise ValidationError("The home page answers at this address.")
        if "?" not in path and path in self._pages:
            raise ValidationError(f"A live page is at {path}: readers will always see the page.")
        if path in self._seen:
            raise ValidationError(f"Line {self._seen[path]} speaks of the same address already.")
        self._seen[path] = line.number
        return path

    def _saying(self, typed: str) -> Saying:
        link = sound_link(typed)
        if not addresses.is_of_ours(link):
            return Saying(link=link)
        page = self._pages.get(Redirect.normalise_path(addresses.path_of(link)))
        if page is not None and link == addresses.path_of(link):
            return Saying(page=self._page(page))
        if page is None and not places.answers(link) and not self._leads_on(link):
            raise ValidationError(f"There is nothing at {link}.")
        return Saying(link=link)

    def _leads_on(self, link: str) -> bool:
        name = Redirect.normalise_path(addresses.path_of(link))
        return name in self._redirects or name in self._announced

    def _refuse_circles(self, old_path: str, typed: str) -> str:
        """Follow a line through the list and the redirects there are. Returns what is noted."""
        self._targets[old_path] = sound_link(typed)
        way, link = [old_path], self._targets[old_path]
        while link and addresses.is_of_ours(link):
            name = Redirect.normalise_path(addresses.path_of(link))
            if name in way:
                del self._targets[old_path]
                raise ValidationError(f"This leads in a circle: {' → '.join([*way, name])}.")
            if name in self._pages:
                break
            way.append(name)
            link = self._targets.get(name) or self._redirects.get(name, ("", None, True))[0]
        return "Its target leads on: it will lead straight to the end." if len(way) > 2 else ""

    def _compared(self, line: Line, old_path: str, saying: Saying, note: str = "") -> Planned:
        link, page, permanent = self._redirects.get(old_path, ("", None, True))
        known = old_path in self._redirects or old_path in self._gone
        wanted = (saying.link, saying.page.pk if saying.page else None, saying.is_permanent)
        same = (
            old_path in self._gone
            if saying.is_gone
            else old_path in self._redirects and wanted == (link, page, permanent)
        )
        outcome = SAME if same else CHANGED if known else NEW
        return Planned(line, outcome, note, old_path, saying)

    def _planned_section(self, line: Line, status: int) -> Planned:
        prefix = Redirect.normalise_path(addresses.prefix(line.old))
        if f"{prefix}/*" in self._seen:
            raise ValidationError(f"Line {self._seen[f'{prefix}/*']} speaks of it already.")
        self._seen[f"{prefix}/*"] = line.number
        known = SectionRedirect.objects.filter(prefix=prefix).first()
        before = known and known.answer
        form = SectionForm(
            {"prefix": prefix, "target": line.target, "is_gone": status == 410,
             "is_permanent": status != 302},
            instance=known,
        )  # fmt: skip
        if not form.is_valid():
            raise ValidationError([str(error) for each in form.errors.values() for error in each])
        outcome = NEW if known is None else SAME if form.instance.answer == before else CHANGED
        return Planned(line, outcome, "", f"{prefix}/*", None, form)

    # --- what there is ----------------------------------------------------------------------

    @cached_property
    def _pages(self) -> dict[str, int]:
        site = routing.served_site()
        if site is None:
            return {}
        below = places.addresses_below(site.root_page.path)
        return {path: pk for pk, path, live in below if live}

    @cached_property
    def _redirects(self) -> dict[str, tuple[str, int | None, bool]]:
        rows = Redirect.get_for_site(site=routing.served_site()).order_by("-site_id")
        found: dict[str, tuple[str, int | None, bool]] = {}
        for old_path, *rest in rows.values_list(
            "old_path", "redirect_link", "redirect_page", "is_permanent"
        ):
            found.setdefault(old_path, tuple(rest))
        return found

    @cached_property
    def _led_to(self) -> set[str]:
        """The addresses of ours that some redirect leads to by their names."""
        links = [*self._targets.values(), *(link for link, *_ in self._redirects.values())]
        return {Redirect.normalise_path(addresses.path_of(link)) for link in links if link}

    @cached_property
    def _gone(self) -> set[str]:
        return set(GoneAddress.objects.values_list("path", flat=True))

    def _page(self, pk: int) -> SitePage:
        if pk not in self._read:
            self._read[pk] = SitePage.objects.names().get(pk=pk)
        return self._read[pk]


def _name_of(typed: str) -> str:
    try:
        return Redirect.normalise_path(addresses.old_address(typed))
    except UnsoundAddressError:
        return ""


def matched(old_addresses: Iterable[str]) -> list[Match]:
    """Return old addresses with the page of ours that each may be, by its last words."""
    pages = list(
        SitePage.objects.published()
        .filter(depth__gt=routing.home_depth())
        .values_list("pk", "slug", "title")
    )
    likenesses = Likenesses((pk, name) for pk, *both in pages for name in both)
    nearest = {old: likenesses.nearest(old) for old in old_addresses}
    wanted = {likeness.page for likeness in nearest.values() if likeness}
    found = SitePage.objects.names().in_bulk(wanted)
    return [
        Match(old, found.get(likeness.page), likeness.score) if likeness else Match(old, None)
        for old, likeness in nearest.items()
    ]


def as_list(matches: Iterable[Match]) -> str:
    """Return the matches as a list of redirects, to be looked through and loaded."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for match in matches:
        if match.page is not None and not _is_where_it_was(match):
            writer.writerow((match.old, match.page.url, 301))
    return text.getvalue()


def rows_out() -> Iterator[tuple[str, str, int]]:
    """Yield everything that is said about addresses, as the import reads it."""
    redirects = Redirect.objects.select_related("redirect_page").order_by("old_path")
    for redirect in redirects.iterator(2_000):
        page = redirect.redirect_page
        target = (page.url or "") if page else redirect.redirect_link
        if page and redirect.redirect_page_route_path:
            target = f"{target.rstrip('/')}{redirect.redirect_page_route_path}"
        yield redirect.old_path, target, 301 if redirect.is_permanent else 302
    for path in GoneAddress.objects.values_list("path", flat=True):
        yield path, "", 410
    for section in SectionRedirect.objects.all():
        status = 410 if section.is_gone else 301 if section.is_permanent else 302
        yield str(section), section.target, status


def _is_where_it_was(match: Match) -> bool:
    """Whether the page has its old address still."""
    try:
        old = Redirect.normalise_path(addresses.old_address(match.old))
    except UnsoundAddressError:
        return True
    return match.page is not None and old == places.old_path_of(match.page.url_path)
