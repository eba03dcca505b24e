"""Writes /llms.txt (https://llmstxt.org): what the site has, for AI assistants."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from django.apps import apps
from wagtail.fields import StreamField

from crawlers.answers import absolute
from delivery.page_cache.tags import shows
from organization.models import Clinic, SearchAndSocial
from pages import sitemap_files
from pages.models import SitePage
from seo.snippets import description

# Of each kind of page; the sitemap has them all.
MOST = 50


def llms_txt(sitemap: str) -> str:
    """Return the text of llms.txt. It names what the sitemap names, and no more than fits."""
    shows(sitemap_files.INDEX)
    clinic = Clinic.current()
    parts = [f"# {_line(clinic.name)}"]
    if clinic.description:
        parts.append(f"> {_line(clinic.description)}")
    if not SearchAndSocial.current().hides:
        parts += _sections()
        parts.append(f"## Optional\n\n- [Every page]({absolute(sitemap)}): the sitemap")
    return "\n\n".join(parts) + "\n"


def _sections() -> Iterator[str]:
    for heading, models in _headings().items():
        lines = [_entry(page) for model in models for page in _pages(model)]
        if lines:
            yield "\n".join([f"## {heading}\n", *lines])


@cache
def _headings() -> dict[str, list[type[SitePage]]]:
    """Return the kinds of pages by the headings they stand under, what lists others last."""
    found: dict[str, list[type[SitePage]]] = {}
    kinds = [each for each in apps.get_models() if issubclass(each, SitePage)]
    kinds.remove(SitePage)
    for model in sorted(kinds, key=lambda model: model.max_count == 1):
        alone = model.max_count == 1
        plural = str(model._meta.verbose_name_plural).capitalize()
        found.setdefault("Overviews" if alone else plural, []).append(model)
    return found


def _pages(model: type[SitePage]) -> Iterable[SitePage]:
    shows(model.list_tag())
    pages = model.objects.indexable()
    # Of what grows, the newest; of the rest, in the order that editors gave it.
    ordered = pages.newest_first() if hasattr(pages, "newest_first") else pages.order_by("path")
    stories = [field.name for field in model._meta.fields if isinstance(field, StreamField)]
    return ordered.defer(*stories)[:MOST]


def _entry(page: SitePage) -> str:
    # A page that also comes as Markdown is read more easily there.
    address = page.markdown_address or page.absolute_url
    about = page.search_description or description(page.search_text)
    entry = f"- [{_line(page.title)}]({address})"
    return f"{entry}: {_line(about)}" if about else entry


def _line(text: str) -> str:
    """Return a text on one line, with nothing in it that ends a link or begins markup."""
    return re.sub(r"([\\\[\]<>`*_])", r"\\\1", " ".join(text.split()))
