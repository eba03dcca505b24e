"""One walk over the site: from robots.txt and the sitemaps, the tree and the links, to findings.

Each page is asked for once and forgotten: what is kept of it is its status, its places for links
and a few bytes of its title, so that a large site fits into little memory.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.utils import timezone

from audit.asking import MOST_BYTES, Answer, Crawler, Found
from audit.pages import Listed
from audit.pictures import measure
from crawlers.robots_rules import Robots
from crawlers.robots_rules import read as read_robots
from seo.audit.codes import Code
from seo.audit.document import Document, addresses_of_files, read
from seo.audit.feeds import MARKDOWN, varies_by_wish, version_fault
from seo.audit.graph import is_of_another_page
from seo.audit.images import Measured, share_image_findings
from seo.audit.links import Target, link_finding, numbers
from seo.audit.page import page_findings, size_findings
from seo.audit.sitemap import BrokenSitemap, read_sitemap, sitemap_findings
from seo.audit.subject import Subject, is_absolute, joined, without_fragment
from seo.audit.whole import Comparison
from seo.findings import Finding

Key = TypeVar("Key")

# Whose part of robots.txt is obeyed.
SEARCH_ENGINE = "googlebot"
# Of one kind of finding on one page so many are told, the rest are counted.
MOST_OF_A_KIND = 10
MOST_SITEMAP_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class OnPage:
    """What was found on one page, or in one file."""

    address: str
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Mention:
    """Where an address was first linked to, and from how many pages besides."""

    page: str
    others: int = 0


@dataclass
class _Heard:
    """What the pages say that has to be looked at once all of them are known."""

    links: dict[tuple[str, str], Mention] = field(default_factory=dict)
    images: dict[str, Mention] = field(default_factory=dict)
    files: dict[str, Mention] = field(default_factory=dict)
    feeds: dict[tuple[str, str], Mention] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)


class Audit:
    """A walk over the whole site, or over some pages of it."""

    def __init__(
        self,
        crawler: Crawler,
        limit: int | None = None,
        report: Callable[[str], None] = lambda address: None,
    ) -> None:
        self.crawler = crawler
        self.limit = limit
        self.report = report
        self.pages = 0
        self.is_complete = True
        self._robots = Robots((), ())
        self._in_sitemap: set[str] = set()
        self._targets: dict[str, Target] = {}
        self._pictures: dict[str, Measured | None] = {}
        # Pages that this walk comes to: what is missing there is said there alone.
        self._on_the_way: frozenset[str] | set[str] = self._in_sitemap
        self._told: set[tuple[str, str, str]] = set()
        self._comparison = Comparison()
        self._heard = _Heard()
        self._waiting: deque[str] = deque()

    def whole_site(self, pages: Iterable[Listed]) -> Iterator[OnPage]:
        """Yield what is found on each page of the tree, in the sitemap and behind links."""
        yield from self._robots_txt()
        yield from self._sitemaps()
        of_tree: set[str] = set()
        for page in pages:
            if not self._may_go_on():
                break
            of_tree.add(page.address)
            yield self._visit(page.address, page)
        for address in sorted(self._in_sitemap - of_tree):
            if not self._may_go_on():
                break
            yield self._visit(address)
        while self._waiting:
            address = self._waiting.popleft()
            if address not in self._targets:
                if not self._may_go_on():
                    break
                yield self._visit(address)
        yield from self._behind_links()
        if self.is_complete:
            yield from self._orphans(of_tree)

    def some_pages(self, pages: Iterable[tuple[str, Listed | None]]) -> Iterator[OnPage]:
        """Yield what is found on these pages, and behind their links."""
        wanted = dict(pages)
        self._on_the_way = frozenset(wanted)
        yield from self._robots_txt()
        yield from self._sitemaps(frozenset(wanted))
        for address, page in wanted.items():
            if not self._may_go_on():
                break
            yield self._visit(address, page)
        yield from self._behind_links()

    def _may_go_on(self) -> bool:
        if self.limit is not None and self.pages >= self.limit:
            self.is_complete = False
        return self.is_complete

    # --- robots.txt and the sitemaps --------------------------------------------------------

    def _robots_txt(self) -> Iterator[OnPage]:
        address = f"{self.crawler.site}/robots.txt"
        answer = self._ask(address)
        findings = []
        if answer.status != 200:
            findings.append(
                Code.ROBOTS_TXT_BROKEN.found(f"Serve robots.txt: it answers {answer.status}.")
            )
        else:
            self._robots = read_robots(answer.text)
            if not self._robots.sitemaps:
                findings.append(
                    Code.ROBOTS_TXT_NO_SITEMAP.found(
                        f"Name the sitemap: Sitemap: {self.crawler.site}/sitemap.xml."
                    )
                )
        yield OnPage(address, tuple(findings))

    def _sitemaps(self, wanted: frozenset[str] = frozenset()) -> Iterator[OnPage]:
        """Read the sitemaps one by one; where only some pages are wanted, until all are found."""
        waiting = list(self._robots.sitemaps) or [f"{self.crawler.site}/sitemap.xml"]
        seen: set[str] = set()
        while waiting and not (wanted and wanted <= self._in_sitemap):
            address = waiting.pop(0)
            if address not in seen and self.crawler.is_ours(address):
                seen.add(address)
                findings = tuple(_folded(self._sitemap(address, waiting, wanted)))
                yield OnPage(address, findings)

    def _sitemap(
        self, address: str, waiting: list[str], wanted: frozenset[str]
    ) -> Iterator[Finding]:
        answer = self._ask(address, MOST_SITEMAP_BYTES)
        if answer.status != 200:
            yield Code.SITEMAP_BROKEN.found(f"Serve the sitemap: it answers {answer.status}.")
            return
        try:
            sitemap = read_sitemap(answer.body)
        except BrokenSitemap as problem:
            yield Code.SITEMAP_BROKEN.found(str(problem))
            return
        waiting.extend(sitemap.files)
        yield from sitemap_findings(sitemap, self.crawler.site, timezone.now(), weight=answer.size)
        for entry in sitemap.entries:
            if entry.address in self._in_sitemap:
                yield Code.SITEMAP_TWICE.found("List the address once.", entry.address)
            elif self.crawler.is_ours(entry.address) and (not wanted or entry.address in wanted):
                self._in_sitemap.add(entry.address)

    # --- one page -----------------------------------------------------------------------------

    def _visit(self, address: str, page: Listed | None = None) -> OnPage:
        found, document = self._look(address)
        findings = [*self._of_answer(address, found, expected=page is not None)]
        if document is not None:
            self.pages += 1
            if not found.hops:
                findings += self._of_page(document, found.answer, address, page)
        return OnPage(address, tuple(_folded(findings)))

    def _of_answer(self, address: str, found: Found, expected: bool) -> Iterator[Finding]:
        answer = found.answer
        if found.hops and expected:
            yield Code.ANSWER_REDIRECT.found(
                f"See why the page is not at its own address: it leads to {found.ends_at}."
            )
        elif answer.status >= 500:
            error = f" ({answer.error})" if answer.error else ""
            yield Code.ANSWER_ERROR.found(
                f"Mend the error: the page answers {answer.status}{error}."
            )
        elif answer.status != 200 and expected:
            yield Code.ANSWER_MISSING.found(
                f"See why the page is published and answers {answer.status}."
            )
        if address in self._in_sitemap and (found.hops or answer.status != 200):
            yield Code.SITEMAP_DEAD.found("Take the address out of the sitemap.", "sitemap")
        is_public = expected or address in self._in_sitemap
        if is_public and not self._may_fetch(address):
            yield Code.ROBOTS_TXT_CLOSED.found(
                "Open the page in robots.txt: search engines cannot read it.", "robots.txt"
            )

    def _of_page(
        self, document: Document, answer: Answer, address: str, page: Listed | None
    ) -> Iterator[Finding]:
        subject = Subject(
            address=address,
            described=page.is_described if page else None,
            chosen_canonical=page.chosen_canonical if page else "",
            robots_header=answer.headers.get("x-robots-tag", ""),
        )
        yield from size_findings(answer.size, len(answer.body))
        yield from self._told_once(page_findings(document, subject, self.crawler.site), subject)
        yield from self._chosen_canonical(subject)
        yield from self._share_image(document)
        yield from _of_twin(document, answer)
        yield from self._comparison.findings(document, subject)
        yield from self._in_index(document, subject, is_of_tree=page is not None)
        self._hear(document, address)

    def _told_once(self, findings: Iterable[Finding], subject: Subject) -> Iterator[Finding]:
        """Leave out what was said on another page of the same thing, the clinic for one."""
        for finding in findings:
            if is_of_another_page(finding, subject):
                home = without_fragment(finding.place.partition(" ")[0])
                if finding.code == Code.GRAPH_ADVISED.label and home in self._on_the_way:
                    continue
                told = finding.code, finding.place, finding.message
                if told in self._told:
                    continue
                self._told.add(told)
            yield finding

    def _chosen_canonical(self, subject: Subject) -> Iterator[Finding]:
        chosen = subject.chosen_canonical
        if not chosen or not self.crawler.is_ours(chosen):
            return
        found = self.crawler.follow(chosen)
        document = read(found.answer.text) if found.answer.is_page else Document()
        named = Subject(address=chosen, robots_header=found.answer.headers.get("x-robots-tag", ""))
        if (
            found.hops
            or not found.answer.is_page
            or document.canonical != chosen
            or not named.may_be_indexed(document)
        ):
            yield Code.CANONICAL_BROKEN.found(
                "Choose a canonical address that answers 200, may be indexed and names itself: "
                f"{chosen} does not.",
                "canonical",
            )

    def _share_image(self, document: Document) -> Iterator[Finding]:
        address = "".join(document.meta("og:image")[:1])
        if not self.crawler.is_ours(address):
            return
        if address not in self._pictures:
            answer = self._ask(address)
            sound = answer.status == 200
            self._pictures[address] = measure(answer.body, answer.size) if sound else None
        yield from share_image_findings(document, self._pictures[address])

    def _in_index(
        self, document: Document, subject: Subject, is_of_tree: bool
    ) -> Iterator[Finding]:
        listed = subject.address in self._in_sitemap
        may_be_indexed = subject.may_be_indexed(document)
        is_elsewhere = is_absolute(document.canonical) and document.canonical != subject.address
        if listed and not may_be_indexed:
            yield Code.SITEMAP_NOINDEX.found(
                "Take the page out of the sitemap, or let it be indexed.", "sitemap"
            )
        elif listed and is_elsewhere:
            yield Code.SITEMAP_CANONICAL.found(
                f"Take the page out of the sitemap: it names {document.canonical} instead.",
                "sitemap",
            )
        elif is_of_tree and not listed and may_be_indexed and not is_elsewhere:
            yield Code.SITEMAP_LACKS.found("Put the page into the sitemap.", "sitemap")
        if subject.address == f"{self.crawler.site}/" and not may_be_indexed:
            yield Code.SITE_HIDDEN.found(
                "Let search engines in before the site is meant to be found: it hides from them.",
                "robots",
            )

    def _hear(self, document: Document, page: str) -> None:
        """Remember where the page leads, to look at it when all pages are known."""
        heard = self._heard
        links = {self._own(page, link.address) for link in document.anchors}
        for address, fragment in sorted(links - {("", "")}):
            _mention(heard.links, (address, fragment), page)
            if address != page and address not in heard.linked:
                heard.linked.add(address)
                if address not in self._targets and self._may_fetch(address):
                    self._waiting.append(address)
        for source in {image.source for image in document.images}:
            if address := self._own(page, source)[0]:
                _mention(heard.images, address, page)
        for file in set(addresses_of_files(document)):
            if address := self._own(page, file)[0]:
                _mention(heard.files, address, page)
        for link in document.linked("alternate"):
            if link.kind and (address := self._own(page, link.address)[0]):
                _mention(heard.feeds, (address, link.kind), page)

    def _own(self, page: str, written: str) -> tuple[str, str]:
        """Return the address that a link of a page leads to and the place in it, if it is ours."""
        address, _, fragment = joined(page, written).partition("#")
        return (address, fragment) if self.crawler.is_ours(address) else ("", "")

    # --- what links lead to ---------------------------------------------------------------------

    def _behind_links(self) -> Iterator[OnPage]:
        """Yield what is wrong with links, images, files and feeds, page by page."""
        found: dict[str, list[Finding]] = {}
        for page, finding in self._followed():
            found.setdefault(page, []).append(finding)
        for page, findings in found.items():
            yield OnPage(page, tuple(_folded(findings)))

    def _followed(self) -> Iterator[tuple[str, Finding]]:
        for (address, fragment), mention in self._heard.links.items():
            if address not in self._targets and not self._may_fetch(address):
                continue  # closed to crawlers, so that none sets anything going there
            target = self._target(address)
            if finding := link_finding(address, fragment, target, mention.others):
                yield mention.page, finding
        for address, mention in self._heard.images.items():
            if (target := self._target(address, most=0)).status != 200:
                yield (
                    mention.page,
                    Code.IMAGE_BROKEN.found(
                        f"Put the image back or take it out: it answers {target.status}.", address
                    ),
                )
        for address, mention in self._heard.files.items():
            target = self._target(address, most=0)
            if finding := link_finding(address, "", target, mention.others):
                yield mention.page, finding
        for (address, kind), mention in self._heard.feeds.items():
            if fault := self._fault_of_version(address, kind, mention.page):
                yield mention.page, Code.FEED_BROKEN.found(fault, address)

    def _fault_of_version(self, address: str, kind: str, page: str) -> str:
        answer = self._ask(address)
        if answer.status != 200:
            return f"Mend it or do not name it: it answers {answer.status}."
        return version_fault(kind, answer.headers, answer.body, page)

    def _target(self, address: str, most: int = MOST_BYTES) -> Target:
        if address not in self._targets:
            self._look(address, most)
        return self._targets[address]

    def _look(self, address: str, most: int = MOST_BYTES) -> tuple[Found, Document | None]:
        """Ask for an address, and remember what is there."""
        self.report(address)
        found = self.crawler.follow(address, most)
        document = read(found.answer.text) if found.answer.is_page else None
        self._targets[address] = Target(
            status=found.answer.status,
            hops=found.hops,
            ends_at=found.ends_at if found.hops else "",
            is_endless=found.is_endless,
            is_page=document is not None,
            places=numbers(document.ids) if document else None,
        )
        return found, document

    def _ask(self, address: str, most: int = MOST_BYTES) -> Answer:
        self.report(address)
        return self.crawler.ask(address, most)

    # --- pages that nobody finds ----------------------------------------------------------------

    def _orphans(self, of_tree: set[str]) -> Iterator[OnPage]:
        home = f"{self.crawler.site}/"
        for address in sorted(of_tree & self._in_sitemap - self._heard.linked - {home}):
            yield OnPage(
                address, (Code.PAGE_ORPHAN.found("Link to the page from one that readers find."),)
            )

    def _may_fetch(self, address: str) -> bool:
        path = address.removeprefix(self.crawler.site) or "/"
        return self._robots.may_fetch(SEARCH_ENGINE, path)


def _of_twin(document: Document, answer: Answer) -> Iterator[Finding]:
    """Yield it when a cache may take a page for its twin, or the twin for the page."""
    has_twin = any(link.kind == MARKDOWN for link in document.linked("alternate"))
    if has_twin and not varies_by_wish(answer.headers):
        yield Code.FEED_BROKEN.found("Send Vary: Accept with the page, which has a twin.", "Vary")


def _mention(mentions: dict[Key, Mention], key: Key, page: str) -> None:
    if known := mentions.get(key):
        known.others += 1
    else:
        mentions[key] = Mention(page)


def _folded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first few findings of each kind; the last of them says how many more there are."""
    counts = Counter[str]()
    kept: list[Finding] = []
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= MOST_OF_A_KIND:
            kept.append(finding)
    told = Counter[str]()
    for finding in kept:
        told[finding.code] += 1
        more = counts[finding.code] - MOST_OF_A_KIND
        if more > 0 and told[finding.code] == MOST_OF_A_KIND:
            yield replace(finding, message=f"{finding.message} (And {more} more of this kind.)")
        else:
            yield finding
