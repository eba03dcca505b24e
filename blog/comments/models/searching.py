"""Finding comments by their words in PostgreSQL, through an index of words."""

from collections.abc import Sequence
from typing import Any, Final

CONFIG: Final = "simple"  # No language's endings are cut off: readers write in many.
INDEX: Final = "comments_by_words"


def vector() -> Any:
    """Return what the index holds of a comment; a search must ask for exactly the same."""
    from django.contrib.postgres.search import SearchVector

    return SearchVector("author_name", "body", config=CONFIG)


def matching(comments: Any, words: Sequence[str]) -> Any:
    """Return those comments that hold each of the words, or words that begin so."""
    from django.contrib.postgres.search import SearchQuery

    quoted = ("'{}':*".format(word.replace("\\", "\\\\").replace("'", "''")) for word in words)
    asked = SearchQuery(" & ".join(quoted), config=CONFIG, search_type="raw")
    return comments.annotate(words=vector()).filter(words=asked)


def word_index() -> Any:
    """Return the index, as a migration makes it."""
    from django.contrib.postgres.indexes import GinIndex

    return GinIndex(vector(), name=INDEX)
