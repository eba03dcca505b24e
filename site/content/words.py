"""What a story says, as plain words, and how long that takes to read. Plain Python."""

import math
import re
from collections.abc import Iterable
from typing import Any

WORDS_PER_MINUTE = 230
NOT_READ_THROUGH = frozenset({"references", "related_articles", "call_to_action"})


def plain_text(story: Iterable[Any]) -> str:
    """Return the running text of a story, without its sources and its invitations."""
    passages = (
        passage
        for block in story
        if block.block_type not in NOT_READ_THROUGH
        for passage in block.block.get_searchable_content(block.value)
    )
    return "\n".join(text for passage in passages if (text := _tidy(passage)))


def word_count(text: str) -> int:
    """Return how many words a text has."""
    return len(re.findall(r"\w+(?:['’\-.]\w+)*", text))  # noqa: RUF001


def reading_minutes(text: str) -> int:
    """Return how long an unhurried reader takes, in whole minutes and at least one."""
    return max(1, math.ceil(word_count(text) / WORDS_PER_MINUTE))


def _tidy(passage: str) -> str:
    return re.sub(r"\s+", " ", passage).strip()
