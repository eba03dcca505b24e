"""Readers' plain text: made safe to keep, and shown as HTML.

Kept as typed but for what harms: control characters, direction overrides, invisible characters,
towers of combining marks. Shown escaped, in paragraphs, with its http(s) links; there is no
markup to abuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Final

from linkify_it import LinkifyIt
from tldextract import TLDExtract

LONGEST_BODY: Final = 5_000
LONGEST_NAME: Final = 60
MOST_MARKS: Final = 3
SHOWN_LINK: Final = 60
LINK_REL: Final = "ugc nofollow noopener"

_JOINERS: Final = "\u200c\u200d"
# Letters that draw nothing, though Unicode does not call them format characters.
_BLANK_LETTERS: Final = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_LINE_ENDS: Final = re.compile("\r\n?|[\x85\u2028\u2029\v\f]")
# Arabic, Syriac, the scripts of South and Southeast Asia, Mongolian: they spell with joiners.
_SPELLS_WITH_JOINERS: Final = ((0x0600, 0x08FF), (0x0900, 0x109F), (0x1780, 0x18AF))
# An address up to its host: whatever stands before an @ is no part of that.
_HOST: Final = re.compile(r"(https?://(?:[^/\\?#]*@)?)([^/\\?#]+)", re.IGNORECASE)
_A_HOST: Final = re.compile(r"(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")
_LINK_MARKUP: Final = re.compile(r"\[/?(?:url|link)\b|</?a[\s>]|\]\(\s*https?:", re.IGNORECASE)


def normalize(typed: str) -> str:
    """Return a comment's text as it is kept."""
    lines = _cleaned(_LINE_ENDS.sub("\n", typed)).split("\n")
    joined = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{4,}", "\n\n\n", joined).strip()


def normalize_name(typed: str) -> str:
    """Return a name as it is kept: one line, single spaces."""
    return " ".join(_cleaned(_LINE_ENDS.sub(" ", typed)).split())


def squashed(body: str) -> str:
    """Return only what makes two texts the same: letters and digits, whatever their case."""
    return "".join(char for char in body.casefold() if char.isalnum())


def hides_characters(typed: str) -> bool:
    """Whether what was typed held direction overrides, invisible characters or stacked marks."""
    if typed.isascii():
        return False
    composed = unicodedata.normalize("NFC", typed.replace("\ufeff", ""))
    kept = _cleaned(composed)
    removed = len(composed) - len(kept)
    controls = sum(unicodedata.category(char) == "Cc" for char in composed) - sum(
        char in "\n\t" for char in composed
    )
    return removed > controls


def latin_share(body: str) -> float | None:
    """Return the share of its letters that are Latin; None when there are too few to say."""
    if body.isascii():
        return 1.0 if sum(map(str.isalpha, body)) >= 20 else None
    letters = [char for char in body if char.isalpha()]
    if len(letters) < 20:
        return None
    return sum(_is_latin(char) for char in letters) / len(letters)


def link_markup(body: str) -> str:
    """Return the first markup for a link that somebody typed into plain text; blank for none."""
    found = _LINK_MARKUP.search(body)
    return found.group() if found else ""


def link_count(body: str) -> int:
    """Return how many web addresses a text holds, also those without http."""
    return len(_web_addresses(body))


def domains(body: str) -> list[str]:
    """Return the registered domains that a text links to, in order, each once."""
    return list(_domains(body))


def without_links(body: str) -> str:
    """Return a text with a gap in place of each web address."""
    kept, position = [], 0
    for link in _web_addresses(body):
        kept.append(body[position : link.start])
        position = link.end
    return " ".join([*kept, body[position:]])


def hosts(body: str) -> list[str]:
    """Return the whole names of the hosts that a text links to, in order, each once."""
    found = (host_of(address.url) for address in _web_addresses(body))
    return list(dict.fromkeys(host for host in found if host))


def host_of(address: str) -> str:
    """Return the host of a web address, or of what is left of one; blank when it has none."""
    found = _suffixes()(address)
    parts = [part for part in (found.subdomain, found.domain, found.suffix) if part]
    try:
        host = ".".join(parts).encode("idna").decode().casefold().removeprefix("www.")
    except UnicodeError:
        return ""
    return host if _A_HOST.fullmatch(host) else ""


def is_public_suffix(host: str) -> bool:
    """Whether anybody may register a name below it, as below “com” and “co.uk”."""
    return not _suffixes()(host).domain


# --- shown ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    """A link inside a line of text."""

    url: str
    start: int
    end: int


def to_html(body: str) -> str:
    """Return a kept text as HTML: paragraphs, line breaks and links, all else escaped."""
    blocks = (block for block in re.split(r"\n{2,}", body) if block.strip())
    return "".join(f"<p>{_lines(block)}</p>" for block in blocks)


def to_weighed_html(body: str) -> str:
    """Return a kept text as HTML for whoever decides on it: where links lead stands out."""
    blocks = (block for block in re.split(r"\n{2,}", body) if block.strip())
    return "".join(f"<p>{_lines(block, _with_bold_host)}</p>" for block in blocks)


def _lines(block: str, label: Callable[[str], str] | None = None) -> str:
    return "<br>".join(_linkified(line, label or _shortened_label) for line in block.split("\n"))


def _linkified(line: str, label: Callable[[str], str]) -> str:
    shown, position = [], 0
    for link in _shown_links(line):
        shown.append(escape(line[position : link.start]))
        shown.append(
            f'<a href="{escape(link.url)}" rel="{LINK_REL}">'
            f"{label(line[link.start : link.end])}</a>"
        )
        position = link.end
    return "".join([*shown, escape(line[position:])])


def _shortened_label(address: str) -> str:
    return escape(_shortened(address))


def _with_bold_host(address: str) -> str:
    """Make the host bold: what a moderator looks for in a link, and what must not be cut off."""
    found = _HOST.match(address)
    if not found:
        return escape(address)
    before, host = found.groups()
    rest = _shortened(address[found.end() :])
    return f"{escape(before)}<b>{escape(host)}</b>{escape(rest)}"


def _shown_links(line: str) -> list[Link]:
    if "://" not in line:
        return []
    matches = _strict_links().match(line) or []
    links = [Link(match.url, match.index, match.last_index) for match in matches]
    return [link for link in links if re.match(r"https?://", link.url, re.IGNORECASE)]


def _shortened(address: str) -> str:
    return address if len(address) <= SHOWN_LINK else f"{address[: SHOWN_LINK - 1]}…"


# --- cleaned --------------------------------------------------------------------------------


def _cleaned(typed: str) -> str:
    if typed.isascii():
        return "".join(char for char in typed if char in "\n\t" or " " <= char < "\x7f")
    composed = unicodedata.normalize("NFC", typed)
    visible = "".join(char for char in composed if char in _JOINERS or _is_kept(char))
    joined = _without_stray_joiners(visible)
    # What was apart may stand together now.
    return _without_towers(unicodedata.normalize("NFC", joined))


def _is_kept(char: str) -> bool:
    if char in "\n\t":
        return True
    if char in _BLANK_LETTERS or unicodedata.category(char) in {"Cc", "Cf", "Cs"}:
        return False
    point = ord(char)
    return point & 0xFFFE != 0xFFFE and not 0xFDD0 <= point <= 0xFDEF


def _without_stray_joiners(line: str) -> str:
    kept: list[str] = []
    for position, char in enumerate(line):
        if char in _JOINERS:
            before = kept[-1] if kept else ""
            after = line[position + 1 : position + 2]
            if not _needs_joiner(before, char, after):
                continue
        kept.append(char)
    return "".join(kept)


def _needs_joiner(before: str, joiner: str, after: str) -> bool:
    if not before or not after:
        return False
    if _is_joined_letter(before) and _is_joined_letter(after):
        return True
    emoji_before = unicodedata.category(before) in {"So", "Sk"} or before == "\ufe0f"
    return joiner == "\u200d" and emoji_before and unicodedata.category(after) == "So"


def _is_joined_letter(char: str) -> bool:
    spelled = any(first <= ord(char) <= last for first, last in _SPELLS_WITH_JOINERS)
    return spelled and unicodedata.category(char)[0] in "LM"


def _without_towers(line: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in line:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith(("LATIN", "FULLWIDTH LATIN"))


# --- found ----------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _web_addresses(body: str) -> tuple[Link, ...]:
    """Find them once, however many questions are asked about a text."""
    if "." not in body:
        return ()
    matches = _lenient_links().match(body) or []
    return tuple(Link(match.url, match.index, match.last_index) for match in matches)


@lru_cache(maxsize=32)
def _domains(body: str) -> tuple[str, ...]:
    found = (_registered(link.url) for link in _web_addresses(body))
    return tuple(dict.fromkeys(domain for domain in found if domain))


@lru_cache(maxsize=256)
def _registered(address: str) -> str:
    """Return the domain somebody registered; the whole host where no list knows its ending."""
    found = _suffixes()(address)
    known = found.top_domain_under_public_suffix
    host = ".".join(part for part in (found.subdomain, found.domain, found.suffix) if part)
    return (known or host).casefold()


@cache
def _strict_links() -> LinkifyIt:
    """What becomes a link: addresses that say http or https themselves."""
    return _links(fuzzy=False)


@cache
def _lenient_links() -> LinkifyIt:
    """What counts as a link: also addresses that leave out http."""
    return _links(fuzzy=True)


def _links(fuzzy: bool) -> LinkifyIt:
    finder = LinkifyIt(
        options={"fuzzy_link": fuzzy, "fuzzy_email": False, "fuzzy_ip": fuzzy},
    )
    for scheme in ("ftp:", "mailto:", "//"):
        finder.add(scheme, None)
    return finder


@cache
def _suffixes() -> TLDExtract:
    """The public suffix list that came with the library: nothing is fetched."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None)
