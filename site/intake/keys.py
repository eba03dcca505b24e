"""Signed values a form carries: a page token, and the one-time key of one submission.

The page token is the same for every reader, so a page that holds it can be cached. The key is
issued to one reader when writing begins: it tells how long that took, and makes a second
sending of the same form recognizable.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.utils import timezone

from intake.senders import fingerprint

KEY_LASTS = timedelta(days=1)
PAGE_TOKEN_LASTS = timedelta(days=60)


class BadKeyError(Exception):
    """A key or token that is not one of ours, or is meant for another form."""


class ExpiredKeyError(BadKeyError):
    """A key or token of ours that is too old."""


@dataclass(frozen=True)
class Key:
    """What a one-time key says."""

    nonce: str
    issued_at: datetime

    @property
    def submission_key(self) -> str:
        """What is stored, unique, with the thing submitted. The nonce itself never is."""
        return fingerprint("submission", self.nonce)

    @property
    def age(self) -> timedelta:
        """How long ago the key was issued."""
        return timezone.now() - self.issued_at


@dataclass(frozen=True)
class PageToken:
    """What a page token says."""

    subject: str
    version: int
    day: date


def issue_key(purpose: str) -> str:
    """Return a new one-time key for one form, such as "comment:12"."""
    value = {"n": secrets.token_urlsafe(16), "t": timezone.now().timestamp()}
    return signing.dumps(value, salt=f"intake.key:{purpose}", compress=False)


def read_key(token: str, purpose: str) -> Key:
    """Return what a key says. Raises BadKeyError or ExpiredKeyError."""
    try:
        value = signing.loads(token, salt=f"intake.key:{purpose}")
        key = Key(
            value["n"], datetime.fromtimestamp(value["t"], tz=timezone.get_current_timezone())
        )
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise BadKeyError(purpose) from error
    if key.age > KEY_LASTS:
        raise ExpiredKeyError(purpose)
    return key


def issue_page_token(purpose: str, subject: object, version: int = 0) -> str:
    """Return the token of today for a form on one page: equal for all readers."""
    value = [str(subject), version, timezone.localdate().isoformat()]
    return signing.Signer(salt=f"intake.page:{purpose}").sign_object(value)


def read_page_token(token: str, purpose: str) -> PageToken:
    """Return what a page token says. Raises BadKeyError or ExpiredKeyError."""
    try:
        subject, version, day = signing.Signer(salt=f"intake.page:{purpose}").unsign_object(token)
        found = PageToken(str(subject), int(version), date.fromisoformat(day))
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise BadKeyError(purpose) from error
    if timezone.localdate() - found.day > PAGE_TOKEN_LASTS:
        raise ExpiredKeyError(purpose)
    return found
