"""Reads robots.txt as crawlers do (RFC 9309): who may fetch what. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

ALLOW, DISALLOW = "allow", "disallow"
USER_AGENT, SITEMAP = "user-agent", "sitemap"
EVERYBODY = "*"

# A crawler that finds no group of its own obeys that of the name beside it, then `*`.
FALLS_BACK_ON = {
    "googlebot-image": "googlebot",
    "googlebot-news": "googlebot",
    "googlebot-video": "googlebot",
    "msnbot": "bingbot",
}


@dataclass(frozen=True)
class Line:
    """One line, taken apart. Without a colon it has no name."""

    number: int
    text: str
    name: str = ""
    value: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing: empty, or a comment."""
        return not self.name and not self.text.partition("#")[0].strip()


@dataclass(frozen=True)
class Rule:
    """One Allow or Disallow, and the line it stands on."""

    allows: bool
    path: str
    line: int

    @property
    def weight(self) -> tuple[int, bool]:
        """What decides between rules that match: the longer one, and of equals the kinder."""
        return len(_normal(self.path)), self.allows

    def matches(self, path: str) -> bool:
        """Whether it speaks of this path (with its query, if it has one)."""
        return bool(self.path) and _pattern(self.path).match(_normal(path)) is not None


@dataclass
class Group:
    """Rules, and the crawlers that they are for."""

    agents: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    first_line: int = 0
    last_line: int = 0


@dataclass(frozen=True)
class Robots:
    """A robots.txt, read."""

    groups: tuple[Group, ...]
    sitemaps: tuple[str, ...]

    def rules_for(self, agent: str) -> list[Rule]:
        """Return the rules a crawler obeys: those of every group that names it, else of `*`."""
        asked: str | None = agent.lower()
        while asked:
            if named := [group for group in self.groups if asked in group.agents]:
                return [rule for group in named for rule in group.rules]
            asked = FALLS_BACK_ON.get(asked, EVERYBODY if asked != EVERYBODY else None)
        return []

    def deciding_rule(self, agent: str, path: str) -> Rule | None:
        """Return the rule that decides about a path; None when none speaks of it."""
        matching = [rule for rule in self.rules_for(agent) if rule.matches(path)]
        return max(matching, key=lambda rule: rule.weight, default=None)

    def may_fetch(self, agent: str, path: str) -> bool:
        """Whether a crawler may fetch a path. robots.txt itself always."""
        if path == "/robots.txt":
            return True
        rule = self.deciding_rule(agent, path)
        return rule is None or rule.allows


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of a robots.txt."""
    for number, raw in enumerate(text.splitlines(), start=1):
        said = raw.partition("#")[0]
        name, colon, value = said.partition(":")
        if colon:
            yield Line(number, raw, name.strip().lower(), value.strip())
        else:
            yield Line(number, raw)


def read(text: str) -> Robots:
    """Read a robots.txt. What is no rule is passed over, as crawlers do."""
    groups: list[Group] = []
    sitemaps: list[str] = []
    in_rules = True
    for line in lines_of(text.removeprefix("\ufeff")):
        if line.name == USER_AGENT:
            if in_rules:
                groups.append(Group(first_line=line.number))
                in_rules = False
            groups[-1].agents.append(agent_of(line.value))
            groups[-1].last_line = line.number
        elif line.name in {ALLOW, DISALLOW}:
            in_rules = True
            if groups:
                groups[-1].rules.append(Rule(line.name == ALLOW, line.value, line.number))
                groups[-1].last_line = line.number
        elif line.name == SITEMAP:
            sitemaps.append(line.value)
    return Robots(tuple(groups), tuple(sitemaps))


def agent_of(value: str) -> str:
    """Return the name in a User-agent line as it is compared: without case or version."""
    if value.startswith(EVERYBODY):
        return EVERYBODY
    found = re.match(r"[A-Za-z_-]+", value)
    return (found.group() if found else value).lower()


def _pattern(path: str) -> re.Pattern[str]:
    """Return what a path matches: itself and what follows, `*` anything, `$` the end."""
    normal = _normal(path)
    ends = normal.endswith("$")
    parts = normal.removesuffix("$").split("*")
    return re.compile(".*".join(map(re.escape, parts)) + (r"\Z" if ends else ""), re.DOTALL)


def _normal(path: str) -> str:
    """Return a path with each character written one way: bare, or as capital hexadecimals."""
    kept = "/?&=:@!$'()*+,;-._~#[]"
    return "".join(_normal_parts(path, kept))


def _normal_parts(path: str, kept: str) -> Iterable[str]:
    for part in re.split(r"(%[0-9A-Fa-f]{2})", path):
        if re.fullmatch(r"%[0-9A-Fa-f]{2}", part):
            plain = unquote_to_bytes(part)
            bare = plain.decode("ascii") if plain < b"\x80" else ""
            yield bare if bare.isalnum() or (bare and bare in "-._~") else part.upper()
        else:
            yield quote(part, safe=kept)
