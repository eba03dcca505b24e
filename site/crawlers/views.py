"""The files that crawlers and browsers ask for by name."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from crawlers import sitemaps
from crawlers.robots import CrawlPolicy, robots_txt
from crawlers.security_txt import next_change, security_txt
from delivery.page_cache.middleware import same_for_everybody
from delivery.page_cache.tags import changes_at
from organization.models import Clinic, SearchAndSocial
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
    search = SearchAndSocial.current()
    policy = CrawlPolicy(
        ai_search=search.allow_ai_search,
        ai_fetch=search.allow_ai_fetch,
        ai_training=search.allow_ai_training,
    )
    return _plain_text(robots_txt(policy, _absolute(reverse("sitemap_index"))))


@same_for_everybody
@require_safe
@cache_control(public=True, max_age=TEN_MINUTES)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Answer /sitemap.xml: where the files of the sitemap are."""
    addresses = [_absolute(_sitemap_path(file)) for file in sitemaps.files()]
    return _xml(request, "crawlers/sitemap_index.xml", {"addresses": addresses})


@same_for_everybody
@require_safe
@cache_control(public=True, max_age=TEN_MINUTES)
def sitemap(request: HttpRequest, section: str, part: str = "1") -> HttpResponse:
    """Answer one file of the sitemap; 404 for one that the index does not name."""
    file = sitemaps.SitemapFile(section, int(part))
    if file not in sitemaps.files():
        raise Http404("There is no such part of the sitemap.")
    return _xml(request, "crawlers/sitemap.xml", {"entries": sitemaps.entries(file)})


@same_for_everybody
@require_safe
@cache_control(public=True, max_age=DAY)
def security(request: HttpRequest) -> HttpResponse:
    """Answer /.well-known/security.txt."""
    canonical = _absolute(reverse("security_txt"))
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
        f"mailto:{email}"
        if email
        else _absolute(page_url_of_type("clinic.AppointmentPage") or "/")
    )


def _sitemap_path(file: sitemaps.SitemapFile) -> str:
    if file.part == 1:
        return reverse("sitemap", args=[file.section])
    return reverse("sitemap", args=[file.section, file.part])


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _plain_text(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _xml(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """Answer with XML that crawlers read, but do not themselves list as a page."""
    response = render(request, template, context, content_type="application/xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response
