"""What the files for crawlers say, put together from pages and settings."""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from crawlers.models import CrawlerSettings
from crawlers.robots import CLOSED_TO_ALL, CrawlPolicy, robots_txt
from crawlers.robots_lint import Needed
from organization.models import SearchAndSocial
from pages import routing
from pages.models import SitePage

# Pages that rules are tried on: those nearest to the front door, and the newest.
TRIED = 200


def absolute(path: str) -> str:
    """Return the whole address of a path."""
    return f"{settings.SITE_URL}{path}"


def policy(search: SearchAndSocial) -> CrawlPolicy:
    """Return what the clinic lets AI do with its pages."""
    return CrawlPolicy(
        ai_search=search.allow_ai_search,
        ai_fetch=search.allow_ai_fetch,
        ai_training=search.allow_ai_training,
    )


def robots_text(more: str | None = None) -> str:
    """Return robots.txt, with the rules that are saved unless others are given."""
    rules = CrawlerSettings.current().robots_rules if more is None else more
    sitemap = absolute(reverse("sitemap_index"))
    return robots_txt(policy(SearchAndSocial.current()), sitemap, rules)


def needed_by_search_engines() -> Needed:
    """Return what rules for crawlers must leave open, as the site is now."""
    pages = SitePage.objects.indexable().order_by()
    paths = pages.values_list("url_path", flat=True)
    tried = [*paths.order_by("depth", "pk")[:TRIED], *paths.order_by("-pk")[:TRIED]]
    addresses = (routing.address_of(path) for path in dict.fromkeys(tried))
    return Needed(
        pages=tuple(each.removeprefix(settings.SITE_URL) for each in addresses if each),
        sitemap=reverse("sitemap_index"),
        styles=static("css/site.css"),
        scripts=static("js/comment-form.js"),
        pictures=f"{settings.MEDIA_URL}images/picture.webp",
        closed=CLOSED_TO_ALL,
    )
