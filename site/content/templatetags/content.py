"""How templates tell a story and the parts of one."""

import re
from collections.abc import Mapping, Sequence
from itertools import repeat
from string import ascii_lowercase
from typing import Any, NamedTuple, cast

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, expand_db_html

from content import storytelling

register = template.Library()

PARAGRAPH_BREAK = re.compile(r"</p>\s*<p\b[^>]*>")
PARAGRAPH = re.compile(r"</?p\b[^>]*>")


@register.simple_tag(takes_context=True)
def story(context: Context, body: StreamValue) -> SafeString:
    """Render a body once, with its citations linked both ways."""
    return storytelling.tell(body, cast("dict[str, Any]", context.flatten()))


@register.simple_tag(takes_context=True)
def prose(context: Context, text: RichText | None) -> SafeString:
    """Render rich text; inside a story leave that to the story, which does it all at once."""
    source = text.source if text else ""
    # Rich text is cleaned by the editor's converter when it is saved.
    return mark_safe(source if context.get("is_story") else expand_db_html(source))


@register.simple_tag(takes_context=True)
def inline_prose(context: Context, text: RichText | None) -> SafeString:
    """Render rich text without its paragraphs, to stand in a line of a list or a table."""
    html = PARAGRAPH_BREAK.sub("<br>", prose(context, text))
    return mark_safe(PARAGRAPH.sub("", html).strip())


@register.filter
def web_address(url: str | None) -> str:
    """Return an address that is safe to link to; nothing for any other."""
    return url if url and url.lower().startswith(("https://", "http://")) else ""


class Mention(NamedTuple):
    """Where the text cites a reference, and the letter that tells it from the other places."""

    place: str
    letter: str


@register.filter
def mentions_of(places: Mapping[int, Sequence[str]] | str, number: int) -> list[Mention]:
    """Return where the text cites a reference; letters where that is in more than one place."""
    ids = places.get(number, ()) if isinstance(places, Mapping) else ()
    letters = map(_letter, range(len(ids))) if len(ids) > 1 else repeat("")
    return list(map(Mention, ids, letters))


def _letter(index: int) -> str:
    """Return a, b, c … z, then a2, b2 and on."""
    rounds, place = divmod(index, len(ascii_lowercase))
    return ascii_lowercase[place] + (str(rounds + 1) if rounds else "")
