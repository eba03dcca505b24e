"""What an editor picked inside a story: pages, of which readers may see some, and images."""

from collections.abc import Iterable, Iterator
from typing import Any


def published_ids(pages: Iterable[Any]) -> frozenset[int]:
    """Return the ids of those pages that readers can open."""
    return frozenset(page.pk for page in pages if page is not None and page.is_published)


def picked_pages(story: Iterable[Any]) -> Iterator[Any]:
    """Yield every page picked in the blocks of a story."""
    for block in story:
        if block.block_type == "call_to_action":
            yield block.value["page"]
        elif block.block_type == "related_articles":
            yield from block.value["articles"]


def picked_images(story: Iterable[Any]) -> Iterator[Any]:
    """Yield every image shown in the blocks of a story."""
    for block in story:
        if block.block_type == "image":
            yield block.value["image"]
        elif block.block_type == "video":
            yield block.value["poster"]
