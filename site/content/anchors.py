"""Names for the places of a page that can be linked to."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any, TypeVar

Story = TypeVar("Story", bound=Iterable[Any])

# What the page around a story already calls its own parts.
TAKEN = frozenset(
    {"main", "contents", "comments", "related", "search", "navigation", "references", "top"}
    | {"articles", "medical-words", "reviewed"}
)
TAKEN_PATTERN = re.compile(r"(reference|cite|comment)-\d.*")
LENGTH = 70


def settle_anchors(story: Story) -> Story:
    """Name every heading and question of a story that has no name yet.

    A name once given is kept, so links go on working when the wording changes. Of two equal
    names, as a copied block has, the first stays.
    """
    used: set[str] = set()
    nameless: list[tuple[MutableMapping[str, Any], str]] = []
    for place, words in _places(story):
        anchor = place.get("anchor") or ""
        if anchor and not _is_taken(anchor, used):
            used.add(anchor)
        elif words:
            nameless.append((place, words))
        else:
            place["anchor"] = ""
    for place, words in nameless:
        place["anchor"] = _free(words, used)
        used.add(place["anchor"])
    return story


def _places(story: Iterable[Any]) -> Iterator[tuple[MutableMapping[str, Any], str]]:
    for block in story:
        if block.block_type == "heading":
            yield block.value, block.value.get("text") or ""
        elif block.block_type == "faq":
            yield block.value, block.value.get("title") or ""
            for question in block.value.get("questions") or []:
                yield question, question.get("question") or ""


def _free(words: str, used: set[str]) -> str:
    stem = _slug(words) or "section"
    if TAKEN_PATTERN.fullmatch(stem):
        stem = f"section-{stem}"
    anchor, tries = stem, 1
    while _is_taken(anchor, used):
        tries += 1
        anchor = f"{stem}-{tries}"
    return anchor


def _is_taken(anchor: str, used: set[str]) -> bool:
    return anchor in used or anchor in TAKEN or TAKEN_PATTERN.fullmatch(anchor) is not None


def _slug(words: str) -> str:
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_words.lower().replace("'", "")).strip("-")
    if len(slug) <= LENGTH:
        return slug
    return slug[:LENGTH].rpartition("-")[0] or slug[:LENGTH]
