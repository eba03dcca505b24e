"""Stories for tests, built as the database keeps them."""

from typing import Any

from wagtail.blocks import StreamValue

from content.blocks.stories import ArticleStory

BLOCKS = ArticleStory().child_blocks


def story(*blocks: tuple[str, Any]) -> StreamValue:
    """Return a story of the given blocks, as read from the database."""
    return ArticleStory().to_python([{"type": name, "value": value} for name, value in blocks])


def text(source: str) -> tuple[str, str]:
    """Return a block of running text."""
    return "text", source


def mark(number: int | str) -> str:
    """Return a reference mark as it is stored."""
    return f'<a linktype="reference" number="{number}">{number}</a>'


def heading(words: str, anchor: str = "", level: str = "h2") -> tuple[str, dict[str, str]]:
    """Return a heading."""
    return "heading", {"text": words, "level": level, "anchor": anchor}


def references(*citations: str, **more: str) -> tuple[str, dict[str, Any]]:
    """Return a block of references."""
    items = [{"citation": citation, "doi": "", "url": "", **more} for citation in citations]
    listed = [{"type": "item", "value": item, "id": str(n)} for n, item in enumerate(items)]
    return "references", {"title": "References", "items": listed}
