"""What a reader gets at an address where no page is: sent on, told that it is gone, or nothing.

Redirects may lead to an address that itself leads elsewhere: to the old place of a page that has
moved, or to a page that was unpublished with a redirect of its own. They are followed here, so
that a reader is sent once, to the end of the way. What leads back to itself leads nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from django.db.models import Q
from django.http import HttpRequest
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect

from delivery.page_cache.tags import shows
from pages import depths, routing
from pages.models import SitePage
from pages.twins import SUFFIX
from redirects import addresses, places
from redirects.models import GoneAddress, SectionRedirect
from redirects.tags import below_tag, place_tag

# So many steps are followed; straightened redirects need one.
MOST_STEPS = 5
Rule: TypeAlias = Redirect | GoneAddress | SectionRedirect


@dataclass(frozen=True)
class Moved:
    """Readers are sent on."""

    to: str
    permanent: bool = True


@dataclass(frozen=True)
class Gone:
    """Readers are told that what was here is gone."""


Answer = Moved | Gone


def answer_for(request: HttpRequest) -> Answer | None:
    """Return what stands in for a page that is not there, in a few queries however many there are.

    A live page always wins: one that only lacks its slash, or a part of it that does not exist.
    """
    asked = request.get_full_path()
    for rule in _rules(asked):
        if not _asks_for_its_query(rule) and places.has_page(request.path):
            return None
        answer = _answer_of(rule, asked, request, {_key(asked)})
        if isinstance(answer, Moved) and not _asks_for_its_query(rule):
            query = request.META.get("QUERY_STRING", "")
            return replace(answer, to=addresses.with_query(answer.to, query))
        if answer is not None:
            return answer
    return _answer_of_twin(request)


def answer_of_section(section: SectionRedirect, path: str) -> Answer | None:
    """Return what a reader would get at a path by this section alone, saved or not."""
    return _answer_of_section(section, path, HttpRequest(), {_key(path)})


def _answer_of_twin(request: HttpRequest) -> Answer | None:
    """Return what stands in for the Markdown twin of a page: what stands in for the page, too."""
    if not request.path.endswith(SUFFIX):
        return None
    page_path = f"{request.path.removesuffix(SUFFIX)}/"
    if places.has_page(page_path):  # which has no twin
        return None
    for rule in _rules(page_path):
        answer = _answer_of(rule, page_path, request, {_key(page_path)})
        if isinstance(answer, Moved):
            page = places.page_at(answer.to)
            twin = page.specific.markdown_address if page else ""
            return replace(answer, to=urlsplit(twin).path) if twin else None
        if answer is not None:
            return answer
    return None


def _rules(address: str) -> Iterator[Rule]:
    """Yield what is said about an address, the most exact first."""
    names = names_of(address)
    if not names:
        return
    path = addresses.path_of(names[0])
    shows(place_tag(path))
    yield from _redirects(names)
    yield from GoneAddress.objects.filter(path__in=names)
    starts = addresses.prefixes_of(path)
    shows(*map(below_tag, starts))
    sections = SectionRedirect.objects.filter(prefix__in=starts)
    yield from sorted(sections, key=lambda section: -len(section.prefix))[:1]


def names_of(address: str) -> list[str]:
    """Return the names under which an address may be known, the most exact first.

    Like Wagtail's own: with its query before without, decoded before as it was sent.
    """
    if "\0" in uri_to_iri(address):  # which PostgreSQL will not look for
        return []
    whole = Redirect.normalise_path(address, decode_unicode=False)
    bare = Redirect.normalise_path(addresses.path_of(address), decode_unicode=False)
    names = (uri_to_iri(whole), whole, uri_to_iri(bare), bare)
    return [name for name in dict.fromkeys(names) if len(name) <= addresses.LONGEST]


def _redirects(names: list[str]) -> list[Redirect]:
    site = routing.served_site()
    found = (
        Redirect.objects.filter(Q(site=site) | Q(site=None), old_path__in=names)
        .select_related("redirect_page")
        .defer(*depths.deeper(SitePage, depths.ADDRESS, through="redirect_page"))
    )
    return sorted(found, key=lambda each: (names.index(each.old_path), each.site_id is None))


def _answer_of(rule: Rule, address: str, request: HttpRequest, seen: set[str]) -> Answer | None:
    if isinstance(rule, GoneAddress):
        return Gone()
    if isinstance(rule, SectionRedirect):
        return _answer_of_section(rule, address, request, seen)
    answer = _target_of(rule, request, seen)
    if isinstance(answer, Moved) and not rule.is_permanent:
        return replace(answer, permanent=False)
    return answer


def _answer_of_section(
    section: SectionRedirect, address: str, request: HttpRequest, seen: set[str]
) -> Answer | None:
    if section.is_gone:
        return Gone()
    path = unquote(addresses.path_of(address))
    to = addresses.moved(path, section.prefix, section.target)
    if to is None or not addresses.is_sound(to):
        return None
    answer = _followed(to, request, seen, must_exist=True)
    if isinstance(answer, Moved) and not section.is_permanent:
        return replace(answer, permanent=False)
    return answer


def _target_of(redirect: Redirect, request: HttpRequest, seen: set[str]) -> Answer | None:
    page: SitePage | None = redirect.redirect_page
    if page is None:
        return _followed(redirect.redirect_link, request, seen, must_exist=False)
    address = page.url or ""
    if not address:  # below no site
        return None
    if not page.live:
        return _followed(address, request, seen, must_exist=True)
    if route := redirect.redirect_page_route_path:
        deeper = f"{address.rstrip('/')}{route}"
        return Moved(deeper if places.answers(deeper, request) else address)
    return Moved(address)


def _followed(link: str, request: HttpRequest, seen: set[str], must_exist: bool) -> Answer | None:
    """Return what a reader gets in the end who is sent there."""
    if not addresses.is_sound(link):
        return None
    if not addresses.is_of_ours(link):
        return Moved(link)
    if _key(link) in seen or len(seen) >= MOST_STEPS:
        return None
    if page := places.page_at(link):
        return Moved(_as_page(link, page))
    rules = list(_rules(link))
    if not rules:
        return Moved(link) if not must_exist or places.answers(link, request) else None
    if places.answers(link, request):
        return Moved(link)
    beyond = seen | {_key(link)}
    found = (_answer_of(rule, link, request, beyond) for rule in rules)
    return next((answer for answer in found if answer is not None), None)


def _as_page(link: str, page: SitePage) -> str:
    """Return a target with the page's own way to write its address: with its slash."""
    return f"{page.url}{link[len(addresses.path_of(link)) :]}"


def _asks_for_its_query(rule: Rule) -> bool:
    return isinstance(rule, Redirect) and "?" in rule.old_path


def _key(address: str) -> str:
    return uri_to_iri(Redirect.normalise_path(addresses.path_of(address), decode_unicode=False))
