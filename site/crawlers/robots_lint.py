"""Says what is wrong with rules for robots.txt before crawlers read them. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawlers.robots_rules import (
    ALLOW,
    DISALLOW,
    EVERYBODY,
    SITEMAP,
    USER_AGENT,
    Line,
    Robots,
    Rule,
    lines_of,
    read,
)

# Google reads no more than this.
LARGEST = 500_000
# Who must be able to read the site for it to be found, and to see it as readers do.
SEARCH_ENGINES = {
    "Google": ("googlebot", "googlebot-image"),
    "Bing": ("bingbot",),
}
KNOWN = frozenset({USER_AGENT, ALLOW, DISALLOW, SITEMAP, "crawl-delay"})
# What is often meant by a name that crawlers do not know.
MEANT = {
    "useragent": "User-agent",
    "user agent": "User-agent",
    "user-agents": "User-agent",
    "disalow": "Disallow",
    "dissallow": "Disallow",
    "disallowed": "Disallow",
    "allowed": "Allow",
    "site-map": "Sitemap",
    "sitemaps": "Sitemap",
    "crawldelay": "Crawl-delay",
}


@dataclass(frozen=True)
class Problem:
    """What is wrong, and on which of the typed lines; 0 is the whole."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}" if self.line else self.words


@dataclass(frozen=True)
class Needed:
    """What search engines must be able to fetch: pages, and what pages are shown with."""

    pages: tuple[str, ...] = ("/",)
    sitemap: str = "/sitemap.xml"
    styles: str = "/static/css/site.css"
    scripts: str = "/static/js/site.js"
    pictures: str = "/media/images/picture.webp"
    # What no crawler shall fetch.
    closed: tuple[str, ...] = ()


def lint(
    text: str, needed: Needed, *, refused: Iterable[str] = (), hides: bool = False
) -> list[Problem]:
    """Return what is wrong with rules that somebody has typed, in the order of their lines.

    `refused` are the crawlers that a switch of the settings shuts out already. A site that hides
    may also shut search engines out.
    """
    problems = [*_of_the_whole(text), *_of_lines(text), *_of_groups(text, frozenset(refused))]
    problems += _of_what_is_opened(read(text), needed.closed)
    if not hides:
        problems += _of_effect(read(text), needed)
    return sorted(problems, key=lambda problem: problem.line)


def _of_the_whole(text: str) -> Iterator[Problem]:
    if text.startswith("\ufeff"):
        yield Problem(
            1,
            "there is an invisible mark (BOM) before the first letter, and some crawlers pass "
            "over the line for it. Delete the line and type it anew.",
        )
    if (size := len(text.encode())) > LARGEST:
        yield Problem(
            0,
            f"This is {size // 1000} kB. Google reads the first {LARGEST // 1000} kB and "
            "passes over the rest.",
        )


def _of_lines(text: str) -> Iterator[Problem]:
    in_group = False
    for line in lines_of(text.removeprefix("\ufeff")):
        if line.is_blank:
            continue
        words = _wrong_with(line, in_group)
        if words:
            yield Problem(line.number, words)
        in_group = in_group or line.name == USER_AGENT


def _wrong_with(line: Line, in_group: bool) -> str:
    if not line.name:
        said = line.text.partition("#")[0].strip()
        if said.startswith(":"):
            return "there is nothing before the colon."
        return f"“{said}” has no colon. Write it like “Disallow: /drafts/”."
    if line.name == "noindex":
        return (
            "Noindex: does nothing in robots.txt. To keep a page out of search engines, open it "
            "and tick “keep out of search engines” under Promote."
        )
    if line.name == "host":
        return "Host: does nothing any more. Delete the line."
    if line.name not in KNOWN:
        meant = MEANT.get(line.name)
        hint = f" Did you mean {meant}:?" if meant else " Crawlers pass over it."
        return f"“{line.text.partition(':')[0].strip()}” is no rule that crawlers know.{hint}"
    if line.name == SITEMAP:
        return _wrong_with_sitemap(line.value)
    if line.name == USER_AGENT:
        return "" if line.value else "name a crawler after User-agent:, or * for all."
    if not in_group:
        return "there is no User-agent: above it that says for whom it is."
    if line.name == "crawl-delay":
        return "" if line.value.replace(".", "", 1).isdigit() else "write a number of seconds."
    return _wrong_with_path(line)


def _wrong_with_sitemap(value: str) -> str:
    address = urlsplit(value)
    if address.scheme in {"http", "https"} and address.netloc:
        return ""
    return "write the whole address of the sitemap, beginning with https://."


def _wrong_with_path(line: Line) -> str:
    if line.value and not line.value.startswith(("/", "*")):
        if "://" in line.value:
            return f"write only the path, such as “{urlsplit(line.value).path or '/'}”."
        return f"a path begins with a slash: “/{line.value}”."
    if " " in line.value:
        return "a path has no spaces. Write one path a line."
    return ""


def _of_groups(text: str, refused: frozenset[str]) -> Iterator[Problem]:
    shut_out = {agent.lower() for agent in refused}
    seen: dict[str, int] = {}
    robots = read(text)
    for group in robots.groups:
        for agent in dict.fromkeys(group.agents):
            if agent in seen:
                yield Problem(
                    group.first_line,
                    f"{_shown(agent)} has rules from line {seen[agent]} on already. Some crawlers "
                    "read only the first: put all of them there.",
                )
            seen.setdefault(agent, group.first_line)
            if agent in shut_out:
                yield Problem(
                    group.first_line,
                    f"{agent} is shut out by a switch under Search and social. Let it in "
                    "there, or delete these lines.",
                )
        if not group.rules:
            yield Problem(group.last_line, "no Allow: or Disallow: follows, so it says nothing.")


def _of_what_is_opened(robots: Robots, closed: tuple[str, ...]) -> Iterator[Problem]:
    """Yield the rules that would outweigh what is closed to all."""
    for rule in (rule for group in robots.groups for rule in group.rules if rule.allows):
        for path in closed:
            if rule.matches(path) and rule.weight >= Rule(False, path, 0).weight:
                yield Problem(rule.line, f"{path} is no page, and stays closed to crawlers.")


def _of_effect(robots: Robots, needed: Needed) -> Iterator[Problem]:
    """Yield what search engines could no longer read; each rule is named once for each engine."""
    for engine, agents in SEARCH_ENGINES.items():
        told: set[int] = set()
        for agent in agents:
            for path, words in _needed_by(agent, needed):
                rule = robots.deciding_rule(agent, path)
                if rule is None or rule.allows or rule.line in told:
                    continue
                told.add(rule.line)
                yield Problem(rule.line, _effect(engine, rule.path, words))


def _effect(engine: str, path: str, words: str) -> str:
    if path in {"/", "*", "/*"}:
        return (
            f"this would lock {engine} out of the whole site. To hide a trial site, tick “hide "
            "from search engines” under Search and social."
        )
    return f"this would lock {engine} out of {words}."


def _needed_by(agent: str, needed: Needed) -> Iterator[tuple[str, str]]:
    if agent == "googlebot-image":
        yield needed.pictures, "the pictures"
        return
    yield needed.styles, "the styles, and it would see pages as no reader does"
    yield needed.scripts, "the scripts, and it would see pages as no reader does"
    yield needed.pictures, "the pictures"
    yield needed.sitemap, "the sitemap"
    for path in needed.pages:
        yield path, f"{path}, which it may keep. To take a page out, use its own switch instead"


def _shown(agent: str) -> str:
    return "“*”" if agent == EVERYBODY else agent
