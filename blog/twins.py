"""An article as Markdown, with all that stands around its text but what readers say of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from content.markdown.document import Document, Fact, day, enumerated
from content.markdown.forms import links, picture
from content.markdown.nodes import Block, Heading, Line, Link, Paragraph, Text, paragraphs, words
from content.markdown.terms import terms
from content.picks import bring
from organization.models import Clinic
from pages.twins import appointment_address
from people.names import named
from review.facts import when_reviewed, who_reviewed

if TYPE_CHECKING:
    from blog.models import ArticlePage


def article_markdown(article: "ArticlePage") -> str:
    """Return an article as Markdown."""
    bring([article.body], along=[article.hero_image])
    document = Document(
        title=article.title,
        address=article.absolute_url,
        introduction=article.introduction,
        facts=_facts(article),
        opening=(
            *picture(article.hero_image, article.absolute_url, article.hero_caption),
            *_change_note(article),
        ),
        body=article.body,
        closing=(
            *terms(article.explained_terms),
            *paragraphs(Clinic.current().medical_disclaimer),
            *_related(article),
        ),
    )
    return document.markdown(appointment_address)


def _facts(article: "ArticlePage") -> Iterator[Fact]:
    yield Fact("Written by", enumerated(map(named, article.authors)))
    yield who_reviewed(article)
    yield Fact("Published", day(article.published_on))
    yield Fact("Updated", day(article.updated_on))
    yield when_reviewed(article)
    topics: list[Line] = [
        (Link(words(topic.title), topic.absolute_url),) for topic in article.all_topics
    ]
    yield Fact("Topics", enumerated(topics))


def _change_note(article: "ArticlePage") -> Iterator[Block]:
    if article.updated_on and article.change_note:
        note = f": {article.change_note}"
        yield Paragraph((Text("Updated "), *day(article.updated_on), Text(note)))


def _related(article: "ArticlePage") -> Iterator[Block]:
    if article.related:
        yield Heading(2, words("Related articles"))
        yield links(article.related)
