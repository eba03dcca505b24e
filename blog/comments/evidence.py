"""Why a comment looks like spam: signals, each with its weight and a sentence a person can read.

Nothing here asks anybody: what has to be looked up comes in with the `Arrival`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from blog.comments import text
from blog.comments.learner import Opinion
from blog.comments.personal import Kind

# Change the version with any weight: each decision names the table that it was made with.
TABLE_VERSION: Final = 3
WEIGHTS: Final = MappingProxyType(
    {
        "honeypot_filled": 2.0,
        "too_fast": 0.5,
        "no_origin": 0.2,
        "rate_sender": 0.5,
        "rate_address": 0.5,
        "rate_page": 0.2,
        "repeated_text": 0.6,
        "links_some": 0.2,
        "links_many": 0.6,
        "link_new_domain": 0.2,
        "link_known_spam_domain": 0.7,
        "link_shortener": 0.4,
        "link_in_name": 0.6,
        "html_or_bbcode": 0.6,
        "script_mismatch": 0.3,
        "unicode_abuse": 0.2,
        "previously_trusted": -0.5,
        # Personal details are no sign of spam: the moderator is told of them, and that is all.
        **{f"phi_{kind}": 0.0 for kind in Kind},
        # At most: how much of it depends on how sure the filter is.
        "bayes": 1.0,
        "bayes_shadow": 0.0,
    }
)
# What is said in place of a sentence that quotes, once the comment it quotes is erased.
WITHOUT_QUOTES: Final = MappingProxyType(
    {
        "honeypot_filled": "A field that people do not see was filled in.",
        "too_fast": "It was written faster than people write.",
        "no_origin": "The browser did not say which page the form stood on.",
        "rate_sender": "Many comments came from this sender in a short time.",
        "rate_address": "Many comments came from this address in a short time.",
        "rate_page": "Many comments came to this article in a short time.",
        "repeated_text": "The same text was sent before.",
        "links_some": "It had a link.",
        "links_many": "It had several links.",
        "link_new_domain": "It linked to a website that no approved comment had linked to.",
        "link_known_spam_domain": "It linked to a website that spam had linked to before.",
        "link_shortener": "A link hid where it led.",
        "link_in_name": "The name held a web address.",
        "html_or_bbcode": "It was written with markup for links.",
        "script_mismatch": "It was mostly in another script than the article.",
        "unicode_abuse": "It held invisible or stacked characters.",
        "previously_trusted": "Earlier comments from this confirmed address were approved.",
        **{f"phi_{kind}": f"It seemed to hold {kind.words}." for kind in Kind},
        "bayes": "Its words were weighed by what moderators decided before.",
        "bayes_shadow": "Its words were weighed by a filter that was still learning.",
    }
)
SHORTENERS: Final = frozenset(
    [
        "bit.ly",
        "cutt.ly",
        "goo.gl",
        "is.gd",
        "ow.ly",
        "rb.gy",
        "rebrand.ly",
        "shorturl.at",
        "t.co",
        "t.ly",
        "tiny.cc",
        "tinyurl.com",
    ]
)
# What was noticed of how a comment came, and stays true when its words are changed.
OF_ITS_COMING: Final = frozenset(
    {"honeypot_filled", "no_origin", "rate_sender", "rate_address", "rate_page"}
)
QUICKEST_SECONDS: Final = 4
QUICK_LENGTH: Final = 40


@dataclass(frozen=True)
class Signal:
    """One thing noticed about a comment. Signals of one kind are not independent."""

    code: str
    sentence: str
    # How much of its weight it throws in.
    share: float = 1.0

    @property
    def weight(self) -> float:
        """How much it speaks for spam; below zero: against it."""
        return round(WEIGHTS[self.code] * self.share, 3)

    @property
    def kind(self) -> str:
        """What it is about: links, rates, and so on."""
        return self.code.split("_")[0].rstrip("s")

    def as_dict(self) -> dict[str, str | float]:
        """Return it as it is stored with the decision."""
        return {"code": self.code, "weight": self.weight, "sentence": self.sentence}


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A comment at the door, and what is known about how it came."""

    name: str
    body: str
    typed: str = ""
    honeypot_filled: bool = False
    seconds_to_write: float | None = None
    origin_known: bool = True
    crowded: frozenset[str] = frozenset()
    # The kinds of personal details in it.
    personal: tuple[str, ...] = ()
    repeated: bool = False
    # About the first domain it links to: the one that is kept with a comment.
    domain_of_spam: bool = False
    domain_approved: bool = False
    trusted: bool = False
    # None while nothing has been learned.
    opinion: Opinion | None = None
    # Whether the address it gives has been confirmed.
    confirmed: bool = False

    @property
    def domains(self) -> list[str]:
        """The registered domains it links to, in order, each once."""
        return text.domains(self.body)


def gather(arrival: Arrival) -> tuple[Signal, ...]:
    """Return everything that was noticed, the heaviest first."""
    noticed = [signal for question in _QUESTIONS for signal in question(arrival)]
    return tuple(sorted(noticed, key=lambda signal: -abs(signal.weight)))


def without_quotes(signals: Iterable[dict[str, str | float]]) -> list[dict[str, str | float]]:
    """Return stored signals with nothing left in them of the comment they were about."""
    return [{**each, "sentence": _unquoted(str(each.get("code", "")))} for each in signals]


def _unquoted(code: str) -> str:
    return WITHOUT_QUOTES.get(code, "The comment was erased; so was what was noticed about it.")


def _behavior(arrival: Arrival) -> Iterator[Signal]:
    if arrival.honeypot_filled:
        yield Signal("honeypot_filled", "A field that people do not see was filled in.")
    seconds, length = arrival.seconds_to_write, len(arrival.body)
    if seconds is not None and seconds < QUICKEST_SECONDS and length > QUICK_LENGTH:
        shown = max(1, round(seconds))
        unit = "second" if shown == 1 else "seconds"
        yield Signal("too_fast", f"{length} characters were written in {shown} {unit}.")
    if not arrival.origin_known:
        yield Signal("no_origin", WITHOUT_QUOTES["no_origin"])
    if arrival.trusted:
        yield Signal("previously_trusted", WITHOUT_QUOTES["previously_trusted"])


def _crowds(arrival: Arrival) -> Iterator[Signal]:
    for scope in sorted(arrival.crowded):
        yield Signal(f"rate_{scope}", WITHOUT_QUOTES[f"rate_{scope}"])


def _personal_details(arrival: Arrival) -> Iterator[Signal]:
    for kind in arrival.personal:
        yield Signal(f"phi_{kind}", f"It seems to hold {Kind(kind).words}.")


def _repetition(arrival: Arrival) -> Iterator[Signal]:
    if arrival.repeated:
        yield Signal("repeated_text", "The same text was sent before, within 30 days.")


def _links(arrival: Arrival) -> Iterator[Signal]:
    domains, count = arrival.domains, text.link_count(arrival.body)
    shown = ", ".join(domains[:3])
    if count == 1:
        yield Signal("links_some", f"It has one link, to {shown}.")
    elif count == 2:
        yield Signal("links_some", f"It has two links, to {shown}.")
    elif count > 2:
        yield Signal("links_many", f"It has {count} links, to {shown}.")
    if domains and arrival.domain_of_spam:
        yield Signal("link_known_spam_domain", f"Spam has linked to {domains[0]} before.")
    elif domains and not arrival.domain_approved:
        yield Signal("link_new_domain", f"No approved comment has linked to {domains[0]} before.")
    short = [domain for domain in domains if domain in SHORTENERS]
    if short:
        yield Signal("link_shortener", f"A link through {short[0]} hides where it leads.")
    if text.link_count(arrival.name):
        yield Signal("link_in_name", f"The name holds a web address: {arrival.name}.")


def _markup(arrival: Arrival) -> Iterator[Signal]:
    mark = text.link_markup(arrival.body)
    if mark:
        yield Signal("html_or_bbcode", f"It is written with markup for links: {mark}.")


def _characters(arrival: Arrival) -> Iterator[Signal]:
    share = text.latin_share(arrival.body)
    if share is not None and share < 0.5:
        percent = round(100 * (1 - share))
        yield Signal("script_mismatch", f"{percent} % of its letters are not Latin letters.")
    if arrival.typed and text.hides_characters(arrival.typed):
        yield Signal("unicode_abuse", "Invisible or stacked characters were removed from it.")


def _learned(arrival: Arrival) -> Iterator[Signal]:
    opinion = arrival.opinion
    if opinion is None:
        return
    if opinion.ready:
        yield Signal("bayes", opinion.sentence, opinion.share)
    else:
        yield Signal("bayes_shadow", opinion.sentence)


_QUESTIONS: tuple[Callable[[Arrival], Iterator[Signal]], ...] = (
    _behavior,
    _crowds,
    _repetition,
    _links,
    _markup,
    _characters,
    _personal_details,
    _learned,
)
