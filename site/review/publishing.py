"""Publishing medical text that nobody has reviewed: only on purpose, and written down."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import Revision

from pages.models import SitePage
from review.state import why_not_to_publish

if TYPE_CHECKING:
    from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

PUBLISHED_UNREVIEWED = "review.publish_unreviewed"
CONFIRMED = "publish_unreviewed"


def ask_before_publishing(request: HttpRequest, page: SitePage) -> HttpResponse | None:
    """Ask whether to publish a page that wants a review and has none. The draft is saved."""
    reasons = [] if _is_confirmed(request) else why_not_to_publish(page)
    if not reasons:
        return None
    draft = [page.pk, page.latest_revision_id]
    permissions = page.permissions_for_user(request.user)
    return TemplateResponse(
        request,
        "review/confirm_publish.html",
        {
            "page": page,
            "reasons": reasons,
            "publish_url": reverse("review:publish", args=draft),
            "submit_url": reverse("review:submit", args=draft),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "may_submit": permissions.can_submit_for_moderation(),
        },
    )


@require_POST
def publish_unreviewed(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """Publish the draft that an editor was asked about, and write down that they did."""
    page = get_object_or_404(SitePage, pk=page_id).specific
    revision = get_object_or_404(page.revisions, pk=revision_id)
    permissions = page.permissions_for_user(request.user)
    if not permissions.can_publish() or permissions.page_locked():
        raise PermissionDenied
    if page.latest_revision_id != revision.pk:
        return _look_again(request, page)
    return _publish(request, revision)


@require_POST
def submit_for_review(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """Send the draft that an editor was asked about to the reviewers instead."""
    page = get_object_or_404(SitePage, pk=page_id).specific
    permissions = page.permissions_for_user(request.user)
    # Wagtail asks the second only of those who have the page open in the editor.
    if not permissions.can_edit() or not permissions.can_submit_for_moderation():
        raise PermissionDenied
    if page.latest_revision_id != revision_id:
        return _look_again(request, page)
    draft = page.get_latest_revision_as_object()
    if draft.current_workflow_state:  # a reviewer has asked for changes: these are they
        draft.current_workflow_state.resume(request.user)
    else:
        draft.get_workflow().start(draft, request.user)
    messages.success(
        request,
        f"“{page.get_admin_display_title()}” waits for its medical review. "
        "Once a reviewer has approved it, readers see it.",
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def _look_again(request: HttpRequest, page: SitePage) -> HttpResponse:
    messages.warning(
        request,
        f"“{page.get_admin_display_title()}” has been saved again since. "
        "Look at the newest version first.",
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _publish(request: HttpRequest, revision: Revision) -> HttpResponse:
    draft = revision.as_object()
    request._publish_unreviewed = True  # type: ignore[attr-defined]
    if response := _run_hooks("before_publish_page", request, draft):
        return response
    with transaction.atomic():
        write_down(draft, request.user, why_not_to_publish(draft), revision)
        PublishPageRevisionAction(revision, user=request.user).execute()
    page = SitePage.objects.get(pk=draft.pk).specific
    if response := _run_hooks("after_publish_page", request, page):
        return response
    _tell(request, page)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def write_down(
    page: SitePage, user: object, reasons: list[str], revision: Revision | None = None
) -> None:
    """Put it into the page's history that it was published without a review, and why."""
    log(
        instance=page,
        action=PUBLISHED_UNREVIEWED,
        user=user,
        revision=revision,
        data={"reasons": reasons},
    )


def ask_before_bulk_publishing(
    request: HttpRequest,
    action_type: str,
    pages: list[SitePage],
    action: "PublishBulkAction",
) -> HttpResponse | None:
    """Ask once for all pages of a bulk action that want a review and have none."""
    if action_type != "publish" or not issubclass(action.model, SitePage):
        return None
    unreviewed = _unreviewed(pages, with_drafts_below=_includes_descendants(action))
    if not unreviewed:
        return None
    if CONFIRMED in request.POST:
        for page, reasons in unreviewed:
            write_down(page, request.user, reasons, page.latest_revision)
        return None
    return TemplateResponse(
        request,
        "review/confirm_bulk_publish.html",
        {
            "unreviewed": unreviewed,
            "include_descendants": _includes_descendants(action),
            "confirmed": CONFIRMED,
            "publish_url": request.get_full_path(),
            "back_url": action.next_url,
        },
    )


def _includes_descendants(action: "PublishBulkAction") -> bool:
    return bool(action.cleaned_form.cleaned_data.get("include_descendants"))


def _unreviewed(
    pages: list[SitePage], with_drafts_below: bool
) -> list[tuple[SitePage, list[str]]]:
    drafts = [page.get_latest_revision_as_object() for page in pages]
    if with_drafts_below:
        drafts += [
            below.get_latest_revision_as_object()
            for page in pages
            for below in page.get_descendants().not_live()
        ]
    asked = [(draft, why_not_to_publish(draft)) for draft in drafts]
    return [(draft, reasons) for draft, reasons in asked if reasons]


def _is_confirmed(request: HttpRequest) -> bool:
    return getattr(request, "_publish_unreviewed", False)


def _run_hooks(name: str, request: HttpRequest, page: SitePage) -> HttpResponse | None:
    for hook in hooks.get_hooks(name):
        response = hook(request, page)
        if hasattr(response, "status_code"):
            return response
    return None


def _tell(request: HttpRequest, page: SitePage) -> None:
    buttons = [messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), "Edit")]
    if page.live and page.url:
        buttons.insert(0, messages.button(page.url, "View live"))
    done = "has been published" if page.live else "has been scheduled for publishing"
    messages.success(
        request,
        f"“{page.get_admin_display_title()}” {done}. "
        "Readers are told that it is not yet medically reviewed.",
        buttons=buttons,
    )
