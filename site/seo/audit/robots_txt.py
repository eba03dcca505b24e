"""What robots.txt lets search engines fetch, read as RFC 9309 has it."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

SEARCH_ENGINE, EVERYBODY = "googlebot", "*"


class Robots:
    """A robots.txt, read for the crawler of a search engine."""

    def __init__(self, text: str) -> None:
        self.sitemaps: list[str] = []
        self._rules: dict[str, list[tuple[str, bool]]] = {}
        agents: list[str] = []
        in_rules = False
        for line in text.removeprefix("\ufeff").splitlines():
            name, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
            match name.lower():
                case "user-agent":
                    agents = [*([] if in_rules else agents), value.lower()]
                    in_rules = False
                    self._rules.setdefault(value.lower(), [])
                case "allow" | "disallow" as verb:
                    in_rules = True
                    for agent in agents if value else ():
                        self._rules[agent].append((value, verb == "allow"))
                case "sitemap" if value:
                    self.sitemaps.append(value)

    def may_fetch(self, path: str) -> bool:
        """Say whether search engines may fetch a path: the longest rule that matches decides."""
        rules = self._rules.get(SEARCH_ENGINE, self._rules.get(EVERYBODY, []))
        matching = [(len(rule), allows) for rule, allows in rules if _matches(rule, path)]
        return max(matching, default=(0, True))[1]


def _matches(rule: str, path: str) -> bool:
    ends = rule.endswith("$")
    parts = [re.escape(_normal(part)) for part in rule.removesuffix("$").split("*")]
    pattern = ".*".join(parts) + (r"\Z" if ends else "")
    return re.match(pattern, _normal(path), re.DOTALL) is not None


def _normal(path: str) -> str:
    """Return a path with each character written one way, however it was escaped."""
    plain = unquote(path, errors="surrogateescape")
    return quote(plain, safe="/?&=:@!$'()+,;-._~", errors="surrogateescape")
