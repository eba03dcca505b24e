"""The question before pages are taken away: what shall readers find at their addresses?

Asked between Wagtail's own confirmation and the deed, through its hooks, as a page with a form: it
needs no JavaScript and replaces none of Wagtail's templates.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin import messages
from wagtail.contrib.redirects.models import Redirect
from wagtail.permissions import policy_registry

from pages.models import SitePage
from redirects.forms import SayingForm
from redirects.leaving import (
    Leaving,
    about_to_delete,
    about_to_unpublish,
    say_of_what_left,
)

PREFIX = "address"
# Of so many addresses the question names each.
NAMED = 20
_WAITING = "_redirects_leaving"


def may_say(user: Any) -> bool:
    """Whether somebody may decide about redirects."""
    return policy_registry.get_by_type(Redirect).user_has_permission(user, "add")


def ask_before_unpublishing(request: HttpRequest, page: SitePage) -> HttpResponse | None:
    """Ask about one page, and about those below it when they go as well."""
    below = bool(request.POST.get("include_descendants"))
    leaving = about_to_unpublish([page], with_descendants=below)
    return _asked(request, leaving, [page] if below else [], "Unpublish", SayingForm.NOTHING)


def ask_before_deleting(request: HttpRequest, page: SitePage) -> HttpResponse | None:
    """Ask about one page and all below it."""
    if request.method != "POST":
        return None
    return _asked(request, about_to_delete([page]), [page], "Delete", SayingForm.GONE)


def ask_before_bulk_action(
    request: HttpRequest, action_type: str, pages: list[SitePage], action: Any
) -> HttpResponse | None:
    """Ask once for all pages that are chosen in a list."""
    if not issubclass(action.model, SitePage):
        return None
    if action_type == "delete":
        return _asked(request, about_to_delete(pages), pages, "Delete", SayingForm.GONE)
    if action_type == "unpublish":
        below = bool(action.cleaned_form.cleaned_data.get("include_descendants"))
        leaving = about_to_unpublish(pages, with_descendants=below)
        return _asked(request, leaving, pages, "Unpublish", SayingForm.NOTHING)
    return None


def say_after_one(request: HttpRequest, page: SitePage) -> None:
    """Do what was answered, now that the page is gone."""
    _say(request)


def say_after_many(
    request: HttpRequest, action_type: str, pages: list[SitePage], action: Any
) -> None:
    """Do what was answered, now that the pages are gone."""
    _say(request)


def _asked(
    request: HttpRequest, leaving: Leaving, pages: list[SitePage], verb: str, usual: str
) -> HttpResponse | None:
    """Return the question, or nothing when it is answered or there is nothing to ask."""
    if not leaving.live or not may_say(request.user):
        # What led to a page that is deleted keeps the answer of its own address.
        setattr(request, _WAITING, (leaving, None))
        return None
    answered = f"{PREFIX}-answer" in request.POST
    form = SayingForm(
        request.POST if answered else None,
        prefix=PREFIX,
        leaving=pages or SitePage.objects.filter(pk__in=leaving.live),
        initial={"answer": usual},
    )
    if answered and form.is_valid():
        setattr(request, _WAITING, (leaving, form.saying))
        return None
    return TemplateResponse(
        request,
        "redirects/question.html",
        {
            "form": form,
            "verb": verb,
            "addresses": leaving.addresses[:NAMED],
            "more": max(len(leaving.addresses) - NAMED, 0),
            "count": len(leaving.addresses),
            "carried": _carried(request),
            "action": request.get_full_path(),
            "back": request.POST.get("next") or "",
        },
    )


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what Wagtail's own confirmation has sent, to be sent again with the answer."""
    left_out = ("csrfmiddlewaretoken",)
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in left_out and not name.startswith(f"{PREFIX}-")
        for value in values
    ]


def _say(request: HttpRequest) -> None:
    waiting = getattr(request, _WAITING, None)
    if waiting is None:
        return
    leaving, saying = waiting
    delattr(request, _WAITING)
    count = say_of_what_left(leaving, saying, by=request.user)
    if count and saying is not None:
        what = "1 address now says" if count == 1 else f"{count} addresses now say"
        if not saying.is_gone:
            what = "1 address now leads to" if count == 1 else f"{count} addresses now lead to"
        messages.info(request, f"{what}: {saying}.")
