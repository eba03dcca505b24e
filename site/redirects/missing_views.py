"""The list of addresses not found, and what an editor does about one of them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.contrib.redirects.models import Redirect
from wagtail.permissions import policy_registry

from pages import routing
from pages.models import SitePage
from redirects.forms import clean_old_path
from redirects.models import MissingAddress
from redirects.saying import Saying, say
from redirects.similarity import Likenesses

PER_PAGE = 50
# Suggestions are looked for among the pages published last; a larger site has enough of them.
MOST_COMPARED = 20_000
WAITING, IGNORED, NOISE = "waiting", "ignored", "noise"
TABS = {WAITING: "To look at", IGNORED: "Ignored", NOISE: "Machines"}


@dataclass(frozen=True)
class Row:
    """One address of the list, with the page that it may have meant."""

    missing: MissingAddress
    suggestion: SitePage | None = None


def may_see(user: Any) -> bool:
    """Whether somebody has to do with redirects."""
    policy = policy_registry.get_by_type(Redirect)
    return policy.user_has_any_permission(user, ["add", "change", "delete"])


def may_decide(user: Any) -> bool:
    """Whether somebody may make redirects."""
    return policy_registry.get_by_type(Redirect).user_has_permission(user, "add")


def missing_list(request: HttpRequest) -> HttpResponse:
    """Show what readers did not find, those asked for most first."""
    if not may_see(request.user):
        raise PermissionDenied
    tab = request.GET.get("show", WAITING)
    tab = tab if tab in TABS else WAITING
    sought = request.GET.get("q", "").strip()
    found = getattr(MissingAddress.objects, tab)()
    if sought and tab != NOISE:
        found = found.filter(path__icontains=sought)
    part = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    rows = [Row(each) for each in part] if tab == NOISE else with_suggestions(list(part))
    return TemplateResponse(
        request,
        "redirects/missing.html",
        {
            "part": part,
            "rows": rows,
            "tab": tab,
            "tabs": [
                (name, label, getattr(MissingAddress.objects, name)().count())
                for name, label in TABS.items()
            ],
            "sought": sought,
            "may_decide": may_decide(request.user),
            "here": request.get_full_path(),
            "query": urlencode({"show": tab, **({"q": sought} if sought else {})}),
            "days": MissingAddress.KEPT_FOR.days,
        },
    )


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect an address to the suggested page, call it gone, or leave it be."""
    if not may_decide(request.user):
        raise PermissionDenied
    missing = get_object_or_404(MissingAddress, pk=pk, kind="")
    verb = request.POST.get("verb", "")
    try:
        messages.success(request, _decide(request, missing, verb))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    here = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(here, allowed_hosts=None):
        here = reverse("redirects:missing")
    return redirect(here)


def with_suggestions(found: list[MissingAddress]) -> list[Row]:
    """Return addresses with the nearest published page of each, in two queries."""
    if not found:
        return []
    names = (
        SitePage.objects.published()
        .filter(depth__gt=routing.home_depth())
        .order_by("-last_published_at")
        .values_list("pk", "slug", "title")[:MOST_COMPARED]
    )
    likenesses = Likenesses((pk, name) for pk, *both in names for name in both)
    nearest = {each.pk: likenesses.nearest(each.path) for each in found}
    wanted = {likeness.page for likeness in nearest.values() if likeness}
    pages = SitePage.objects.names().in_bulk(wanted)
    return [
        Row(each, pages.get(likeness.page) if (likeness := nearest[each.pk]) else None)
        for each in found
    ]


def _decide(request: HttpRequest, missing: MissingAddress, verb: str) -> str:
    if verb in {"ignore", "restore"}:
        missing.is_ignored = verb == "ignore"
        missing.save(update_fields=["is_ignored"])
        done = "is ignored from now on" if missing.is_ignored else "is on the list again"
        return f"{missing.path} {done}."
    path = clean_old_path(missing.path)
    if verb == "gone":
        say(path, Saying(is_gone=True), by=request.user)
        return f"{path} is gone: readers are told so (410)."
    if verb == "redirect":
        page = SitePage.objects.live().filter(pk=_number(request.POST.get("page"))).first()
        if page is None:
            raise ValidationError("That page is no longer published: choose another.")
        say(path, Saying(page=page), by=request.user)
        return f"{path} leads to “{page.get_admin_display_title()}” now."
    raise ValidationError("Choose what to do with the address.")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
