"""`{% seo_head page %}`: everything machines read in the head of a page."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from seo.graph import build_graph, page_nodes, serialize, site_nodes
from seo.metadata import Described, Metadata

register = template.Library()


@register.inclusion_tag("seo/head.html", takes_context=True)
def seo_head(
    context: template.Context, described: Described, page_number: int | str | None = None
) -> dict[str, Any]:
    """Print the head of anything Described, from its title to its JSON-LD.

    `page_number` is that of a listing's part; blank for everything else. A preview, a trial site
    and any other host than the public one are never indexable.
    """
    request = context.get("request")
    metadata = described.metadata().on_page(int(page_number or 1))
    if getattr(request, "is_preview", False) or getattr(request, "never_indexed", False):
        metadata = metadata.hidden()
    return {"head": metadata, "json_ld": _json_ld(described, metadata, request)}


def _json_ld(described: Described, metadata: Metadata, request: Any) -> SafeString:
    others = () if isinstance(described, Metadata) else page_nodes(described)
    graph = build_graph([*metadata.nodes, *others, *site_nodes(request)])
    # Safe inside a script element: serialize escapes all that could end it, and tests attack it.
    return mark_safe(serialize(graph))
