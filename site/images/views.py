"""How media reaches readers: renditions and cards for everybody, originals for nobody."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve as wagtail_serve_document

from delivery.indexing import left_to_search_engines

# What Wagtail names a rendition, and what a drawn card is named: never a folder above, never an
# original.
SERVED = re.compile(
    r"images/[A-Za-z0-9_-][A-Za-z0-9_.-]*\.(?:avif|jpg|png|webp)|cards/[0-9a-f]{32}\.jpg", re.ASCII
)
# What staff show of themselves: drawn afresh and made small when it was uploaded.
PROFILE_PICTURE = re.compile(
    r"avatar_images/avatar_[0-9a-f-]{36}_picture[A-Za-z0-9_]*\.(?:jpg|png)", re.ASCII
)
CONTENT_TYPES = {
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


@left_to_search_engines
@require_safe
def media(_request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a rendition, a card or a profile picture. Its name changes whenever its bytes do."""
    if not SERVED.fullmatch(path) and not PROFILE_PICTURE.fullmatch(path):
        return _not_found()
    try:
        file = default_storage.open(path)
    except OSError:
        return _not_found()
    response = FileResponse(file, content_type=CONTENT_TYPES[path.rpartition(".")[2]])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serve a document as Wagtail does, and keep it out of search engines."""
    response = wagtail_serve_document(request, document_id, document_filename)
    response["X-Robots-Tag"] = "noindex"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _not_found() -> HttpResponse:
    return HttpResponse("There is no such image.\n", status=404, content_type="text/plain")
