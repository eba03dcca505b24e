"""What a request asks for, when a ready answer could be for everybody (plain Python)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from delivery.negotiation import prefers_markdown

LONGEST_PATH = 1_000
LONGEST_QUERY = 1_000
HTML, MARKDOWN = "html", "markdown"

# What advertisers and mailers add to an address, to recognize who comes by it.
TRACKING_PREFIXES = ("utm_", "hsa_", "mtm_", "pk_", "matomo_", "_hs", "mc_", "vero_", "fb_")
TRACKING = frozenset(
    (
        *("gclid", "gclsrc", "gbraid", "wbraid", "dclid", "gad_source", "gad_campaignid", "_ga"),
        *("_gl", "srsltid", "fbclid", "igshid", "igsh", "msclkid", "ttclid", "twclid", "yclid"),
        *("li_fat_id", "epik", "rdt_cid", "sscid", "irclickid", "s_cid", "ref_src", "oly_anon_id"),
        *("oly_enc_id", "wickedid", "_kx", "_ke", "si", "mkt_tok", "elqtrackid", "cmpid", "ck_id"),
    )
)


class Question(NamedTuple):
    """The key of an answer: two requests with equal questions get equal bytes."""

    scheme: str
    host: str
    path: str
    query: str
    variant: str


@dataclass(frozen=True)
class Rules:
    """Which requests may share an answer.

    `host_of` takes a Host header and returns the host's name, or None when it is not ours.
    """

    host_of: Callable[[str], str | None]
    session_cookie: str
    never_below: tuple[str, ...]
    known_parameters: frozenset[str]
    https_header: tuple[str, str] | None = None

    def question(self, environ: dict[str, Any]) -> Question | None:
        """Return what is asked, or None when the answer is for one reader alone.

        Tracking parameters are taken from the request, too: nobody behind us sees them.
        """
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
            return None
        if path.startswith(self.never_below):
            return None
        if query:
            query = environ["QUERY_STRING"] = without_tracking(query)
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "HTTP_AUTHORIZATION" in environ:
            return None
        if self.session_cookie in environ.get("HTTP_COOKIE", ""):
            return None
        host = self.host_of(environ.get("HTTP_HOST", ""))
        if host is None or (query and not self._knows(query)):
            return None
        variant = MARKDOWN if prefers_markdown(environ.get("HTTP_ACCEPT", "")) else HTML
        return Question(self._scheme(environ), host, path, query, variant)

    def _knows(self, query: str) -> bool:
        return all(name in self.known_parameters for name in _names(query))

    def _scheme(self, environ: dict[str, Any]) -> str:
        """Return the scheme as Django takes it: from our own proxy, when there is one."""
        if self.https_header and (said := environ.get(self.https_header[0])) is not None:
            return "https" if said.split(",", 1)[0].strip() == self.https_header[1] else "http"
        return str(environ.get("wsgi.url_scheme", "http"))


def without_tracking(query: str) -> str:
    """Return a query string without what advertisers have added to it."""
    parts = query.split("&")
    kept = [part for part in parts if part and not _is_tracking(part.partition("=")[0])]
    return query if len(kept) == len(parts) else "&".join(kept)


def _is_tracking(name: str) -> bool:
    name = name.lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)


def _names(query: str) -> Iterable[str]:
    return (part.partition("=")[0] for part in query.split("&"))
