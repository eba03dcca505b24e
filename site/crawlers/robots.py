"""Writes robots.txt: what crawlers may fetch, and where the sitemap is. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


def robots_txt(policy: CrawlPolicy, sitemap_url: str) -> str:
    """Return the text of robots.txt.

    A page that asks not to be indexed is not closed here: the request can only be read by a
    crawler that may fetch the page.
    """
    groups = [_group(["*"], CLOSED_TO_ALL)]
    if policy.refused:
        groups.append(_group(policy.refused, ["/"]))
    return "\n\n".join([*groups, f"Sitemap: {sitemap_url}"]) + "\n"


def _group(agents: Iterable[str], closed: Iterable[str]) -> str:
    lines = [f"User-agent: {agent}" for agent in agents]
    return "\n".join([*lines, *(f"Disallow: {path}" for path in closed)])
