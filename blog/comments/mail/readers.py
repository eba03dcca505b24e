"""Letters to readers: is this address yours, your comment is published, somebody replied."""

from blog.comments.mail.letter import Letter, Link, address_of, on_one_line
from blog.comments.models import MailJob, MailRefusal, ReaderComment, Subscription, Token
from blog.comments.models.commenter import author_keys
from blog.models import ArticlePage

WHY = "You get this because you asked for it below a comment of yours on {site}."
WHY_CONFIRM = (
    "Somebody wrote a comment on {site} and gave this address. If that was not you, do nothing: "
    "no other mail will follow."
)


def confirmation(job: MailJob) -> Letter | None:
    """Ask whether an address belongs to who gave it."""
    comment = _written_to(job)
    good = Token.objects.held(job.confirm_token, Token.Purpose.CONFIRM)
    if comment is None or good is None:
        return None
    return Letter(
        to=_address(comment),
        subject="Confirm your e-mail address",
        paragraphs=(
            "You left a comment and asked to be told by e-mail when it is published and when "
            "somebody replies.",
            "Please confirm that this address is yours. The link works for three days.",
        ),
        link=Link("Confirm this address", address_of("comments:confirm", job.confirm_token)),
        why=WHY_CONFIRM,
        stops="Get no such question from us again",
    )


def published(job: MailJob) -> Letter | None:
    """Say that a comment is published."""
    comment = _wished_by(job)
    title = comment and _title(comment)
    if not comment or not title:
        return None
    return Letter(
        to=_address(comment),
        subject="Your comment is published",
        paragraphs=(f"Your comment on “{title}” is published.",),
        link=Link("See it below the article", address_of("comments:permalink", comment.uuid)),
        why=WHY,
        stops="Do not tell me when comments of mine are published",
    )


def answered(job: MailJob) -> Letter | None:
    """Say that a comment has an answer. What the answer says stands on the page alone."""
    comment, answer = _wished_by(job), job.about
    title = comment and _title(comment)
    if not comment or not title or answer is None or not answer.is_visible:
        return None
    who = "The clinic" if answer.is_from_the_clinic else "Somebody"
    return Letter(
        to=_address(comment),
        subject="There is a reply to your comment",
        paragraphs=(f"{who} replied to your comment on “{title}”.",),
        link=Link("Read the reply", address_of("comments:permalink", answer.uuid)),
        why=WHY,
        stops="Do not tell me of replies",
    )


def _written_to(job: MailJob) -> ReaderComment | None:
    """Return the comment whose author is written to, unless they refuse mail of this kind."""
    comment = job.comment
    if comment is None or not comment.author_email:
        return None
    keys = author_keys(comment.author_email)
    if MailRefusal.objects.filter(author_key__in=keys, kind=job.kind).exists():
        return None
    return comment


def _wished_by(job: MailJob) -> ReaderComment | None:
    """Return the comment whose author wishes this mail, while readers see the comment."""
    comment = _written_to(job)
    if comment is None or not comment.is_visible:
        return None
    wished = Subscription.objects.confirmed().filter(comment=comment).exists()
    return comment if wished else None


def _title(comment: ReaderComment) -> str:
    """Return the title of the article below which readers see a comment; blank for none."""
    if not comment.thread.is_shown:
        return ""
    article = ArticlePage.objects.published().filter(pk=comment.thread.page_id or 0)
    return on_one_line(article.values_list("title", flat=True).first() or "")


def _address(comment: ReaderComment) -> str:
    return comment.author_email or ""
