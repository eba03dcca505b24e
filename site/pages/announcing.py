"""Whose addresses search engines should look at again. Upper rooms listen."""

from collections.abc import Iterable

from django.dispatch import Signal

from pages.routing import address_of

# Sent in the transaction that changes them. Gives `addresses`: absolute, of pages that search
# engines may keep, or could until now.
addresses_changed = Signal()
# A section that moves takes this many pages along at most; crawlers find the rest by themselves.
MOST_AT_ONCE = 10_000


def announce(paths: Iterable[str]) -> None:
    """Say that search engines should look again at the pages with these paths in the tree."""
    addresses = {address for path in paths if (address := address_of(path))}
    if addresses:
        addresses_changed.send(sender=None, addresses=addresses)
