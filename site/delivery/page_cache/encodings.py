"""Which compression a reader takes, and compressing once (plain Python)."""

import gzip
import re
from functools import lru_cache

try:
    import brotli
except ImportError:  # gzip alone will do
    brotli = None

SMALLEST = 500
GZIP_LEVEL = 9
# The highest takes fifty times as long, in the reader's time, and saves another 8 %.
BROTLI_QUALITY = 7
# Brotli's windows, as powers of two.
SMALLEST_WINDOW, LARGEST_WINDOW = 10, 22
BROTLI, GZIP, IDENTITY = "br", "gzip", ""
_TEXT = re.compile(r"^(?:text/|application/(?:[\w.+-]*(?:json|xml)|javascript)|image/svg)")
_CODING = re.compile(r"^\s*(\*|[\w-]+)\s*(?:;\s*q\s*=\s*([\d.]+)\s*)?$")


def compressed(body: bytes, content_type: str) -> dict[str, bytes]:
    """Return the body by content coding: as it is where compression is not worth it."""
    if len(body) < SMALLEST or not _TEXT.match(content_type):
        return {IDENTITY: body}
    # No time in the header: the same page has the same bytes in every process.
    bodies = {GZIP: gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)}
    if brotli:
        # A window no larger than the body loses nothing; the usual one takes megabytes each time.
        window = min(max(len(body).bit_length(), SMALLEST_WINDOW), LARGEST_WINDOW)
        bodies[BROTLI] = brotli.compress(body, quality=BROTLI_QUALITY, lgwin=window)
    return bodies


def plain(bodies: dict[str, bytes]) -> bytes:
    """Return the body as it was before it was compressed."""
    return bodies[IDENTITY] if IDENTITY in bodies else gzip.decompress(bodies[GZIP])


@lru_cache(maxsize=512)
def accepted(header: str) -> tuple[str, ...]:
    """Return the codings that an Accept-Encoding header takes, the smallest first (RFC 9110)."""
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        if match := _CODING.match(part):
            weights[match[1]] = _number(match[2])
    rest = weights.get("*", 0.0)
    taken = (coding for coding in (BROTLI, GZIP) if weights.get(coding, rest) > 0)
    return (*taken, IDENTITY)


def _number(text: str | None) -> float:
    try:
        return 1.0 if text is None else float(text)
    except ValueError:
        return 0.0
