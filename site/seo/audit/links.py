"""What is wrong with links: where they lead, and what they are called."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from zlib import crc32

from seo.audit.codes import Code
from seo.audit.document import Document
from seo.findings import Finding

OK = 200
# A browser goes to the top of the page for these, whatever is there.
TOP = frozenset({"", "top"})
LONGEST_QUOTATION = 100


@dataclass(frozen=True, slots=True)
class Target:
    """What is at an address: its last answer, over how many redirects, and the places in it.

    `is_endless` is a redirect that comes back to itself. Places are kept as numbers, four bytes
    each: a large site has millions of them.
    """

    status: int
    hops: int = 0
    ends_at: str = ""
    is_endless: bool = False
    is_page: bool = False
    places: array[int] | None = None

    def has(self, fragment: str) -> bool:
        """Say whether a link to a place in the page finds it. Only pages have places."""
        if not self.is_page or self.places is None or fragment.lower() in TOP:
            return True
        # What comes after :~: is for browsers alone.
        place = unquote(fragment.partition(":~:")[0])
        return not place or number_of(place) in self.places


def number_of(place: str) -> int:
    """Return the number that stands for a place in a page."""
    return crc32(place.encode("utf-8", "surrogatepass"))


def numbers(places: Iterable[str]) -> array[int]:
    """Return the numbers of all places in a page."""
    return array("I", map(number_of, places))


def naming_findings(document: Document, site: str) -> Iterator[Finding]:
    """Yield what can be said of links without following them. `site` is the site's address."""
    insecure = f"http://{urlsplit(site).netloc}/" if site.startswith("https:") else ""
    for link in document.anchors:
        place = link.address[:LONGEST_QUOTATION]
        if link.address in {"", "#"} or link.address.lower().startswith("javascript:"):
            yield Code.LINK_EMPTY.found(
                f"Let “{link.name[:60]}” lead to an address, or make it a button.", place
            )
        elif not link.name:
            yield Code.LINK_UNNAMED.found("Give the link words.", place)
        if insecure and link.address.lower().startswith(insecure):
            yield Code.LINK_INSECURE.found("Write https:// for addresses of this site.", place)


def link_finding(address: str, fragment: str, target: Target, others: int = 0) -> Finding | None:
    """Return what is wrong with following a link; `others` is how many more pages have it."""
    also = f" (it is on {others} more page{'s' if others > 1 else ''}, too)" if others else ""
    if target.is_endless:
        return Code.LINK_DETOUR.found(
            f"Link to another address{also}: this one is redirected for ever.", address
        )
    if target.status != OK:
        return Code.LINK_BROKEN.found(
            f"Mend or remove the link{also}: it answers {target.status}.", address
        )
    if target.hops:
        code = Code.LINK_REDIRECT if target.hops == 1 else Code.LINK_DETOUR
        return code.found(f"Link to {target.ends_at}{also}: this is redirected there.", address)
    if not target.has(fragment):
        return Code.LINK_FRAGMENT.found(
            f"Link to another place{also}: there is no “{fragment[:60]}” in that page.",
            f"{address}#{fragment[:60]}",
        )
    return None
