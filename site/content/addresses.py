"""Addresses that lead somewhere from anywhere. Plain Python."""

from urllib.parse import urljoin, urlsplit

SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def whole_address(address: str, base: str) -> str:
    """Return where an address on a page leads from anywhere; nothing when it leads nowhere."""
    try:
        whole = urljoin(base, address.strip())
        return whole if urlsplit(whole).scheme in SCHEMES else ""
    except ValueError:  # it has half a bracket in it, for instance
        return ""
