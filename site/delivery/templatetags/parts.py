"""`{% part "story" page.pk %}…{% endpart %}`: what is kept between renders of a page."""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context

from delivery.page_cache.parts import parts_at_hand

register = template.Library()


class PartNode(Node):
    """A part of a page that is the same for everybody who may see the page."""

    child_nodelists = ("nodelist",)

    def __init__(self, values: list[FilterExpression], nodelist: NodeList) -> None:
        self.values = values
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        """Return the part as it was kept. A preview, and a page nobody serves, is made anew."""
        request, parts = context.get("request"), parts_at_hand()
        if parts is None or request is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        named = (value.resolve(context) for value in self.values)
        key = ("part", request.scheme, request.get_host(), *named)
        return parts.get(key, lambda: self.nodelist.render(context))


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """Keep what stands between the tags, under a name and whatever tells it from others.

    It may depend on the page, on what it reads itself, and on the host, but on no reader.
    """
    _, *values = token.split_contents()
    if not values:
        raise template.TemplateSyntaxError("A part needs a name.")
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode([parser.compile_filter(value) for value in values], nodelist)
