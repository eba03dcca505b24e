"""Whether a database may be filled with made-up content: only if nobody would miss theirs."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.models import Revision

from blog.comments.models import ReaderComment
from clinic.models import AppointmentRequest
from home.models import GeneratedContent, HomePage, StarterPart
from images.models import ClinicImage
from pages.models import SitePage


class NotOursError(Exception):
    """The database holds what somebody has made. The message says what, and what to do."""


def refuse_real_content() -> None:
    """Raise NotOursError unless there is nothing but the starter site and what was made up."""
    if not HomePage.objects.exists():
        raise NotOursError(
            "There is no site to make larger. Load the starter site first: "
            "manage.py load_starter_site."
        )
    found = list(_real_content())
    if found:
        raise NotOursError(
            f"This database holds real content: {', '.join(found)}. Nothing was changed. Made-up "
            "articles go into a database of their own: point DATABASE_URL at an empty one, then "
            "run manage.py migrate, load_starter_site and generate_content there."
        )


def _real_content() -> Iterator[str]:
    """Yield what somebody has made here, in words."""
    page = _pages().first()
    if page:
        yield f"the page “{page.title}”"
    if Revision.objects.filter(user__isnull=False).exists():
        yield "pages that somebody has edited"
    if _comments().exists():
        yield "comments of readers"
    if AppointmentRequest.objects.exists():
        yield "requests for appointments"
    if ClinicImage.objects.exclude(pk__in=_loaded("picture ")).exists():
        yield "images that somebody has uploaded"
    if get_document_model().objects.exists():
        yield "documents that somebody has uploaded"


def _pages() -> QuerySet[SitePage]:
    made_up = Q()
    for run in GeneratedContent.objects.all():
        made_up |= Q(pk__gte=run.first_page, pk__lte=run.last_page)
    pages = SitePage.objects.filter(depth__gt=1).exclude(pk__in=_loaded("page "))
    return pages.exclude(made_up) if made_up else pages


def _comments() -> QuerySet[ReaderComment]:
    """Return the comments that readers sent through the form, staff wrote, or were imported."""
    return ReaderComment.objects.filter(
        Q(submission_key__isnull=False) | Q(staff_user__isnull=False) | ~Q(imported_from="")
    )


def _loaded(kind: str) -> QuerySet:
    parts = StarterPart.objects.filter(name__startswith=kind, object_id__isnull=False)
    return parts.values("object_id")
