"""One answer, made once and ready to be sent again: bytes and headers (plain Python)."""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from typing import Any

from delivery.page_cache.encodings import IDENTITY, accepted, compressed, plain

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]

# What keeping an entry costs beside its bodies: headers, its place, some 25 tags (tracemalloc);
# and what the allocator adds to all of it (a full store in `make bench`).
OVERHEAD = 13_000
# Made anew for each coding, or for each answer.
_OURS = {"content-length", "content-encoding", "etag", "vary", "x-cache"}
# What a 304 repeats (RFC 9110, 15.4.5), and what must not be missing for a browser's safety.
_LEFT_OUT_OF_304 = {"content-length", "content-encoding", "content-type"}
REVALIDATE = "public, max-age=0, must-revalidate"
# The longest that a cache in front of us, which is told of changes, keeps what it has: a copy that
# was on its way to it while the change was told is wrong for no longer.
LONGEST_IN_FRONT = 600


@dataclass(frozen=True, slots=True)
class Representation:
    """The answer in one content coding, with its headers all written."""

    body: bytes
    etag: str
    headers: Headers
    not_modified: Headers


@dataclass(slots=True)
class Entry:
    """An answer in every coding, what it shows, and until when it is true (Unix time)."""

    status: str
    tags: tuple[str, ...]
    expires_at: float
    last_modified: float | None
    representations: dict[str, Representation]
    size: int
    for_front: bool = False
    stale_since: float | None = field(default=None)

    def is_fresh(self, now: float) -> bool:
        """Whether it may be sent without a second thought."""
        return self.stale_since is None and now < self.expires_at

    def may_stand_in(self, now: float, patience: float) -> bool:
        """Whether it may be sent in place of an answer that cannot be made."""
        since = self.expires_at if self.stale_since is None else self.stale_since
        return now < min(since, self.expires_at) + patience

    def answer(self, environ: dict[str, Any], start: StartResponse, state: str) -> list[bytes]:
        """Send it, or say that the reader has it already. `state` is what X-Cache says."""
        chosen = self._chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
        said = [("X-Cache", state)]
        if self.for_front:
            said.append(("Cache-Control", self._control(state)))
        if self.status.startswith("200") and self._is_known(environ, chosen.etag):
            start("304 Not Modified", [*chosen.not_modified, *said])
            return []
        start(self.status, [*chosen.headers, *said])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [chosen.body]

    def _control(self, state: str) -> str:
        """Return what a cache in front of us may do: keep it until it changes by itself."""
        left = 0 if state == "stale" else int(self.expires_at - time.time())
        return f"{REVALIDATE}, s-maxage={max(0, min(left, LONGEST_IN_FRONT))}"

    def _chosen(self, accept_encoding: str) -> Representation:
        for coding in accepted(accept_encoding):
            if coding in self.representations:
                return self.representations[coding]
        return self._uncompressed()

    def _uncompressed(self) -> Representation:
        """Return it for the few who take no compression: not worth keeping."""
        some = next(iter(self.representations.values()))
        bodies = {coding: kept.body for coding, kept in self.representations.items()}
        headers = [pair for pair in some.headers if pair[0].lower() not in _OURS - {"vary"}]
        return _representation(IDENTITY, plain(bodies), headers, _base_of(some.etag))

    def _is_known(self, environ: dict[str, Any], etag: str) -> bool:
        if known := environ.get("HTTP_IF_NONE_MATCH"):
            opaque = {one.strip().removeprefix("W/") for one in known.split(",")}
            return etag in opaque or "*" in opaque
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if not since or self.last_modified is None:
            return False
        try:
            return int(self.last_modified) <= parsedate_to_datetime(since).timestamp()
        except (TypeError, ValueError, OverflowError):
            return False


def make_entry(
    status: str,
    headers: Headers,
    body: bytes,
    *,
    tags: Iterable[str],
    expires_at: float,
    made_at: float,
    dated: bool = True,
    in_front: bool = False,
) -> Entry:
    """Compress an answer and write its headers once.

    `made_at` is when rendering began. Undated answers get no Last-Modified: within the second of a
    change, a date could not tell the old answer from the new. `in_front` says that a cache in
    front of us is told of changes, and may keep answers.
    """
    named = {name.lower(): value for name, value in headers}
    last_modified = _time_of(named.get("last-modified")) or (made_at if dated else None)
    kept = [pair for pair in headers if pair[0].lower() not in _OURS]
    for_front = in_front and "cache-control" not in named
    if "cache-control" not in named and not for_front:
        kept.append(("Cache-Control", REVALIDATE))
    if "last-modified" not in named and last_modified is not None:
        kept.append(("Last-Modified", formatdate(int(last_modified), usegmt=True)))
    bodies = compressed(body, named.get("content-type", ""))
    if len(bodies) > 1 or IDENTITY not in bodies:
        kept.append(("Vary", _with_encoding(named.get("vary", ""))))
    elif "vary" in named:
        kept.append(("Vary", named["vary"]))
    base = hashlib.sha256(body).hexdigest()[:24]
    ready = {coding: _representation(coding, each, kept, base) for coding, each in bodies.items()}
    return Entry(
        status=status,
        tags=tuple(tags),
        expires_at=expires_at,
        last_modified=last_modified,
        representations=ready,
        size=OVERHEAD + sum(len(each) for each in bodies.values()),
        for_front=for_front,
    )


def _representation(coding: str, body: bytes, headers: Headers, base: str) -> Representation:
    etag = f'"{base}-{coding}"' if coding else f'"{base}"'
    whole = [*headers, ("ETag", etag), ("Content-Length", str(len(body)))]
    if coding:
        whole.append(("Content-Encoding", coding))
    return Representation(
        body=body,
        etag=etag,
        headers=whole,
        not_modified=[pair for pair in whole if pair[0].lower() not in _LEFT_OUT_OF_304],
    )


def _base_of(etag: str) -> str:
    return etag.strip('"').partition("-")[0]


def _with_encoding(vary: str) -> str:
    names = [name.strip() for name in vary.split(",") if name.strip()]
    if "accept-encoding" not in (name.lower() for name in names):
        names.append("Accept-Encoding")
    return ", ".join(names)


def _time_of(header: str | None) -> float | None:
    if not header:
        return None
    try:
        return min(parsedate_to_datetime(header).timestamp(), time.time())
    except (TypeError, ValueError):
        return None
