"""Deciding on a comment by a link in a mail: looked at first, decided by a press.

The link needs no session. It is one moderator's, for one comment, for seven days, for as long as
they may moderate and keep their password; and only while the comment waits.
"""

import datetime as dt
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from blog.comments.answers import answer
from blog.comments.mail.letter import address_of
from blog.comments.mail.opening import from_a_mail
from blog.comments.models import ReaderComment
from blog.comments.models.status import IllegalDecisionError, Status, Verb
from blog.comments.moderation.rights import Right, may
from blog.comments.moderation.rows import Row, with_all_a_row_shows
from intake.origin import check_origin

LASTS: Final = dt.timedelta(days=7)
SALT: Final = "comments.decide"
VERBS: Final = {Verb.APPROVE: "Approve", Verb.MARK_SPAM: "Spam", Verb.TRASH: "Trash"}
NOTE: Final = "Decided by a link in a mail."
TEMPLATE: Final = "comments/mail/decide.html"
REWRITTEN = "Its author changed it since you read it. Please read it again: nothing was decided."


def link_for(person: Any, comment: ReaderComment) -> str:
    """Return the address where somebody decides on a comment without signing in."""
    value = [person.pk, comment.pk, _stamp(person)]
    return address_of("comments:decide_by_mail", signing.dumps(value, salt=SALT))


@from_a_mail
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Show a comment to the moderator who was written to; decide on it by a press."""
    try:
        number, comment_number, stamp = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        return _refuse(request, "It was older than seven days.", 410)
    except (signing.BadSignature, TypeError, ValueError):
        return _refuse(request, "It is not whole: perhaps the mail cut it off.", 410)
    person = get_user_model().objects.filter(pk=number, is_active=True).first()
    if person is None or not may(person, Right.MODERATE) or stamp != _stamp(person):
        return _refuse(request, "It was for somebody who may no longer use it.", 403)
    found = with_all_a_row_shows(ReaderComment.objects.filter(pk=comment_number))
    comment = found.exclude(status=Status.ERASED).first()
    if comment is None:
        return _refuse(request, "The comment has been erased.", 410)
    if request.method == "POST":
        check_origin(request)
        return _press(request, comment, person)
    return _show(request, comment)


def _press(request: HttpRequest, comment: ReaderComment, person: Any) -> HttpResponse:
    """Decide, or say why not: somebody was quicker, or the words are others now."""
    verb = request.POST.get("verb", "")
    if comment.status != Status.PENDING:
        return _show(request, comment, status=409)
    if verb not in VERBS:
        return _show(request, comment, 422, warning="Choose what to do with the comment.")
    if request.POST.get("seen", "") != _seen(comment):
        return _show(request, comment, 409, warning=REWRITTEN)
    try:
        decision = getattr(comment, verb)(by=person, note=NOTE)
    except IllegalDecisionError as error:
        return _show(request, comment, 409, happened=str(error))
    done = f"{comment} is {decision.get_verb_display()}."
    return _show(request, comment, done=done)


def _show(
    request: HttpRequest, comment: ReaderComment, status: int = 200, **context: Any
) -> HttpResponse:
    happened = context.pop("happened", "")
    if comment.status != Status.PENDING and not context.get("done"):
        moves = [each for each in comment.decisions.all() if each.from_status != each.to_status]
        happened = happened or comment.what_happened(moves[-1] if moves else None)
    title = "Decide on a comment"
    return answer(
        request,
        TEMPLATE,
        title if status < 400 else f"Error: {title}",
        status,
        heading=title,
        comment=comment,
        reasons=Row(comment, may_moderate=True).reasons,
        verbs=[] if happened or context.get("done") else VERBS.items(),
        happened=happened,
        seen=_seen(comment),
        desk=reverse("reader_comment:page", args=[comment.pk]),
        **context,
    )


def _refuse(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return answer(
        request,
        "comments/mail/refused.html",
        "This link no longer works",
        status,
        why=why,
        desk=reverse("reader_comments:index"),
    )


def _seen(comment: ReaderComment) -> str:
    """Return which words of the comment somebody read."""
    return comment.edited_at.isoformat() if comment.edited_at else "as first written"


def _stamp(person: Any) -> str:
    """Return what changes with somebody's password."""
    return person.get_session_auth_hash()[:16]
