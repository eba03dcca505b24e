"""The patterns that titles in search results are written after, as an editor meets them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from seo.titles import PLACEHOLDERS, PatternError, read_pattern, title_tag

LONGEST_PATTERN = 120
_EXAMPLE = "{title} {separator} {town} {separator} {site}"


def title_pattern(text: str) -> None:
    """Raise ValidationError, saying why, for what no title can be written after."""
    try:
        read_pattern(text)
    except PatternError as error:
        raise ValidationError(str(error)) from error


def pattern_field(kind: str, **options: Any) -> models.CharField:
    """Return the field for the pattern of one kind of page. Blank: the one for every page."""
    return models.CharField(
        kind, max_length=LONGEST_PATTERN, blank=True, validators=[title_pattern], **options
    )


def pattern_help() -> SafeString:
    """Say what may stand in a pattern, with an example."""
    example = title_tag(
        "Our clinic", "The Crane Center", pattern=_EXAMPLE, values={"town": "Destin"}
    )
    known = format_html_join("", "<li><code>{{{}}}</code>: {}</li>", PLACEHOLDERS.items())
    return format_html(
        "<p>How titles in search results are put together. <code>{}</code> reads “{}”. "
        "What a page does not have is left out with its separator, and so is what its title "
        "already says. Where a title would be cut off, the clinic’s name goes first. "  # noqa: RUF001
        "A blank pattern is that of every page.</p><ul>{}</ul>",
        _EXAMPLE,
        example,
        known,
    )
