"""What an editor picked inside a story: pages, of which readers may see some, and images."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from wagtail.blocks import PageChooserBlock, StreamValue

from images.models import ClinicImage
from images.renditions import bring_images, copied
from queries.prepared import Prepared, padded

FIGURE = "figure"


class Brought:
    """The pages and images that a story picked, fetched together before its blocks ask."""

    def __init__(self, pages: Mapping[int, Any], images: Mapping[int, ClinicImage]) -> None:
        self.pages = pages
        self.images = images

    def page(self, pk: int | None) -> Any | None:
        """Return a page by its id, if it was picked and is still there."""
        return self.pages.get(pk) if pk else None

    def image(self, pk: int | None) -> ClinicImage | None:
        """Return an image by its id, as an object of its own, if it is still there."""
        found = self.images.get(pk) if pk else None
        return copied(found) if found else None


_brought: ContextVar[Brought | None] = ContextVar("brought", default=None)


def brought() -> Brought | None:
    """Return what was brought for the story whose blocks are being read; else None."""
    return _brought.get()


def bring(
    stories: Iterable[StreamValue], *kinds: str, along: Iterable[ClinicImage | None] = ()
) -> None:
    """Read all blocks of stories: their pages in one query, their images in another.

    Images that stand elsewhere on the page come `along` in the same query, as the named kinds
    show them. What was brought before is not fetched again.
    """
    unread = [story for story in stories if not _is_read(story)]
    picks = [block for story in unread for block in story.raw_data]
    pages = set(_ids(_picked_pages(picks)))
    images = bring_images(set(_ids(_picked_images(picks))), FIGURE, *kinds, along=along)
    with _bringing(Brought(_pages(pages), images)):
        for story in unread:
            list(story)


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


# --- As they are stored ---------------------------------------------------------------------


def _is_read(story: StreamValue) -> bool:
    """Say whether the blocks were read before, or come from a form: nothing is to be fetched."""
    return all(block is not None for block in story._bound_blocks)


def _picked_pages(picks: list[Mapping[str, Any]]) -> Iterator[Any]:
    for block in picks:
        if block["type"] == "call_to_action":
            yield block["value"].get("page")
        elif block["type"] == "related_articles":
            for item in block["value"].get("articles") or ():
                yield item["value"] if isinstance(item, Mapping) else item


def _picked_images(picks: list[Mapping[str, Any]]) -> Iterator[Any]:
    for block in picks:
        if block["type"] in {"image", "video"}:
            picked = block["value"].get("image" if block["type"] == "image" else "poster")
            yield picked.get("image") if isinstance(picked, Mapping) else picked


def _ids(stored: Iterable[Any]) -> Iterator[int]:
    return (pk for pk in stored if isinstance(pk, int))


def _pages(ids: set[int]) -> dict[int, Any]:
    return {page.pk: page for page in _with_ids()(padded(ids))} if ids else {}


@cache
def _with_ids() -> Prepared[Any]:
    pages = PageChooserBlock().model_class.objects.names()
    return Prepared(lambda ids: pages.filter(pk__in=ids))


@contextmanager
def _bringing(found: Brought) -> Iterator[None]:
    token = _brought.set(found)
    try:
        yield
    finally:
        _brought.reset(token)
