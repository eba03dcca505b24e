"""An article's text as a feed reader shows it: whole, plain, and with whole addresses."""

from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from blog.models import ArticlePage
from content.addresses import whole_address
from organization.models import Clinic

ADDRESSES = frozenset({"href", "src", "cite"})
KEPT = ADDRESSES | {
    *("alt", "title", "width", "height", "colspan", "rowspan", "scope", "datetime")
}
# A reader's program runs no scripts and knows none of our controls.
DROPPED = ("script", "style", "form", "button", "template", "svg", "source", "iframe", "object")


def feed_content(article: ArticlePage) -> str:
    """Return the whole article as HTML that stands on its own outside this site."""
    html = render_to_string(
        "blog/feed_content.html",
        {"article": article, "disclaimer": Clinic.current().medical_disclaimer},
    )
    return plain_html(html, base=article.absolute_url)


def plain_html(html: str, base: str) -> str:
    """Return HTML with whole addresses, without scripts, controls and our own hooks for style."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(DROPPED):
        element.decompose()
    for element in soup.find_all(True):
        kept = {name: str(value) for name, value in element.attrs.items() if name in KEPT}
        for name in kept.keys() & ADDRESSES:
            kept[name] = whole_address(kept[name], base)
        element.attrs = {
            name: value for name, value in kept.items() if value or name not in ADDRESSES
        }
    for picture in soup.find_all("picture"):
        picture.unwrap()
    return str(soup).strip()
