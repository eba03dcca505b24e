"""What is known of a page before its HTML is read."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from seo.audit.document import Document


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The page that is looked at.

    `described` is whether somebody has written a description for it, and None where nobody can
    tell. `chosen_canonical` is the address that an editor has named instead of the page's own.
    """

    address: str
    described: bool | None = None
    chosen_canonical: str = ""
    robots_header: str = ""

    def may_be_indexed(self, document: Document) -> bool:
        """Say whether search engines may keep the page."""
        header = {part.strip().lower() for part in self.robots_header.split(",")}
        return not (document.robots | header) & {"noindex", "none"}


def is_absolute(address: str) -> bool:
    """Say whether an address means the same wherever it is read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def joined(base: str, address: str) -> str:
    """Return where an address leads from a page; nothing where it is none."""
    try:
        return urljoin(base, address)
    except ValueError:  # half a bracket, say
        return ""


def without_fragment(address: str) -> str:
    """Return the address of the page alone."""
    return address.partition("#")[0]
