"""Which file of the sitemap a page stands in. Plain Python.

A file holds the pages of one room whose numbers lie in one thousand. A page never moves to another
file, whatever is published or deleted around it; no file has to be counted to be found; and a
change drops one file, not all.
"""

from __future__ import annotations

# The protocol allows 50,000 addresses a file, and 50,000 files. A thousand are written in a few
# hundredths of a second: a crawler fetching them all never holds a server process up for longer.
PAGES_A_FILE = 1_000
# The tag of the index: where the files are, and when each last changed.
INDEX = "sitemap"


def part_of(page_id: int) -> int:
    """Return the number of the file that a page stands in, counted from one."""
    return page_id // PAGES_A_FILE + 1


def numbers_of(part: int) -> range:
    """Return the numbers that pages in a file have."""
    return range((part - 1) * PAGES_A_FILE, part * PAGES_A_FILE)


def tag(room: str, page_id: int) -> str:
    """Return the tag of the file that a page stands in."""
    return tag_of_part(room, part_of(page_id))


def tag_of_part(room: str, part: int) -> str:
    """Return the tag of one file."""
    return f"sitemap:{room}:{part}"
