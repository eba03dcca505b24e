"""Which of our addresses is most like one that does not exist (plain Python).

Compared by groups of three letters, as PostgreSQL's pg_trgm does it: words in another order and a
mistyped letter still find their page, and no two long lists are compared text by text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

# Less alike than this is no suggestion but a guess.
ENOUGH = 0.34
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ENDING = re.compile(r"\.(?:html?|php|aspx?|md)$", re.IGNORECASE)
# What stands in addresses of other systems and says nothing about the page.
_SAYS_NOTHING = re.compile(r"^(?:\d{1,4}|index|category|tag|page|amp|feed|blog|posts?|archives?)$")


@dataclass(frozen=True)
class Likeness:
    """A page of ours that an address may have meant, and how alike they are (0 to 1)."""

    page: int
    score: float


def words_of(path: str) -> str:
    """Return the words of an address that say what its page is about.

    The last step counts that has any; dates, numbers and “index” are none.
    """
    steps = [_ENDING.sub("", step) for step in path.partition("?")[0].split("/") if step]
    for step in reversed(steps):
        if not _SAYS_NOTHING.match(step.lower()):
            return step.lower()
    return ""


class Likenesses:
    """Our pages by what their addresses and titles say."""

    def __init__(self, pages: Iterable[tuple[int, str]]) -> None:
        """Take pairs of a page and one of its names: its slug, its title."""
        self._by_group: defaultdict[str, list[int]] = defaultdict(list)
        self._pages: list[int] = []
        self._sizes: list[int] = []
        self._exact: dict[str, int] = {}
        for page, name in pages:
            groups = _groups(name)
            if not groups:
                continue
            self._exact.setdefault(_plain(name), page)
            for group in groups:
                self._by_group[group].append(len(self._pages))
            self._pages.append(page)
            self._sizes.append(len(groups))

    def nearest(self, path: str) -> Likeness | None:
        """Return the page most like the address, if any is like enough."""
        words = words_of(path)
        groups = _groups(words)
        if not groups:
            return None
        if (exact := self._exact.get(_plain(words))) is not None:
            return Likeness(exact, 1.0)
        shared = Counter(place for group in groups for place in self._by_group.get(group, ()))
        best = max(
            ((count / (len(groups) + self._sizes[place] - count), -place, place)
             for place, count in shared.items()),
            default=None,
        )  # fmt: skip
        if best is None or best[0] < ENOUGH:
            return None
        return Likeness(self._pages[best[2]], round(best[0], 2))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _groups(text: str) -> set[str]:
    return {
        padded[start : start + 3]
        for word in _WORD.findall(text.lower())
        for padded in [f"  {word} "]
        for start in range(len(padded) - 2)
    }
