"""Addresses as people, spreadsheets and crawlers write them (plain Python)."""

import re
from collections.abc import Collection
from urllib.parse import SplitResult, quote, urlsplit

# As long as Wagtail's columns are.
LONGEST = 255
# The root of the site, which is a prefix of everything, is not among them.
DEEPEST = 30

_UNSOUND = re.compile(r"[\s\x00-\x20\x7f\\\u202a-\u202e\u2066-\u2069]")
_ASCII_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")


class UnsoundAddressError(ValueError):
    """An address that cannot be used; its text says why, and what to do."""


def old_address(typed: str) -> str:
    """Return the path (and query) at which something used to be.

    The name of a site before it does not count: an old site may have had another.
    Raises UnsoundAddressError.
    """
    text = typed.strip()
    if not text:
        raise UnsoundAddressError("Give the old address, such as /old-page/.")
    if _ASCII_CONTROL.search(text):
        raise UnsoundAddressError("The old address has a character that no address can have.")
    parts = _split(text)
    is_whole = parts.scheme in {"http", "https"} and parts.netloc
    if not is_whole and not (text.startswith("/") and not text.startswith("//")):
        raise UnsoundAddressError(
            f"“{shortened(text)}” must begin with one “/”, or be a whole address with https://."
        )
    return _short_enough((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def target(typed: str, own_hosts: Collection[str]) -> str:
    """Return where a redirect leads to: a path of ours beginning with one slash, or a whole URL.

    Whatever a browser might read as another site's address without saying so is refused.
    Raises UnsoundAddressError.
    """
    text = typed.strip()
    if not text:
        raise UnsoundAddressError("Say where it leads to, such as /blog/.")
    if _UNSOUND.search(text):
        raise UnsoundAddressError(
            "The target has a space, a backslash or another character that no address can have."
        )
    parts = _split(text)
    if parts.scheme in {"http", "https"} and parts.hostname:
        if parts.username is not None or parts.password is not None:
            raise UnsoundAddressError("The target must not have a name or password before the @.")
        if parts.hostname.lower() in own_hosts:
            return _short_enough(_of_ours(parts.path or "/", parts.query, parts.fragment))
        return _short_enough(text)
    if text.startswith("/") and not text.startswith("//"):
        return _short_enough(text)
    raise UnsoundAddressError(
        f"“{shortened(text)}” must begin with one “/” for a page of this site, or with https://."
    )


def is_sound(link: str, own_hosts: Collection[str] = ()) -> bool:
    """Whether a reader may be sent there; what stands in the database is not believed either."""
    try:
        target(link, own_hosts)
    except UnsoundAddressError:
        return False
    return True


def is_of_ours(link: str) -> bool:
    """Whether a sound target is on this site."""
    return link.startswith("/")


def path_of(link: str) -> str:
    """Return the path of a target of ours, without query and fragment."""
    return link.partition("#")[0].partition("?")[0]


def with_query(link: str, query: str) -> str:
    """Return a target of ours with what the reader's address had behind its question mark."""
    if not query or not is_of_ours(link) or "?" in link:
        return link
    before, hash_mark, fragment = link.partition("#")
    return f"{before}?{query}{hash_mark}{fragment}"


def prefix(typed: str) -> str:
    """Return the beginning that addresses have in common: /old-blog for “/old-blog/*”.

    Raises UnsoundAddressError.
    """
    text = typed.strip().removesuffix("*")
    found = old_address(text).rstrip("/")
    if "?" in found or "*" in found:
        raise UnsoundAddressError(
            "A section is a path with one * at its end, such as /old-blog/*."
        )
    if not found:
        raise UnsoundAddressError("Everything at once cannot be redirected: name a section.")
    return found


def prefixes_of(path: str) -> list[str]:
    """Return every beginning of a path that ends where one of its steps ends, longest first."""
    steps = _steps(path)[:DEEPEST]
    return ["/" + "/".join(steps[:count]) for count in range(len(steps), 0, -1)]


def moved(path: str, start: str, to: str) -> str | None:
    """Return where a path below `start` leads to when `start` has become `to`.

    Each step is quoted anew, so that none can turn into a query, a host or a way upwards: None
    then. A page of ours ends with a slash, which saves the reader a second redirect.
    """
    steps = _steps(path)[len(_steps(start)) :]
    if any(step in {".", ".."} or _ASCII_CONTROL.search(step) for step in steps):
        return None
    rest = "/".join(quote(step) for step in steps)
    base = to.rstrip("/")
    if not rest:
        return to
    found = f"{base}/{rest}"
    has_slash = path.endswith("/") if not is_of_ours(to) else "." not in steps[-1]
    return f"{found}/" if has_slash else found


def shortened(text: str, most: int = 80) -> str:
    """Return a text that fits into a sentence."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _steps(path: str) -> list[str]:
    return [step for step in path.split("/") if step]


def _of_ours(path: str, query: str, fragment: str) -> str:
    # Two slashes at the beginning would name another site once its own name is gone.
    found = f"/{path.lstrip('/')}"
    return found + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _short_enough(text: str) -> str:
    if len(text) > LONGEST:
        raise UnsoundAddressError(f"“{shortened(text)}” is longer than {LONGEST} characters.")
    return text


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port, parts.hostname
    except ValueError as problem:
        raise UnsoundAddressError(f"“{shortened(text)}” is not an address.") from problem
    return parts
