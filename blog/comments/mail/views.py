"""The links of a mail, and the wish for one: what they open changes nothing until a press."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from blog.comments.answers import SeeOther, answer, held, readable_page
from blog.comments.mail import wishes
from blog.comments.mail.opening import from_a_mail
from blog.comments.models import MailJob, Token
from blog.comments.submission import TooOftenError
from blog.comments.views import show_receipt
from intake.decorators import public_form, too_many
from intake.origin import check_origin
from intake.senders import sender_key

WHAT = {
    MailJob.Kind.CONFIRM: "the question whether this address is yours",
    MailJob.Kind.APPROVED: "mail when comments of yours are published",
    MailJob.Kind.REPLY: "mail when somebody replies to you",
    MailJob.Kind.WAITING: "mail when comments wait for a moderator",
    MailJob.Kind.DIGEST: "the daily mail about comments that wait",
}


@public_form
def wish(request: HttpRequest, token: str) -> HttpResponse:
    """Write to the address of a comment, or tell its author nothing more."""
    check_origin(request)
    comment = held(token, Token.Purpose.RECEIPT).comment
    if request.POST.get("wish") == "no":
        wishes.forgo(comment)
    else:
        try:
            wishes.ask(comment, sender_key(request))
        except TooOftenError as error:
            return too_many(show_receipt(request, token, often=error.verdict), error.verdict)
    return SeeOther(f"{reverse('comments:receipt', args=[token])}#mail")


@from_a_mail
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether an address is confirmed; confirm it by a press."""
    found = Token.objects.held(token, Token.Purpose.CONFIRM)
    if found is None:
        return answer(request, "comments/mail/too_late.html", "This link no longer works", 410)
    confirmed = request.method == "POST"
    if confirmed:
        check_origin(request)
        wishes.confirm(found.comment)
    return answer(
        request,
        "comments/mail/confirm.html",
        "Your address is confirmed" if confirmed else "Confirm your address",
        confirmed=confirmed,
        comment=found.comment,
        article=readable_page(found.comment),
    )


@from_a_mail
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop one kind of mail; stop it by a press, or by a mail program's (RFC 8058).

    No origin is looked at: mail programs and their servers press, too, and know only this address.
    """
    job = MailJob.objects.filter(token=token).select_related("comment", "moderator").first()
    if job is None:
        return answer(request, "comments/mail/too_late.html", "This link no longer works", 410)
    stopped = request.method == "POST"
    if stopped:
        wishes.refuse(job)
    return answer(
        request,
        "comments/mail/stop.html",
        "You get no more of these mails" if stopped else "Stop these mails?",
        stopped=stopped,
        what=WHAT[MailJob.Kind(job.kind)],
    )
