"""The reader's way in: cookie-blind, origin-guarded, idempotent. See docs/architecture.md."""

from dataclasses import replace
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from blog.comments import text
from blog.comments.answers import SeeOther, answer, held, readable_page
from blog.comments.conversation import (
    Conversation,
    comments_address,
    conversation_of,
    page_of,
    thread_of,
)
from blog.comments.feeds import feed_of
from blog.comments.forms import PURPOSE, CommentForm, RevisionForm, repliable
from blog.comments.mail.wishes import Wish
from blog.comments.markup import conversation_nodes
from blog.comments.models import CommentThread, ReaderComment, Token
from blog.comments.revising import TooLateError, revise
from blog.comments.submission import Offer, ParentGoneError, TooOftenError, take_in
from blog.comments.templatetags.comments import thread_context
from blog.feeds.views import KIND_OF, answer_with, feed
from blog.models import ArticlePage
from delivery.indexing import HEADER, NOINDEX, left_to_search_engines
from delivery.page_cache.middleware import same_for_everybody
from intake.decorators import cookie_blind, public_form, too_many
from intake.keys import (
    BadKeyError,
    Key,
    issue_key,
    issue_page_token,
    read_key,
    read_page_token,
)
from intake.origin import Origin, check_origin
from intake.senders import sender_key
from pages.description import plain_metadata
from pages.models import SitePage
from pages.routing import find_route
from seo.metadata import Metadata
from seo.nodes import Reference, WebPage

# --- writing --------------------------------------------------------------------------------


@csrf_exempt
def comments(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a comment; lead whoever only looks here to the article."""
    if request.method in {"GET", "HEAD"}:
        return HttpResponseRedirect(f"{_discussed(page_id).url}#comments")
    return submit(request, page_id)


@public_form
def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a comment in, or say what stands in its way with all that was typed."""
    origin = check_origin(request)
    article = _discussed(page_id)
    parent = repliable(article.pk, text.normalize_name(request.POST.get("parent", "")))
    thread = parent.thread if parent else CommentThread.objects.of(article)
    form = CommentForm.filled(request.POST, thread, parent)
    if not Conversation(article, thread).is_open:
        return _write(request, article, form, status=403, closed=True)
    if not form.is_valid():
        return _write(request, article, form, status=422)
    key, timed = _read_key(form, article)
    unsure = key is None or (timed and not _is_surely_ours(form, origin))
    if unsure or "preview" in request.POST or form.unconsidered:
        return _check(request, article, form)
    assert key is not None  # noqa: S101 - whoever has none has just been sent to check
    try:
        token = take_in(
            Offer(
                thread=thread,
                parent=form.replied_to,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                body=form.cleaned_data["body"],
                typed=_typed(request),
                key=key,
                sender=sender_key(request),
                timed=timed,
                origin_known=origin is Origin.OURS,
                honeypot_filled=form.caught,
            )
        )
    except TooOftenError as error:
        return too_many(_write(request, article, form, often=error.verdict), error.verdict)
    except ParentGoneError:
        form.forget_parent()
        return _write(request, article, form, status=422)
    return SeeOther(reverse("comments:receipt", args=[token]))


@require_safe
@never_cache
@cookie_blind
def key(request: HttpRequest, page_id: int) -> HttpResponse:
    """Hand out a one-time key to somebody who has begun to write."""
    article = _discussed(page_id)
    return JsonResponse({"key": issue_key(_purpose("write", article))})


@require_safe
@never_cache
@cookie_blind
def reply(request: HttpRequest, page_id: int, comment_id: int) -> HttpResponse:
    """Show the form for a reply to one comment, on a page of its own."""
    article = _discussed(page_id)
    parent = repliable(article.pk, comment_id)
    if parent is None or not Conversation(article, parent.thread).is_shown:
        raise Http404("There is no such comment to reply to.")
    form = CommentForm.blank(article.pk, parent.thread.version, parent.pk)
    form.replied_to = parent
    closed = not Conversation(article, parent.thread).is_open
    return _write(request, article, form, closed=closed)


# --- after writing --------------------------------------------------------------------------


@require_safe
@never_cache
@cookie_blind
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Tell somebody where their comment stands. Spam and pending look the same."""
    return show_receipt(request, token)


def show_receipt(
    request: HttpRequest, token: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Show the receipt, with the author's wish for mail."""
    found = held(token, Token.Purpose.RECEIPT, Token.Purpose.COPY)
    return answer(
        request,
        "comments/receipt.html",
        "Your comment",
        status,
        comment=found.comment,
        article=readable_page(found.comment),
        token=token,
        is_its_author=found.purpose == Token.Purpose.RECEIPT,
        wish=Wish.of(found.comment),
        **context,
    )


@csrf_exempt
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody change their comment while it waits, and for a while after."""
    if request.method in {"GET", "HEAD"}:
        return show_revision(request, token)
    return take_revision(request, token)


@never_cache
@cookie_blind
def show_revision(request: HttpRequest, token: str) -> HttpResponse:
    """Show a comment in a form; to whom it is too late, say so."""
    comment = held(token, Token.Purpose.RECEIPT).comment
    if not comment.is_editable:
        return _too_late(request, token, comment)
    return _revise(request, token, comment, RevisionForm.of(comment))


@public_form
def take_revision(request: HttpRequest, token: str) -> HttpResponse:
    """Take in what somebody changed, or say what stands in its way with all that was typed."""
    check_origin(request)
    comment = held(token, Token.Purpose.RECEIPT).comment
    form = RevisionForm.filled(request.POST)
    if not comment.is_editable:
        return _too_late(request, token, comment, form)
    if not form.is_valid():
        return _revise(request, token, comment, form, status=422)
    if "preview" in request.POST or form.unconsidered:
        form.ask()
        return _revise(request, token, comment, form, preview=form.cleaned_data)
    words = form.cleaned_data["name"], form.cleaned_data["body"]
    try:
        revise(comment, *words, typed=_typed(request))
    except TooLateError:
        return _too_late(request, token, comment, form)
    except TooOftenError as error:
        page = _revise(request, token, comment, form, status=429, often=error.verdict)
        return too_many(page, error.verdict)
    return SeeOther(reverse("comments:receipt", args=[token]))


@public_form
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Erase a comment at its author's wish."""
    check_origin(request)
    comment = held(token, Token.Purpose.RECEIPT).comment
    page_id = comment.thread.page_id
    comment.withdraw()
    return SeeOther(reverse("comments:withdrawn", args=[page_id or 0]))


@require_safe
@never_cache
@cookie_blind
def withdrawn(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that a comment is gone."""
    article = ArticlePage.objects.published().filter(pk=page_id).first()
    return answer(request, "comments/withdrawn.html", "Your comment is removed", article=article)


# --- reading --------------------------------------------------------------------------------


@same_for_everybody
@left_to_search_engines
@require_safe
def more_comments(request: HttpRequest, path: str, number: str) -> HttpResponse:
    """Show the second page of an article's comments, or a later one."""
    article = _article_at(request, path)
    if article is None:
        raise Http404("There is no such article.")
    if number == "1":
        return HttpResponsePermanentRedirect(article.url)
    if number.startswith("0"):
        raise Http404("Pages are counted from 1.")
    conversation = conversation_of(article, int(number))
    if not conversation.remarks:
        raise Http404("There are no comments on this page.")
    described = _described(conversation)
    context = {**thread_context(conversation), "page": described}
    response = render(request, "comments/more_comments.html", context)
    if not described.indexable:
        response[HEADER] = NOINDEX
    return response


@same_for_everybody
@require_safe
def comments_feed(request: HttpRequest, path: str, suffix: str) -> HttpResponseBase:
    """Answer with the feed of an article's comments."""
    article = _article_at(request, path)
    if article is None:  # a page that is called “comments” may have feeds of its own
        return feed(request, f"{path}/comments/", suffix)
    conversation = thread_of(article)
    if not conversation.is_shown:
        raise Http404("Comments are not shown here.")
    kind = KIND_OF[suffix]
    return answer_with(request, feed_of(conversation, kind), kind)


@require_safe
def permalink(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead to a comment wherever its article and its page now are."""
    comment = get_object_or_404(
        ReaderComment.objects.approved().select_related("thread"), uuid=public_id
    )
    article = _discussed(comment.thread.page_id or 0)
    if not conversation_of(article).is_shown:
        raise Http404("Comments are not shown here.")
    address = comments_address(article, page_of(comment)).removesuffix("#comments")
    return HttpResponseRedirect(f"{address}#comment-{comment.pk}")


def _article_at(request: HttpRequest, path: str) -> ArticlePage | None:
    """Return the article at a path that is a part of the one asked for."""
    try:
        # Not remembered with the request: whoever answers in our stead asks for the whole path.
        found = find_route(SitePage, request, path)
    except Http404:
        return None
    return found.page if found and isinstance(found.page, ArticlePage) else None


def _described(conversation: Conversation) -> Metadata:
    """Describe a later page of comments, which has an address of its own."""
    article, number = conversation.article, conversation.number
    metadata = plain_metadata(
        f"Comments on {article.title}, page {number}",
        comments_address(article, number),
        text=f"What readers say about {article.title}, page {number}.",
        indexable=article.is_indexable,
    )
    about = WebPage(
        id=f"{metadata.canonical}#webpage",
        about=(Reference(f"{article.absolute_url}#article"),),
    )
    nodes = (*metadata.nodes, about, *conversation_nodes(conversation))
    return replace(metadata, nodes=nodes)


# --- the steps ------------------------------------------------------------------------------


def _discussed(page_id: int) -> ArticlePage:
    """Return the published article that comments are about."""
    return get_object_or_404(ArticlePage.objects.published().defer("body"), pk=page_id)


def _purpose(step: str, article: ArticlePage) -> str:
    return f"{PURPOSE}.{step}:{article.pk}"


def _read_key(form: CommentForm, article: ArticlePage) -> tuple[Key | None, bool]:
    """Return the one-time key, and whether it was issued when the writing began."""
    for step in ("write", "check"):
        try:
            return read_key(form.cleaned_data["key"], _purpose(step, article)), step == "write"
        except BadKeyError:
            continue
    return None, False


def _is_surely_ours(form: CommentForm, origin: Origin) -> bool:
    """Whether the browser and the form both say that it stood on our page for this article."""
    try:
        token = read_page_token(form.cleaned_data["page_token"], PURPOSE)
    except BadKeyError:
        return False
    return (
        origin is Origin.OURS
        and form.thread is not None
        and (token.subject == str(form.thread.page_id))
    )


def _check(request: HttpRequest, article: ArticlePage, form: CommentForm) -> HttpResponse:
    """Show the comment as it will look, ask about what is personal, and give a key to post it."""
    version = form.thread.version if form.thread else 0
    form.ask()
    form.renew(
        key=issue_key(_purpose("check", article)),
        page_token=issue_page_token(PURPOSE, article.pk, version),
    )
    return answer(request, "comments/check.html", "Check your comment", article=article, form=form)


def _write(
    request: HttpRequest,
    article: ArticlePage,
    form: CommentForm,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Show the form on a page of its own."""
    title = "Leave a Reply"
    if form.replied_to:
        title = f"Reply to {form.replied_to.author_name}"
    return answer(
        request,
        "comments/write.html",
        title if status < 400 else f"Error: {title}",
        status,
        heading=title,
        article=article,
        form=form,
        **context,
    )


def _revise(
    request: HttpRequest,
    token: str,
    comment: ReaderComment,
    form: RevisionForm,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Show the form in which somebody changes their comment."""
    title = "Change your comment"
    return answer(
        request,
        "comments/revise.html",
        title if status < 400 else f"Error: {title}",
        status,
        heading=title,
        token=token,
        comment=comment,
        form=form,
        **context,
    )


def _too_late(
    request: HttpRequest, token: str, comment: ReaderComment, form: RevisionForm | None = None
) -> HttpResponse:
    """Say that a comment can no longer be changed, and give back what was written."""
    return answer(
        request,
        "comments/too_late.html",
        "Your comment can no longer be changed",
        403,
        token=token,
        comment=comment,
        form=form,
    )


def _typed(request: HttpRequest) -> str:
    """Return the words as they came, before anything was cleaned."""
    return request.POST.get("name", "") + request.POST.get("body", "")
