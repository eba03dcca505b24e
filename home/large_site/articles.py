"""Made-up articles, as rows of their tables."""

import datetime as dt
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType

from blog.models import ArticlePage, BlogIndexPage
from content.words import WORDS_PER_MINUTE
from home.large_site.sentences import Writer
from home.large_site.stories import Story, count_words
from home.large_site.vocabulary import SENTENCES, TITLES
from pages.models import SitePage

# Fixed, so that the same seed tells the same story on any day; and some time ago, so that all
# that follows an article has happened, too.
LAST_DAY = dt.datetime(2025, 6, 30, 12, tzinfo=dt.UTC)
YEARS = 10
MADE_UP = "Made-up text, to try out a large site."
LAST_LINKED = 50
"""An article links to a few of those written just before it."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Surroundings:
    """What the articles stand in, and what they may show: numbers of rows."""

    index: BlogIndexPage
    topics: Sequence[int]
    authors: Sequence[int]
    pictures: Sequence[int]
    linked: Sequence[int]
    first_step: int
    """The place of the first new article among the children of the blog."""
    first_id: int
    first_number: int = 1

    def page_id(self, number: int) -> int:
        """Return the number of the page that holds an article."""
        return self.first_id + number - self.first_number

    def path(self, number: int) -> str:
        """Return an article's place in the tree."""
        step = self.first_step + number - self.first_number
        return SitePage._get_path(self.index.path, self.index.depth + 1, step)


@dataclass(frozen=True)
class Article:
    """One article, ready to be put into its tables."""

    number: int
    page_id: int
    slug: str
    title: str
    url_path: str
    published_on: dt.datetime
    is_live: bool
    page: Row
    text: Row
    pictures: Row
    topics: list[Row]
    authors: list[Row]
    picks: list[Row]


def write_article(seed: int, number: int, around: Surroundings) -> Article:
    """Write one article. What it says depends on the seed and its number, not on how many."""
    writer = Writer(f"{seed} article {number}")
    page_id = around.page_id(number)
    earlier = range(around.page_id(max(around.first_number, number - LAST_LINKED)), page_id)
    title = f"{writer.sentence(TITLES)}, no. {number}"
    slug = f"sample-article-{number}"
    url_path = f"{around.index.url_path}{slug}/"
    published_on = LAST_DAY - dt.timedelta(seconds=writer.between(0, YEARS * 365 * 86_400))
    changed = writer.chance(0.2)
    updated_on = published_on + dt.timedelta(days=writer.between(20, 60)) if changed else None
    is_live = not writer.chance(0.02)
    introduction = f"{writer.sentences(SENTENCES, 1, 2)} {MADE_UP}"
    linked = [*around.linked, *(writer.pick(earlier) for _ in range(4) if earlier)]
    story = Story(writer, linked, around.pictures).write()
    words = story.word_count + count_words(introduction)
    topics = _some(writer, around.topics, 1, 4)
    newest = updated_on or published_on
    hero = writer.pick(around.pictures) if writer.chance(0.6) else None
    page = {
        "id": page_id,
        "path": around.path(number),
        "depth": around.index.depth + 1,
        "numchild": 0,
        "translation_key": UUID(int=writer.bits(128), version=4),
        "locale_id": around.index.locale_id,
        "content_type_id": ContentType.objects.get_for_model(ArticlePage).pk,
        "live": is_live,
        "has_unpublished_changes": not is_live,
        "first_published_at": published_on if is_live else None,
        "last_published_at": newest if is_live else None,
        "latest_revision_created_at": newest,
        "title": title,
        "draft_title": title,
        "slug": slug,
        "url_path": url_path,
        "search_description": introduction[:160] if writer.chance(0.7) else "",
        "changed_on": newest if is_live else None,
        "noindex": writer.chance(0.01),
    }
    text = {
        "sitepage_ptr_id": page_id,
        "introduction": introduction,
        "hero_image_id": hero,
        "body": json.dumps(story.blocks),
        "about": "[]",
        "mentions": "[]",
        "main_topic_id": topics[0],
        "featured": writer.chance(0.002),
        "published_on": published_on if is_live else None,
        "updated_on": updated_on if is_live else None,
        "change_note": "A sample change." if updated_on else "",
        "word_count": words,
        "reading_minutes": max(1, math.ceil(words / WORDS_PER_MINUTE)),
    }
    authors = _some(writer, around.authors, 1, 2)
    picks = _some(writer, earlier, 1, 3) if earlier and writer.chance(0.1) else []
    return Article(
        number,
        page_id,
        slug,
        title,
        url_path,
        published_on,
        is_live,
        page,
        text,
        {"page_id": page_id, "images": json.dumps(_pictures(hero, story))},
        [{"articlepage_id": page_id, "topicpage_id": topic} for topic in topics[1:]],
        [
            {"page_id": page_id, "author_id": author, "sort_order": place}
            for place, author in enumerate(authors)
        ],
        [
            {"page_id": page_id, "article_id": other, "sort_order": place}
            for place, other in enumerate(picks)
        ],
    )


def _pictures(hero: int | None, story: Story) -> list[tuple[int, str]]:
    """Return the pictures that a sitemap names with the article."""
    shown = [block["value"]["image"] for block in story.blocks if block["type"] == "image"]
    found = {hero: "hero"} if hero else {}
    for picture in shown:
        found.setdefault(picture["image"] if isinstance(picture, dict) else picture, "figure")
    return list(found.items())


def _some(writer: Writer, choices: Sequence[int], fewest: int, most: int) -> list[int]:
    """Return a few different ones of the choices."""
    tries = [writer.pick(choices) for _ in range(writer.between(fewest, most))]
    return list(dict.fromkeys(tries))
