"""What a page tells machines about itself, put together from its fields and the settings."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from organization.identity import organization_id, site_language, website_id
from organization.models import Clinic, SearchAndSocial
from pages.cards import card_picture
from pages.sharing import share_picture
from seo.metadata import Metadata, Picture, Verification
from seo.nodes import BreadcrumbList, Node, Reference, WebPage
from seo.snippets import description

if TYPE_CHECKING:
    from pages.models import SitePage


def page_metadata(page: "SitePage") -> Metadata:
    """Describe a page to search engines and social networks."""
    picture = share_picture(page.share_picture_source)
    published, changed = page.first_public_on, page.significantly_changed_on
    return Metadata(
        **_of_the_site(page.title_kind),
        title=page.search_title,
        title_values=page.title_values(),
        description=page_description(page),
        canonical=page.canonical_address,
        kind=page.og_kind,
        indexable=page.is_indexable,
        limits=page.result_limits,
        image=picture or card_picture(page),
        published_on=clinic_time(published),
        updated_on=clinic_time(changed),
        markdown_address=page.markdown_address,
        feeds=page.feed_links(),
        nodes=(_page_node(page, picture), *_trail_node(page), *page.schema_nodes()),
    )


def plain_metadata(
    title: str,
    path: str,
    text: str = "",
    indexable: bool = False,
    page_type: type[WebPage] = WebPage,
) -> Metadata:
    """Describe an answer that is no page, such as the search or a receipt."""
    address = f"{settings.SITE_URL}{path}"
    return Metadata(
        **_of_the_site(),
        title=title,
        description=text or _for_want_of_words(title),
        canonical=address,
        indexable=indexable and not SearchAndSocial.current().hides,
        image=share_picture(SearchAndSocial.current().default_share_image),
        nodes=(page_type(**_page_facts(address), name=title, description=text),),
    )


def clinic_time(moment: dt.datetime | None) -> dt.datetime | None:
    """Return the moment as the clinic's clocks show it."""
    return timezone.localtime(moment) if moment else None


def midnight_after(day: dt.date) -> dt.datetime:
    """Return the moment at which the clinic's clocks leave a day."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def _of_the_site(title_kind: str = "") -> dict:
    clinic, search = Clinic.current(), SearchAndSocial.current()
    codes = {
        "google-site-verification": search.google_verification,
        "msvalidate.01": search.bing_verification,
    }
    return {
        "site_name": clinic.name,
        "title_pattern": search.pattern_of(title_kind),
        "title_separator": search.title_separator,
        "verification": tuple(Verification(name, code) for name, code in codes.items() if code),
    }


def page_description(page: "SitePage") -> str:
    """Return what says in a sentence or two what a page is about."""
    return page.search_description or _from_own_text(page)


def _from_own_text(page: "SitePage") -> str:
    return description(page.search_text) or _for_want_of_words(page.search_title)


def _for_want_of_words(title: str) -> str:
    """Return what tells a page from the others that have no words of their own."""
    clinic = Clinic.current()
    return description(f"{title}: {clinic.description or clinic.name}")


def _page_node(page: "SitePage", picture: Picture | None) -> WebPage:
    address = page.absolute_url
    return page.schema_page_type(
        **_page_facts(address),
        name=page.search_title,
        description=page_description(page),
        date_published=clinic_time(page.first_public_on),
        date_modified=clinic_time(page.significantly_changed_on),
        breadcrumb=Reference(f"{address}#breadcrumbs") if _has_trail(page) else None,
        primary_image_of_page=picture,
    )


def _page_facts(address: str) -> dict:
    """Return what is true of every page: where it is, and whose."""
    return {
        "id": f"{address}#webpage",
        "url": address,
        "in_language": site_language(),
        "is_part_of": Reference(website_id()),
        "publisher": Reference(organization_id()),
    }


def _has_trail(page: "SitePage") -> bool:
    """Say whether the page lies below the home page: a trail of one step says nothing."""
    return len(page.ancestors_on_site) > 0


def _trail_node(page: "SitePage") -> tuple[Node, ...]:
    if not _has_trail(page):
        return ()
    return (BreadcrumbList.of(id=f"{page.absolute_url}#breadcrumbs", trail=page.trail()),)
