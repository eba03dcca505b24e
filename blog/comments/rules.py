"""The moderators' own rules: words, domains and senders that hold, make spam, or speak well.

A rule that meets a comment is one more signal in its evidence, with a sentence of its own. A rule
on trial is written down just so, and changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

from blog.comments import text
from blog.comments.evidence import Arrival, Signal
from blog.comments.policy import TRUSTED_BELOW, Approval, Ruling

PREFIX: Final = "rule_"
LONGEST: Final = 100
SHORTEST: Final = 3
# So many people have an address there, or write such words, that they tell nothing.
_MAILBOXES: Final = (
    "aol.com att.net comcast.net gmail.com gmx.com gmx.net hotmail.com icloud.com live.com "
    "mail.com me.com msn.com outlook.com proton.me protonmail.com yahoo.com ymail.com"
)
_EVERYDAY: Final = (
    "about after all and any are article because been but can could did doctor does for from get "
    "good had has have health help her here his how its just know like many may more much not now "
    "one our out pain people she should some than thank thanks that the their them then there "
    "they this time treatment very was way well were what when where which who will with would "
    "you your"
)
MAILBOXES: Final = frozenset(_MAILBOXES.split())
EVERYDAY: Final = frozenset(_EVERYDAY.split())


class Kind(StrEnum):
    """What a rule looks for."""

    WORD = "word"
    DOMAIN = "domain"
    SENDER = "sender"


class Action(StrEnum):
    """What a rule does with a comment that it meets."""

    HOLD = "hold"
    SPAM = "spam"
    TRUST = "trust"


WEIGHTS: Final = {Action.HOLD: 0.0, Action.SPAM: 1.0, Action.TRUST: -0.4}
_DOES: Final = {
    Action.HOLD: "holds comments",
    Action.SPAM: "takes for spam comments",
    Action.TRUST: "trusts comments",
}
_WOULD: Final = {
    Action.HOLD: "would hold comments",
    Action.SPAM: "would take for spam comments",
    Action.TRUST: "would trust comments",
}
_LOOKS_FOR: Final = {
    Kind.WORD: "with “{}”",
    Kind.DOMAIN: "that link to {}",
    Kind.SENDER: "from {}",
}
_ONLY_LINKS: Final = "whose links all lead to {}"


@dataclass(frozen=True)
class Subject:
    """A comment as rules see it: what it says, and whose it claims to be."""

    name: str
    body: str
    email: str = ""
    # The fingerprints of the address: rules about one address keep only that.
    keys: frozenset[str] = frozenset()
    confirmed: bool = False

    @cached_property
    def words(self) -> str:
        """All that it says, in the form in which rules say it."""
        return folded(f"{self.name}\n{self.body}")

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """Where its links lead."""
        return tuple(text.hosts(self.body))


@dataclass(frozen=True)
class Rule:
    """One rule, as it is remembered."""

    number: int
    kind: Kind
    pattern: str
    action: Action
    on_trial: bool = False
    key: str = ""

    @property
    def code(self) -> str:
        """What its signals are called: how often it met is counted by that."""
        return f"{PREFIX}{self.number}"

    @property
    def label(self) -> str:
        """What it looks for and does, in words."""
        looks_for = _LOOKS_FOR[self.kind]
        if (self.kind, self.action) == (Kind.DOMAIN, Action.TRUST):
            looks_for = _ONLY_LINKS
        does = _WOULD if self.on_trial else _DOES
        return f"{does[self.action]} {looks_for.format(self.pattern)}"

    def meets(self, subject: Subject) -> bool:
        """Whether it has anything to say about a comment."""
        if self.kind is Kind.WORD:
            return _stands_in(self.pattern, subject.words)
        if self.kind is Kind.SENDER:
            if self.key:
                return self.key in subject.keys
            return _is_under(subject.email.rpartition("@")[2].casefold(), self.pattern[1:])
        under = [_is_under(host, self.pattern) for host in subject.hosts]
        # A link that is known does not vouch for the one beside it.
        return bool(under) and (all(under) if self.action is Action.TRUST else any(under))


@dataclass(frozen=True, kw_only=True)
class RuleSignal(Signal):
    """What a rule noticed about a comment."""

    rule: Rule
    # Whether it has an effect: not on trial, and its sender is whom it takes them for.
    acts: bool

    @property
    def weight(self) -> float:
        """How much it speaks for spam."""
        return WEIGHTS[self.rule.action] if self.acts else 0.0

    @property
    def kind(self) -> str:
        """Several rules that meet are no independent signs."""
        return "rule"

    @property
    def vouches(self) -> bool:
        """Whether it lets in what its sender writes."""
        return self.acts and self.rule.action is Action.TRUST and self.rule.kind is Kind.SENDER

    def as_dict(self) -> dict[str, str | float]:
        """Return it as it is stored: with what the rule did, or would have done."""
        action = self.rule.action.value
        return {**super().as_dict(), "action": action, "trial": self.rule.on_trial}


def joined(
    rules: Iterable[Rule],
    arrival: Arrival,
    email: str,
    keys: Iterable[str],
    found: Sequence[Signal],
) -> tuple[Signal, ...]:
    """Return what was noticed about a comment together with what the rules say of it."""
    subject = Subject(arrival.name, arrival.body, email, frozenset(keys), arrival.confirmed)
    said = [_signal(rule, subject) for rule in rules if rule.meets(subject)]
    return tuple(sorted([*said, *found], key=lambda signal: -abs(signal.weight)))


def overrule(ruling: Ruling, signals: Sequence[Signal], approval: str) -> Ruling:
    """Let the rules have their say in what the policy decided.

    A rule holds or makes spam by itself. One that trusts only lets in whose address is confirmed.
    """
    acting = [each for each in signals if isinstance(each, RuleSignal) and each.acts]
    actions = {each.rule.action for each in acting}
    vouched = any(each.vouches for each in acting)
    trusted = vouched or any(each.code == "previously_trusted" for each in signals)
    if Action.SPAM in actions and trusted and ruling.outcome != "spam":
        return replace(
            ruling,
            outcome="pending",
            sentence="Held: a rule takes it for spam, but its commenter is trusted.",
        )
    if Action.SPAM in actions:
        return replace(ruling, outcome="spam", sentence="Spam: a rule of the moderators says so.")
    if Action.HOLD in actions and ruling.outcome != "spam":
        held = "Held: a rule of the moderators asks for it."
        return replace(ruling, outcome="pending", sentence=held)
    waits = ruling.outcome == "pending" and approval == Approval.HOLD_UNVERIFIED
    if vouched and waits and ruling.score < TRUSTED_BELOW:
        let_in = "Approved: a rule of the moderators trusts this confirmed address."
        return replace(ruling, outcome="approved", sentence=let_in)
    return ruling


def _signal(rule: Rule, subject: Subject) -> RuleSignal:
    sentence = f"A rule {rule.label}."
    claimed = rule.kind is Kind.SENDER and rule.action is Action.TRUST and not subject.confirmed
    if rule.on_trial:
        sentence = f"On trial, without effect: a rule {rule.label}."
    elif claimed:
        sentence = f"A rule {rule.label}, but nobody has confirmed the address."
    return RuleSignal(rule.code, sentence, rule=rule, acts=not rule.on_trial and not claimed)


# --- as somebody writes them ----------------------------------------------------------------


def cleaned(kind: Kind, typed: str) -> str:
    """Return what a rule looks for as it is kept. Raises ValueError, which says what to do."""
    pattern = text.normalize_name(typed)
    if len(pattern) > LONGEST:
        raise ValueError(f"It is {len(pattern)} characters long; {LONGEST} is the most.")
    if kind is Kind.WORD:
        return _cleaned_word(pattern)
    if kind is Kind.DOMAIN:
        return _cleaned_domain(pattern)
    mailbox, _, domain = pattern.rpartition("@")
    if any(char.isspace() or char in "@<>,;" for char in mailbox):
        raise ValueError("Write one address such as name@example.com, or @example.com.")
    return f"{mailbox.casefold()}@{_cleaned_domain(domain)}"


def too_broad(kind: Kind, pattern: str) -> str:
    """Say why a rule would meet far more than it is meant for; blank when it would not."""
    if kind is Kind.WORD:
        word = folded(pattern).rstrip("*").strip()
        if len(word) < SHORTEST:
            return f"“{pattern}” is very short: it stands in many comments."
        if word in EVERYDAY:
            return f"Many people write “{pattern}”, whatever they write about."
    if pattern.removeprefix("@") in MAILBOXES and kind in (Kind.SENDER, Kind.DOMAIN):
        return f"Very many people have an address at {pattern.removeprefix('@')}."
    return ""


def masked(address: str) -> str:
    """Return an address as it may be shown and kept: it says whose it is only to who knows."""
    mailbox, _, domain = address.rpartition("@")
    return f"{mailbox[:1]}•••@{domain}" if mailbox else address


def folded(said: str) -> str:
    """Return words in the form in which they are compared."""
    return unicodedata.normalize("NFKC", said).casefold()


def _cleaned_word(pattern: str) -> str:
    if not any(char.isalnum() for char in pattern):
        raise ValueError("Write a word or a few: there is no letter and no digit in this.")
    if "*" in pattern[:-1]:
        raise ValueError("A star stands for the rest of a word, and only at the very end.")
    return pattern


def _cleaned_domain(pattern: str) -> str:
    host = text.host_of(pattern)
    if not host:
        raise ValueError("Write the name of a website such as example.com.")
    if text.is_public_suffix(host):
        raise ValueError(f"Many websites that have nothing in common end in “{host}”: name one.")
    return host


@lru_cache(maxsize=1024)
def _sought(pattern: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Return the words of a pattern, and how they are found together."""
    words = folded(pattern).rstrip("*").split()
    end = "" if pattern.endswith("*") else r"(?!\w)"
    return tuple(words), re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + end)


def _stands_in(pattern: str, said: str) -> bool:
    words, together = _sought(pattern)
    # Most rules meet nothing: that is seen without the slower search.
    return all(word in said for word in words) and bool(together.search(said))


def _is_under(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
