"""An article as schema.org's things: the posting, its authors, what it cites."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings

from images.renditions import renditions
from images.sizes import SHAPE_SPECS
from organization.identity import organization_id, site_language
from pages.description import clinic_time
from seo.nodes import (
    BlogPosting,
    CreativeWork,
    MedicalWebPage,
    Node,
    Picture,
    PropertyValue,
    Reference,
    ScholarlyArticle,
)

if TYPE_CHECKING:
    from blog.models import ArticlePage

# Search engines take no picture of an article that has fewer pixels.
FEWEST_PIXELS = 50_000


def article_nodes(article: "ArticlePage") -> tuple[Node, ...]:
    """Return the posting, and what its page adds by being about it."""
    posting = article.describing_terms(_posting(article))
    page = MedicalWebPage(id=f"{article.absolute_url}#webpage", main_entity=Reference(posting.id))
    return (article.describing_terms(page), posting, *article.term_nodes())


def _posting(article: "ArticlePage") -> BlogPosting:
    address = article.absolute_url
    return BlogPosting(
        id=f"{address}#article",
        url=address,
        headline=article.title,
        description=article.search_description or article.introduction,
        in_language=site_language(),
        date_published=clinic_time(article.first_public_on),
        date_modified=clinic_time(article.significantly_changed_on),
        author=tuple(author.schema_node() for author in article.authors),
        publisher=Reference(organization_id()),
        main_entity_of_page=Reference(f"{address}#webpage"),
        is_part_of=Reference(f"{address}#webpage"),
        image=tuple(_pictures(article)),
        word_count=article.word_count or None,
        time_required=dt.timedelta(minutes=article.reading_minutes),
        article_section=article.main_topic.title if article.main_topic else "",
        keywords=tuple(topic.title for topic in article.all_topics),
        citation=tuple(_citations(article)),
    )


def _pictures(article: "ArticlePage") -> Iterator[Picture]:
    if article.hero_image is None:
        return
    for rendition in renditions(article.hero_image, SHAPE_SPECS).values():
        if rendition.width * rendition.height <= FEWEST_PIXELS:
            continue
        address = rendition.url
        yield Picture(
            url=f"{settings.SITE_URL}{address}" if address.startswith("/") else address,
            width=rendition.width,
            height=rendition.height,
            alt=article.hero_image.default_alt_text,
        )


def _citations(article: "ArticlePage") -> Iterator[CreativeWork]:
    for block in article.body:
        if block.block_type == "references":
            yield from map(_citation, block.value["items"])


def _citation(item: Mapping[str, str]) -> CreativeWork:
    """Return a source: what has a DOI was published by scholars; a law or a warning was not."""
    if doi := item["doi"]:
        address = f"https://doi.org/{quote(doi, safe='/')}"
        name = PropertyValue(property_id="DOI", value=doi)
        return ScholarlyArticle(name=item["citation"], url=address, identifier=(name,))
    return CreativeWork(name=item["citation"], url=item["url"])
