"""The tags of answers that are given where no page is."""

from pages.changes import path_tag
from redirects.addresses import path_of


def place_tag(old_path: str) -> str:
    """Return the tag of an answer at one address; a page that comes there drops it, too."""
    return path_tag(path_of(old_path))


def below_tag(prefix: str) -> str:
    """Return the tag of answers below an address that no redirect of their own has given."""
    return f"below:{path_tag(prefix).removeprefix('path:')}"
