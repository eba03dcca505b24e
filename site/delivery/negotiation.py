"""Whether a request would rather have Markdown than HTML, by its Accept header (plain Python).

Asked twice of one request, and answered once: the page cache keeps the two apart by it, and a
page decides by it which of them to send. RFC 9110, 12.5.1.
"""

import re
from collections.abc import Iterator

MARKDOWN, HTML = "text/markdown", "text/html"
# Browsers send some 150 characters; nobody who means it sends more than this.
LONGEST = 1_000

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_RANGE = re.compile(rf"[ \t]*({_TOKEN}/{_TOKEN})")
_PARAMETER = re.compile(rf"[ \t]*;[ \t]*(?:({_TOKEN})=({_TOKEN}|{_QUOTED}))?")
_END = re.compile(r"[ \t]*(?:,|$)")
_EMPTY = re.compile(r"[ \t]*,")
_WEIGHT = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


class _MalformedError(ValueError):
    """The header is not written as RFC 9110 has it."""


def prefers_markdown(accept: str) -> bool:
    """Say whether an Accept header names Markdown, and weighs it higher than HTML.

    HTML wins whatever is in doubt: equal weights, wildcards alone, a header that is malformed.
    """
    if MARKDOWN not in accept.lower() or len(accept) > LONGEST:
        return False
    try:
        weights = _weights(accept)
    except _MalformedError:
        return False
    markdown = weights.get(MARKDOWN, 0.0)
    # The most exact range that takes HTML in is the one that counts.
    ranges = (HTML, "text/*", "*/*")
    html = next((weights[each] for each in ranges if each in weights), 0.0)
    return markdown > html


def _weights(accept: str) -> dict[str, float]:
    """Return the weight of each range; of one that is named twice, the higher."""
    weights: dict[str, float] = {}
    for name, weight in _ranges(accept):
        weights[name] = max(weight, weights.get(name, 0.0))
    return weights


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    place = 0
    while place < len(accept):
        if empty := _EMPTY.match(accept, place):  # which a list may have
            place = empty.end()
            continue
        named = _RANGE.match(accept, place)
        if named is None:
            raise _MalformedError
        weight, place = _weight(accept, named.end())
        end = _END.match(accept, place)
        if end is None:
            raise _MalformedError
        place = end.end()
        yield named[1].lower(), weight


def _weight(accept: str, place: int) -> tuple[float, int]:
    """Return the weight of the range that has just been named, and where its parameters end."""
    weight = 1.0
    while parameter := _PARAMETER.match(accept, place):
        place = parameter.end()
        if (parameter[1] or "").lower() == "q":
            if not _WEIGHT.fullmatch(parameter[2]):
                raise _MalformedError
            weight = float(parameter[2])
    return weight, place
