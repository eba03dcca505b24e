"""The files that crawlers and browsers ask for by name."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from crawlers import sitemaps
from crawlers.answers import absolute, robots_text
from crawlers.llms import llms_txt
from crawlers.models import CrawlerSettings
from crawlers.security_txt import next_change, security_txt
from delivery.page_cache.middleware import same_for_everybody
from delivery.page_cache.tags import changes_at
from organization.models import Clinic
from pages.navigation import page_url_of_type

TEN_MINUTES, HOUR, DAY = 600, 3600, 86_400

# Drawn in static/brand/: the colours of the page behind and of the bar above it.
PAPER, SEA = "#fbfaf6", "#0a6662"

NAMED_ICONS = {
    "favicon.ico": "image/x-icon",
    "apple-touch-icon.png": "image/png",
}


@same_for_everybody
@require_safe
@cache_control(public=True, max_age=HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """Answer /robots.txt."""
    return _plain_text(robots_text())


@same_for_everybody
@require_safe
@cache_control(public=True, max_age=TEN_MINUTES)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Answer /sitemap.xml: where the files of the sitemap are, and when each last changed."""
    files = sitemaps.files()
    addresses = {file: absolute(_sitemap_path(file)) for file in files}
    return _xml(sitemaps.index_xml(files, addresses))


@same_for_everybody
@require_safe
@cache_control(public=True, max_age=TEN_MINUTES)
def sitemap(request: HttpRequest, section: str, part: str = "1") -> HttpResponse:
    """Answer one file of the sitemap; 404 for one that the index does not name."""
    entries = sitemaps.entries(sitemaps.SitemapFile(section, int(part)))
    # An empty file is not named by the index, except that a crawler may still know it.
    if not entries:
        raise Http404("There is no such part of the sitemap.")
    return _xml(sitemaps.file_xml(entries))


@same_for_everybody
@require_safe
@cache_control(public=True, max_age=HOUR)
def llms(request: HttpRequest) -> HttpResponse:
    """Answer /llms.txt, if the clinic offers it."""
    if not CrawlerSettings.current().offers_llms_txt:
        raise Http404("There is no list for AI assistants.")
    return _plain_text(llms_txt(reverse("sitemap_index")))


@same_for_everybody
@require_safe
@cache_control(public=True, max_age=HOUR)
def indexnow_key(request: HttpRequest, key: str) -> HttpResponse:
    """Show search engines the key that proves who tells them of changes."""
    if key != CrawlerSettings.current().indexnow_key:
        raise Http404("This is not the key.")
    return _plain_text(key)


@same_for_everybody
@require_safe
@cache_control(public=True, max_age=DAY)
def security(request: HttpRequest) -> HttpResponse:
    """Answer /.well-known/security.txt."""
    canonical = absolute(reverse("security_txt"))
    now = timezone.now()
    changes_at(next_change(now))
    return _plain_text(security_txt(_security_contact(), canonical, now))


@same_for_everybody
@require_safe
@cache_control(public=True, max_age=DAY)
def manifest(request: HttpRequest) -> HttpResponse:
    """Answer /manifest.webmanifest: what a phone shows when the site is kept on its screen."""
    clinic = Clinic.current()
    sizes = ("192x192", "512x512")
    values = {
        "name": clinic.name,
        "short_name": clinic.name.removeprefix("The "),
        "description": clinic.description,
        "lang": "en-US",
        "start_url": "/",
        "display": "browser",
        "background_color": PAPER,
        "theme_color": SEA,
        "icons": [
            {
                "src": static(f"brand/icon-{size.partition('x')[0]}.png"),
                "sizes": size,
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in sizes
        ],
    }
    known = {key: value for key, value in values.items() if value}
    return JsonResponse(known, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=DAY)
def icon(request: HttpRequest, name: str) -> FileResponse:
    """Answer the icons that browsers look for at the root, whatever the page says."""
    file = settings.ROOT / "static" / "brand" / name
    return FileResponse(file.open("rb"), content_type=NAMED_ICONS[name])


def _security_contact() -> str:
    """Return the clinic's e-mail address; while it has none, the page for writing to it."""
    email = Clinic.current().email
    return (
        f"mailto:{email}" if email else absolute(page_url_of_type("clinic.AppointmentPage") or "/")
    )


def _sitemap_path(file: sitemaps.SitemapFile) -> str:
    if file.part == 1:
        return reverse("sitemap", args=[file.section])
    return reverse("sitemap", args=[file.section, file.part])


def _plain_text(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
