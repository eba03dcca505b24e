"""Where pages meet Wagtail's admin and its rich text."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import AbstractPage
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages.canonicals import warn_about_canonical
from pages.links import SitePageLinkHandler, resolve_links_of


@hooks.register("register_rich_text_features", order=10)
def resolve_page_links_at_once(features: FeatureRegistry) -> None:
    """Take the place of Wagtail's handler, which asks the database for each block."""
    features.register_link_type(SitePageLinkHandler)


@hooks.register("before_serve_page", order=10)
def resolve_links_first(
    page: AbstractPage, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
) -> None:
    """Resolve the links of the whole page before its first block is rendered."""
    resolve_links_of(page)


hooks.register("after_publish_page", warn_about_canonical)
