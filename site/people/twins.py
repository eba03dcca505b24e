"""A profile as Markdown: who somebody is, and what they wrote lately."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from content.markdown.document import Document, Fact, enumerated
from content.markdown.forms import links, picture
from content.markdown.nodes import Block, Heading, Line, Link, words
from content.picks import bring
from pages.twins import appointment_address

if TYPE_CHECKING:
    from people.models import ProfilePage


def profile_markdown(profile: "ProfilePage") -> str:
    """Return a profile as Markdown."""
    bring([profile.body], along=[profile.photo])
    elsewhere: list[Line] = [(Link(words(each), each),) for each in profile.elsewhere]
    document = Document(
        title=", ".join(filter(None, [profile.title, profile.credentials])),
        address=profile.absolute_url,
        introduction=profile.summary,
        facts=(
            Fact("Role", words(profile.role)),
            Fact("Elsewhere", enumerated(elsewhere)),
        ),
        opening=picture(profile.photo, profile.absolute_url),
        body=profile.body,
        closing=_articles(profile),
    )
    return document.markdown(appointment_address)


def _articles(profile: "ProfilePage") -> Iterator[Block]:
    if newest := list(profile.listed()[: profile.per_page]):
        yield Heading(2, words("Articles"))
        yield links(newest)
