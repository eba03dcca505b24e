"""Writes robots.txt: what crawlers may fetch, and where the sitemap is. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawlers.robots_rules import EVERYBODY, SITEMAP, lines_of, read

# Nothing to find there, and nothing that a crawler should set going.
CLOSED_TO_ALL = ("/admin/", "/comments/", "/search/")

# Who asks on behalf of AI, by purpose, under the names their owners publish.
AI_SEARCH = (
    "OAI-SearchBot",
    "Claude-SearchBot",
    "PerplexityBot",
    "DuckAssistBot",
    "Amzn-SearchBot",
)
AI_FETCH = (
    "ChatGPT-User",
    "Claude-User",
    "Perplexity-User",
    "MistralAI-User",
    "meta-externalfetcher",
    "Amzn-User",
)
AI_TRAINING = (
    "GPTBot",
    "ClaudeBot",
    "Google-Extended",
    "Applebot-Extended",
    "CCBot",
    "meta-externalagent",
    "Amazonbot",
    "Bytespider",
)


@dataclass(frozen=True)
class CrawlPolicy:
    """What the clinic lets AI do with its pages, by purpose."""

    ai_search: bool = True
    ai_fetch: bool = True
    ai_training: bool = True

    @property
    def refused(self) -> tuple[str, ...]:
        """The crawlers that may fetch nothing."""
        purposes = (
            (self.ai_search, AI_SEARCH),
            (self.ai_fetch, AI_FETCH),
            (self.ai_training, AI_TRAINING),
        )
        return tuple(agent for allowed, agents in purposes if not allowed for agent in agents)


def robots_txt(policy: CrawlPolicy, sitemap_url: str, more: str = "") -> str:
    """Return the text of robots.txt. `more` is what the clinic has written itself.

    A page that asks not to be indexed is not closed here: the request can only be read by a
    crawler that may fetch the page.
    """
    written, sitemaps = _with_closed_paths(more)
    groups = [] if _speaks_to_all(more) else [_group(["*"], CLOSED_TO_ALL)]
    if policy.refused:
        groups.append(_group(policy.refused, ["/"]))
    if written:
        groups.append(written)
    own = f"Sitemap: {sitemap_url}"
    others = [line for line in sitemaps if line != own]
    return "\n\n".join([*groups, "\n".join([own, *others])]) + "\n"


def _with_closed_paths(more: str) -> tuple[str, list[str]]:
    """Return the clinic's own groups, each with what is closed to all, and its sitemap lines.

    A crawler that finds a group of its own reads no other: what is closed has to stand in each.
    """
    ends = {group.last_line for group in read(more).groups}
    kept, sitemaps = [], []
    for line in lines_of(more.removeprefix("\ufeff")):
        if line.name == SITEMAP:
            sitemaps.append(f"Sitemap: {line.value}")
            continue
        kept.append(line.text.rstrip())
        if line.number in ends:
            kept += [f"Disallow: {path}" for path in CLOSED_TO_ALL]
    return "\n".join(kept).strip("\n"), sitemaps


def _speaks_to_all(more: str) -> bool:
    return any(EVERYBODY in group.agents for group in read(more).groups)


def _group(agents: Iterable[str], closed: Iterable[str]) -> str:
    lines = [f"User-agent: {agent}" for agent in agents]
    return "\n".join([*lines, *(f"Disallow: {path}" for path in closed)])
