"""From the starter texts' few marks to the rich text that Wagtail keeps."""

import re
from collections.abc import Callable, Iterator
from html import escape
from textwrap import dedent

PageId = Callable[[str], int | None]

_ITEM = re.compile(r"^(?:- |(\d+)\. )", re.M)
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_MARK = re.compile(r"\s*\[(\d+)\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def typeset(words: str) -> str:
    """Return the words with the apostrophes of print."""
    return words.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def rich_text(words: str, page_id: PageId) -> str:
    """Return running text as rich text; `page_id` says which page is at an address, if any."""
    chunks = re.split(r"\n\s*\n", dedent(words).strip())
    return "".join(_element(chunk, page_id) for chunk in chunks if chunk)


def _element(chunk: str, page_id: PageId) -> str:
    first = _ITEM.match(chunk)
    if first is None:
        return f"<p>{_inline(chunk, page_id)}</p>"
    kind = "ol" if first.group(1) else "ul"
    items = "".join(f"<li>{_inline(item, page_id)}</li>" for item in _items(chunk))
    return f"<{kind}>{items}</{kind}>"


def _items(chunk: str) -> Iterator[str]:
    starts = [match.start() for match in _ITEM.finditer(chunk)]
    for start, end in zip(starts, [*starts[1:], len(chunk)], strict=True):
        yield _ITEM.sub("", chunk[start:end], count=1)


def _inline(words: str, page_id: PageId) -> str:
    def link(match: re.Match[str]) -> str:
        label, address = match.groups()
        if not address.startswith("/"):
            return f'<a href="{address}">{label}</a>'
        found = page_id(address)
        return f'<a linktype="page" id="{found}">{label}</a>' if found else label

    line = escape(" ".join(typeset(words).split()), quote=False)
    line = _LINK.sub(link, line)
    line = _MARK.sub(r'<a linktype="reference" number="\1">\1</a>', line)
    return _BOLD.sub(r"<b>\1</b>", line)
