"""Fills a database with made-up articles and comments, table by table, in one transaction."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction
from django.utils import timezone

from blog.comments.models import CommenterTrust, CommentThread, Decision, ReaderComment
from blog.models import ArticleAuthor, ArticlePage, ArticlePick, BlogIndexPage
from delivery.memory import forget
from delivery.page_cache.purging import purge
from home.large_site.articles import Article, Surroundings, write_article
from home.large_site.discussions import Moderation, Trust, shares
from home.large_site.ground import refuse_real_content
from home.large_site.rows import continue_numbers, insert, next_id
from home.large_site.sections import AUTHORS, TOPICS
from home.models import GeneratedContent
from home.starter.loader import StarterSite
from images.tasks import make_images_of_page
from pages import sitemap_files
from pages.changes import ADDRESSES
from pages.models import PublishedText, SitePage
from pages.thinness import settle_everything

Say = Callable[[str], object]
Item = TypeVar("Item")

A_TIME = 2_000
"""Articles held in memory at once."""
IMAGE_KINDS = [*ArticlePage.image_kinds["hero_image"], "figure"]


class LargeSite:
    """A site on its way to being large."""

    def __init__(self, say: Say, seed: int = 0) -> None:
        """Begin; `say` is told each step in one line."""
        self.say = say
        self.seed = seed

    @transaction.atomic
    def grow(self, articles: int, comments: int) -> GeneratedContent | None:
        """Add made-up articles, and comments on them.

        Raises NotOursError, having changed nothing, where somebody's own work would be buried.
        """
        refuse_real_content()
        if not articles:
            return None
        around = self._surroundings()
        run = GeneratedContent.objects.create(
            seed=self.seed,
            articles=articles,
            comments=comments,
            first_page=around.first_id,
            last_page=around.first_id + articles - 1,
        )
        self._write(run, around)
        continue_numbers(SitePage, CommentThread, ReaderComment, Decision)
        self._tell(around, run)
        settle_everything()
        return run

    # --- steps ------------------------------------------------------------------------------

    def _surroundings(self) -> Surroundings:
        """Make the topics and authors, and look at what else is there already."""
        starter = StarterSite(lambda line: None)
        pages = starter.add_pages([*TOPICS, *AUTHORS])
        index = BlogIndexPage.objects.get(pk=_id_at(pages, "/blog/"))
        last_child = index.get_last_child()
        steps = SitePage.steplen
        last_step = SitePage._str2int(last_child.path[-steps:]) if last_child else 0
        made = GeneratedContent.objects.values_list("articles", flat=True)
        return Surroundings(
            index=index,
            topics=[_id_at(pages, plan.path) for plan in TOPICS],
            authors=[_id_at(pages, plan.path) for plan in AUTHORS],
            pictures=[image.pk for image in starter.pictures.values() if image],
            linked=[page.pk for page in pages.values() if page],
            first_step=last_step + 1,
            first_id=next_id(SitePage),
            first_number=sum(made) + 1,
        )

    def _write(self, run: GeneratedContent, around: Surroundings) -> None:
        counts = iter(shares(self.seed, run.articles, run.comments))
        moderation = Moderation(
            self.seed, next_id(CommentThread), next_id(ReaderComment), timezone.now()
        )
        numbers = range(around.first_number, around.first_number + run.articles)
        written = (write_article(self.seed, number, around) for number in numbers)
        progress = Progress(self.say, run.articles, "articles")
        for some in batches(written, A_TIME):
            _insert_articles(some)
            _insert_discussions(moderation, zip(some, counts, strict=False))
            progress.add(len(some))
        SitePage.objects.filter(pk=around.index.pk).update(
            numchild=around.index.numchild + run.articles
        )
        _remember_trust(moderation.trust)
        self.say(f"{run.comments:,} comments on them.")

    def _tell(self, around: Surroundings, run: GeneratedContent) -> None:
        """Let every process forget what it remembers, and have the pictures cut."""
        forget(ADDRESSES)
        parts = {sitemap_files.part_of(pk) for pk in range(run.first_page, run.last_page + 1)}
        purge(
            sitemap_files.INDEX,
            *(sitemap_files.tag_of_part("blog", part) for part in parts),
            "articles",
            *(f"articles:topic:{topic}" for topic in around.topics),
            *(f"articles:author:{author}" for author in around.authors),
        )
        pictures = [(picture, IMAGE_KINDS) for picture in around.pictures]
        transaction.on_commit(lambda: make_images_of_page.enqueue(pictures))


class Progress:
    """Says every now and then how far it is."""

    EVERY_SECONDS = 10

    def __init__(self, say: Say, total: int, things: str) -> None:
        """Begin to count."""
        self.say, self.total, self.things = say, total, things
        self.done = 0
        self.began = self.said = time.monotonic()

    def add(self, count: int) -> None:
        """Count some more; say so when nothing was said for a while, and at the end."""
        self.done += count
        now = time.monotonic()
        if self.done >= self.total or now - self.said >= self.EVERY_SECONDS:
            self.said = now
            self.say(
                f"{self.done:,} of {self.total:,} {self.things}, {now - self.began:.0f} seconds."
            )


def batches(things: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield the things in lists of that size."""
    each = iter(things)
    while some := list(islice(each, size)):
        yield some


def look_again() -> None:
    """Let PostgreSQL learn what the tables hold now: until then it plans for the small site."""
    if connection.vendor == "postgresql":
        # Vacuumed, an index alone can answer: it knows which rows everybody sees.
        vacuum = "" if connection.in_atomic_block else "VACUUM "
        with connection.cursor() as cursor:
            cursor.execute(f"{vacuum}ANALYZE")


def _id_at(pages: dict[str, SitePage | None], path: str) -> int:
    page = pages[path]
    if page is None:
        raise SitePage.DoesNotExist(f"The starter site's page {path} is gone.")
    return page.pk


def _insert_articles(articles: Sequence[Article]) -> None:
    insert(SitePage, (article.page for article in articles))
    insert(ArticlePage, (article.text for article in articles))
    insert(PublishedText, (article.pictures for article in articles))
    insert(ArticlePage.topics.through, (row for article in articles for row in article.topics))
    insert(ArticleAuthor, (row for article in articles for row in article.authors))
    insert(ArticlePick, (row for article in articles for row in article.picks))


def _insert_discussions(moderation: Moderation, counts: Iterable[tuple[Article, int]]) -> None:
    said = [moderation.discuss(article, count) for article, count in counts if count]
    insert(CommentThread, (discussion.thread for discussion in said))
    insert(ReaderComment, (row for discussion in said for row in discussion.comments))
    insert(Decision, (row for discussion in said for row in discussion.decisions))


def _remember_trust(trust: dict[str, Trust]) -> None:
    """Add what the decisions have taught to what was known of each reader."""
    known = CommenterTrust.objects.in_bulk(list(trust), field_name="author_key")
    rows = []
    for key, learned in trust.items():
        row = known.get(key) or CommenterTrust(author_key=key)
        row.approved_count += learned.approved
        row.spam_count += learned.spam
        rows.append(row)
    CommenterTrust.objects.bulk_create([row for row in rows if row.pk is None], batch_size=A_TIME)
    CommenterTrust.objects.bulk_update(
        [row for row in rows if row.pk], ["approved_count", "spam_count"], batch_size=500
    )
