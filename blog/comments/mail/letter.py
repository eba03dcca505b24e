"""What a mail looks like: one letter, as plain text and as HTML, with its way out.

Nothing that readers typed comes into a letter: no name, no text, no address. Mail can be read on
its way, and what strangers type could carry links of theirs into somebody's mail.
"""

from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from blog.comments.models import MailJob
from organization.models import Clinic


@dataclass(frozen=True)
class Link:
    """A link of a letter."""

    label: str
    address: str


@dataclass(frozen=True)
class Item:
    """One of several things that a letter lists."""

    link: Link
    about: str


@dataclass(frozen=True)
class Letter:
    """A letter to one person."""

    to: str
    subject: str
    paragraphs: tuple[str, ...]
    link: Link
    # Why somebody gets it, and what stopping it would stop.
    why: str
    stops: str
    items: tuple[Item, ...] = field(default=())


def address_of(name: str, *args: Any) -> str:
    """Return the whole address of one of our own pages, as readers know it."""
    return urljoin(settings.SITE_URL, reverse(name, args=args))


def on_one_line(words: str) -> str:
    """Return words that can stand in a line or in a header."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())


def message(letter: Letter, job: MailJob) -> EmailMultiAlternatives:
    """Return the letter as it goes to the mail server.

    One press stops its kind (RFC 8058). However often it is sent, it is the same message.
    """
    stop = address_of("comments:stop_mail", job.token)
    clinic = on_one_line(Clinic.current().name)
    shown = {"letter": letter, "clinic": clinic, "stop": stop, "site": settings.SITE_URL}
    mail = EmailMultiAlternatives(
        subject=on_one_line(letter.subject),
        body=render_to_string("comments/mail/letter.txt", shown),
        from_email=_sender(clinic),
        to=[letter.to],
        headers={
            "Message-ID": f"<{job.message_id}@{urlsplit(settings.SITE_URL).hostname}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("comments/mail/letter.html", shown), "text/html")
    return mail


def _sender(clinic: str) -> str:
    """Return whom it is from: the clinic, unless the operators say otherwise."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or clinic, address))
