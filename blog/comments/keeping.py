"""What is kept of whoever comments, found, written out and erased by email address."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.text import Truncator

from blog.comments.models import CommenterTrust, Decision, ReaderComment
from blog.comments.models.commenter import author_keys
from blog.comments.models.status import IllegalDecisionError, Status
from intake.models import RateCount
from privacy.holders import Record, stands_in

BY_REQUEST = "Its author asked for it."


class CommentsOfAPerson:
    """Their comments with all that hangs on these, what others quote, and what is kept by key."""

    name = "Reader comments"
    permission = "reader_comments.erase_readercomment"

    def find(self, address: str) -> list[Record]:
        """Return their comments, what is known of them as a commenter, and who names them."""
        own = _own(address).select_related("thread__page").prefetch_related("decisions__actor")
        return [
            *(Record(_line(comment), _facts(comment)) for comment in own.order_by("pk")),
            *(_kept_by_key(row) for model in keyed() for row in _of(model, address)),
            *(
                Record(
                    f"{comment} of somebody else holds the address. It would be taken out.",
                    {"named_in": str(comment), "text": comment.body},
                )
                for comment in _naming(address)
            ),
            *(
                Record(f"A note on {decision} names the address.", {"note": decision.note})
                for decision in Decision.objects.whose_note_names(address).exclude(comment__in=own)
            ),
        ]

    def erase(self, address: str, by: Any) -> int:
        """Forget all of it: replies first, so that no placeholder stays for nobody."""
        count = sum(_erased(comment, by) for comment in _own(address).order_by("-depth", "pk"))
        for comment in _naming(address):
            comment.redact(by, address)
            count += 1
        count += Decision.objects.erase_notes_that_name(address)
        for model in keyed():
            count += _of(model, address).delete()[0]
        RateCount.objects.filter(
            scope__startswith="comment.", who__in=author_keys(address)
        ).delete()
        return count


def keyed() -> list[type[models.Model]]:
    """Return the models of this room that keep something by an address's fingerprint.

    Whatever has an `author_key` is found and erased with it; comments go in their own way.
    """
    return [
        model
        for model in apps.get_app_config("reader_comments").get_models()
        if model is not ReaderComment
        and any(field.name == "author_key" for field in model._meta.local_fields)
    ]


def _of(model: type[models.Model], address: str) -> QuerySet[Any]:
    return model._default_manager.filter(author_key__in=author_keys(address))


def _own(address: str) -> QuerySet[ReaderComment]:
    theirs = Q(author_email__iexact=address) | Q(author_key__in=author_keys(address))
    return ReaderComment.objects.filter(theirs).exclude(status=Status.ERASED)


def _naming(address: str) -> list[ReaderComment]:
    """Return the comments of others in which somebody wrote the address."""
    others = ReaderComment.objects.exclude(pk__in=_own(address).values("pk"))
    found = others.filter(body__icontains=address).order_by("pk")
    return [comment for comment in found if stands_in(address, comment.body)]


def _erased(comment: ReaderComment, by: Any) -> bool:
    try:
        if by is None:
            comment.withdraw(BY_REQUEST)
        else:
            comment.erase(by=by)
    except IllegalDecisionError:
        return False  # Its author has just withdrawn it.
    return True


def _line(comment: ReaderComment) -> str:
    said = Truncator(comment.body).chars(80)
    return f"{comment}, {comment.get_status_display().lower()}, on “{_title(comment)}”: {said}"


def _title(comment: ReaderComment) -> str:
    page = comment.thread.page
    return page.title if page else comment.thread.page_title


def _facts(comment: ReaderComment) -> dict[str, Any]:
    """Return a comment as its author would want to read it. Who moderates is not their data."""
    return {
        "kind": "comment",
        "number": comment.pk,
        "on": _title(comment),
        "name": comment.author_name,
        "email": comment.author_email,
        "text": comment.body,
        "status": comment.get_status_display(),
        "sent": comment.submitted_at,
        "published": comment.approved_at,
        "changed": comment.edited_at,
        "network_code": comment.sender_key or None,
        "network_code_kept_until": comment.sender_key_expires,
        "decisions": [
            {
                "at": decision.at,
                "what": decision.get_verb_display(),
                "by": decision.Who(decision.who).label,
                "why": decision.reasons,
                "note": decision.note,
            }
            for decision in comment.decisions.all()
        ],
    }


def _kept_by_key(row: models.Model) -> Record:
    """Return a row that is known by the fingerprint alone, whatever it says."""
    said = {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "author_key"}
    }
    if isinstance(row, CommenterTrust):
        line = f"What decisions taught: {row.approved_count} approved, {row.spam_count} spam"
    else:
        line = str(row)
    return Record(line, {"kind": str(row._meta.verbose_name), **said})
