"""Which video an address means. Plain Python."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

YOUTUBE_ID = re.compile(r"^[A-Za-z0-9_-]{11}$")
VIMEO_PATH = re.compile(
    r"^/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?(\d{1,12})(?:/(\w+))?/?$"
)
YOUTUBE_HOSTS = {
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "www.youtube-nocookie.com",
    "youtube-nocookie.com",
}
VIMEO_HOSTS = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}


@dataclass(frozen=True)
class Video:
    """A video, where it is watched, and where it plays in a frame."""

    provider: str
    watch_url: str
    embed_url: str


def read_video(url: str) -> Video | None:
    """Return the one video that an address leads to; None when it leads to none we know."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    if host == "youtu.be":
        return _youtube(parts.path.strip("/"))
    if host in YOUTUBE_HOSTS:
        first, _, rest = parts.path.strip("/").partition("/")
        if first == "watch":
            return _youtube(parse_qs(parts.query).get("v", [""])[0])
        return _youtube(rest) if first in {"embed", "shorts", "live", "v"} else None
    if host in VIMEO_HOSTS and (match := VIMEO_PATH.match(parts.path)):
        return _vimeo(match[1], match[2] or parse_qs(parts.query).get("h", [""])[0])
    return None


def _youtube(identifier: str) -> Video | None:
    if not YOUTUBE_ID.match(identifier):
        return None
    return Video(
        "YouTube",
        f"https://www.youtube.com/watch?v={identifier}",
        f"https://www.youtube-nocookie.com/embed/{identifier}?autoplay=1&rel=0",
    )


def _vimeo(identifier: str, unlisted_hash: str) -> Video:
    key = unlisted_hash if re.fullmatch(r"[0-9a-zA-Z]+", unlisted_hash) else ""
    return Video(
        "Vimeo",
        f"https://vimeo.com/{identifier}" + (f"/{key}" if key else ""),
        f"https://player.vimeo.com/video/{identifier}?autoplay=1&dnt=1"
        + (f"&h={key}" if key else ""),
    )
