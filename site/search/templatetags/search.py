"""What templates ask of the search."""

import re
from urllib.parse import unquote

from django import template

from search.words import LONGEST_QUERY, read_query

register = template.Library()

# The ending of a file's name, and whatever stands between words in an address.
_ENDING = re.compile(r"\.[a-z0-9]{1,5}$", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@register.filter
def address_words(path: str) -> str:
    """Return the words of an address, to be searched for: `/blog/old-post.html` says old post.

    Only its last part: the parts before it are shelves, such as `blog`.
    """
    last = unquote(path).rstrip("/").rpartition("/")[2][:LONGEST_QUERY]
    words = _BETWEEN_WORDS.sub(" ", _ENDING.sub("", last))
    return read_query(words).typed
