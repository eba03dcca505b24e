"""How a person or team is named in Markdown."""

from typing import TYPE_CHECKING

from content.markdown.nodes import Line, Link, Text, words

if TYPE_CHECKING:
    from people.models import ProfilePage


def named(profile: "ProfilePage") -> Line:
    """Return a name that leads to the profile, while readers can open it, with credentials."""
    name = Link(words(profile.title), profile.absolute_url if profile.is_published else "")
    credentials = (Text(f", {profile.credentials}"),) if profile.credentials else ()
    return (name, *credentials)
