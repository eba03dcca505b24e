"""Takes a reader's comment in: once, within limits, decided on evidence that is kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists
from django.utils import timezone

from blog.comments import evidence, learning, policy, rules, text
from blog.comments.learner import Opinion
from blog.comments.models import (
    CommenterTrust,
    CommentRule,
    CommentSettings,
    CommentThread,
    ReaderComment,
    Token,
)
from blog.comments.models.commenter import author_key, author_keys, receipt_token
from blog.comments.models.status import Status
from blog.comments.noticing import noticed
from intake.keys import Key
from intake.limits import Limit, Verdict, hit_all
from intake.senders import fingerprint

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
# How many make us wary, how many are too many, in what time. A sender is a whole network: a
# household, an office, a hospital.
LIMITS = {
    "address": (3, 5, MINUTE),
    "page": (30, 300, HOUR),
    "sender": (5, 60, 10 * MINUTE),
    "site": (300, 1000, HOUR),
}
WARY_OF = ("address", "page", "sender")
# The timer comes by once a day: none is ever kept for more than thirty.
SENDER_KEPT = dt.timedelta(days=29)
REPEATED_WITHIN = dt.timedelta(days=30)
# "Thank you!" is said by many.
REPEATED_FROM = 20


class TooOftenError(Exception):
    """More than the hard limit allows."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("Too many comments in a short time.")
        self.verdict = verdict


class ParentGoneError(Exception):
    """The comment that is being replied to has just been erased."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A comment whose form was filled in well, and how it came."""

    thread: CommentThread
    parent: ReaderComment | None
    name: str
    email: str
    body: str
    typed: str
    key: Key
    sender: str
    # A key from the check page says nothing about how long the writing took.
    timed: bool
    origin_known: bool
    honeypot_filled: bool

    @property
    def content_key(self) -> str:
        """What makes two offers of one day the same, should the one-time key be lost."""
        parent = self.parent.pk if self.parent else ""
        said = [self.thread.pk, parent, self.email.casefold(), timezone.localdate(), self.body]
        return fingerprint("content", "\0".join(map(str, said)))


def take_in(offer: Offer) -> str:
    """Keep a comment and return the token of its receipt.

    However often the same offer is made, there is one comment and one receipt. Raises
    TooOftenError, with nothing kept.
    """
    token = receipt_token(offer.key.submission_key)
    opinion = learning.opinion_on(offer.body)
    comment = _new_comment(offer, opinion)
    try:
        with transaction.atomic():
            # First of all, so that a second sending of the same ends here and counts nowhere.
            comment.save(force_insert=True)
            crowded = _count(offer)
            CommenterTrust.take_over(offer.email)
            _begin(comment, offer, crowded, opinion)
            Token.grant(token, Token.Purpose.RECEIPT, comment)
    except IntegrityError:
        if not _is_known(offer, token):
            raise
    return token


def _new_comment(offer: Offer, opinion: Opinion | None) -> ReaderComment:
    found = text.domains(offer.body)
    comment = ReaderComment(
        thread=offer.thread,
        author_name=offer.name,
        author_email=offer.email,
        author_key=author_key(offer.email),
        body=offer.body,
        submission_key=offer.key.submission_key,
        content_key=offer.content_key,
        text_key=text_key(offer.body),
        sender_key=offer.sender,
        sender_key_expires=timezone.now() + SENDER_KEPT,
        link_count=text.link_count(offer.body),
        first_link_domain=found[0][:253] if found else "",
        spam_p=opinion.probability if opinion else None,
        policy_version=str(evidence.TABLE_VERSION),
        phi_flag=bool(noticed(offer.name, offer.body)),
    )
    comment.place(offer.parent)
    return comment


def _count(offer: Offer) -> frozenset[str]:
    """Count this one in; return the scopes that are crowded."""
    who = {
        "address": author_key(offer.email),
        "page": str(offer.thread.pk),
        "sender": offer.sender,
        "site": "",
    }
    verdicts = hit_all(
        Limit(f"comment.{scope}", who[scope], most, per)
        for scope, (_, most, per) in LIMITS.items()
    )
    for verdict in verdicts.values():
        if not verdict.allowed:
            raise TooOftenError(verdict)
    return frozenset(
        scope for scope in WARY_OF if verdicts[f"comment.{scope}"].count > LIMITS[scope][0]
    )


def _begin(
    comment: ReaderComment, offer: Offer, crowded: frozenset[str], opinion: Opinion | None
) -> None:
    arrival = evidence.Arrival(
        name=offer.name,
        body=offer.body,
        typed=offer.typed,
        honeypot_filled=offer.honeypot_filled,
        seconds_to_write=offer.key.age.total_seconds() if offer.timed else None,
        origin_known=offer.origin_known,
        crowded=crowded,
        personal=kinds_noticed(offer.name, offer.body),
        opinion=opinion,
        **background(comment.pk, offer.email, vars(comment)),
    )
    signals, ruling = judged(arrival, offer.email)
    comment.begin(
        Status(ruling.outcome),
        ruling.sentence,
        signals=[signal.as_dict() for signal in signals],
        score=ruling.score,
        model_version=str(evidence.TABLE_VERSION),
    )


def judged(
    arrival: evidence.Arrival, email: str
) -> tuple[tuple[evidence.Signal, ...], policy.Ruling]:
    """Return all that is noticed about a comment, and what follows, rules included."""
    approval = CommentSettings.current().rule
    found = evidence.gather(arrival)
    signals = rules.joined(CommentRule.acting(), arrival, email, author_keys(email), found)
    return signals, rules.overrule(policy.decide(signals, approval), signals, approval)


def kinds_noticed(name: str, body: str) -> tuple[str, ...]:
    """Return the kinds of personal details in a comment, each once."""
    return tuple(dict.fromkeys(detail.kind.value for detail in noticed(name, body)))


def text_key(body: str) -> str:
    """Return what texts have in common that say the same; blank when too short to tell."""
    words = text.squashed(body)
    return fingerprint("text", words) if len(words) >= REPEATED_FROM else ""


def background(pk: int, email: str, words: Mapping[str, Any]) -> Mapping[str, Any]:
    """Look up, in one query, what is known of a text, its author and its first link."""
    others = ReaderComment.objects.exclude(pk=pk)
    recent = others.filter(submitted_at__gt=timezone.now() - REPEATED_WITHIN)
    same_text = recent.filter(text_key=words["text_key"]).exclude(text_key="")
    same_domain = others.filter(first_link_domain=words["first_link_domain"]).exclude(
        first_link_domain=""
    )
    same_person = CommenterTrust.objects.filter(author_key__in=author_keys(email))
    return (
        ReaderComment.objects.filter(pk=pk)
        .values(
            repeated=Exists(same_text),
            trusted=Exists(same_person.filter(CommenterTrust.earned())),
            confirmed=Exists(same_person.filter(verified_at__isnull=False, blocked=False)),
            domain_approved=Exists(same_domain.filter(status=Status.APPROVED)),
            domain_of_spam=Exists(same_domain.filter(status=Status.SPAM)),
        )
        .get()
    )


def _is_known(offer: Offer, token: str) -> bool:
    """Whether the offer was made before; if so, its receipt leads to the comment there is."""
    if ReaderComment.objects.filter(submission_key=offer.key.submission_key).exists():
        return True
    same = ReaderComment.objects.filter(content_key=offer.content_key).first()
    if same is not None:
        Token.grant_once(token, Token.Purpose.COPY, same)
        return True
    if offer.parent and not ReaderComment.objects.filter(pk=offer.parent.pk).exists():
        raise ParentGoneError
    return False
