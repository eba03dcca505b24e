"""Takes in what a reader changes about a comment: the policy decides on it again."""

import datetime as dt
from typing import Any

from django.db import transaction

from blog.comments import evidence, learning, text
from blog.comments.models import ReaderComment
from blog.comments.models.status import Status
from blog.comments.submission import (
    TooOftenError,
    background,
    judged,
    kinds_noticed,
    text_key,
)
from intake.limits import hit

# How often one comment may be changed.
MOST, PER = 20, dt.timedelta(hours=1)


class TooLateError(Exception):
    """The comment can no longer be changed."""


def revise(comment: ReaderComment, name: str, body: str, typed: str) -> None:
    """Change a comment's words; what readers saw waits again unless its author is trusted.

    Raises TooLateError and TooOftenError, with nothing changed.
    """
    with transaction.atomic():
        # Whoever decides on it meanwhile waits here, and then finds out.
        found = ReaderComment.objects.select_for_update().filter(pk=comment.pk).first()
        if found is None or not found.is_editable:
            raise TooLateError
        if (found.author_name, found.body) == (name, body):
            return
        verdict = hit("comment.revision", str(found.pk), MOST, PER)
        if not verdict.allowed:
            raise TooOftenError(verdict)
        _take_in(found, name, body, typed)


def _take_in(comment: ReaderComment, name: str, body: str, typed: str) -> None:
    domains, personal = text.domains(body), kinds_noticed(name, body)
    opinion = learning.opinion_on(body)
    words = {
        "author_name": name,
        "body": body,
        "text_key": text_key(body),
        "link_count": text.link_count(body),
        "first_link_domain": domains[0][:253] if domains else "",
        "spam_p": opinion.probability if opinion else None,
        "policy_version": str(evidence.TABLE_VERSION),
        "phi_flag": bool(personal),
    }
    email = comment.author_email or ""
    arrival = evidence.Arrival(
        name=name,
        body=body,
        typed=typed,
        personal=personal,
        opinion=opinion,
        **_how_it_came(comment),
        **background(comment.pk, email, words),
    )
    signals, ruling = judged(arrival, email)
    comment.revise(
        _status_after(comment, Status(ruling.outcome)),
        f"The reader changed it. {ruling.sentence}",
        words,
        signals=[signal.as_dict() for signal in signals],
        score=ruling.score,
        model_version=str(evidence.TABLE_VERSION),
    )


def _how_it_came(comment: ReaderComment) -> dict[str, Any]:
    """Return what was noticed when it was sent first: better words do not undo that."""
    first = comment.decisions.filter(from_status="").first()
    noticed = {str(signal["code"]) for signal in first.signals} if first else set()
    kept = noticed & evidence.OF_ITS_COMING
    return {
        "honeypot_filled": "honeypot_filled" in kept,
        "origin_known": "no_origin" not in kept,
        "crowded": frozenset(
            code.removeprefix("rate_") for code in kept if code.startswith("rate_")
        ),
    }


def _status_after(comment: ReaderComment, outcome: Status) -> Status:
    """Return where a changed comment belongs.

    What a moderator has put out of sight stays there: its author cannot fetch it back.
    """
    if not comment.is_visible and comment.is_judged:
        return Status(comment.status)
    return outcome
