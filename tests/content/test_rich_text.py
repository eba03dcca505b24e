"""What editors can put into running text, whatever they paste."""

import json

import pytest
from bs4 import BeautifulSoup
from wagtail.rich_text import expand_db_html

from content.blocks.text import ProseBlock
from content.rich_text import INLINE, PROSE
from tests.content.stories import mark
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

ALLOWED = {"p", "b", "i", "a", "ul", "ol", "li", "sup", "br"}


def converter(features=PROSE):
    return ProseBlock(features=features).field.widget.converter


def kept(source, features=PROSE):
    """Return what is left of rich text after the editor has read and saved it."""
    ours = converter(features)
    html = ours.to_database_format(ours.from_database_format(source))
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select("[data-block-key]"):
        del element["data-block-key"]
    return str(soup)


def saved(blocks, entities=None):
    """Return what is stored of a content state that a browser sent."""
    plain = {"depth": 0, "inlineStyleRanges": [], "entityRanges": [], "type": "unstyled"}
    blocks = [plain | {"key": f"k{n}"} | block for n, block in enumerate(blocks)]
    return converter().to_database_format(
        json.dumps({"blocks": blocks, "entityMap": entities or {}})
    )


@pytest.mark.parametrize(
    "source",
    [
        "<p>A <b>bold</b> and <i>quiet</i> 10<sup>2</sup></p>",
        "<ul><li>One</li><li>Two</li></ul>",
        "<ol><li>One</li></ol>",
        '<p>See <a href="https://example.org/study">the study</a></p>',
        f"<p>So it is.{mark(12)} And on.</p>",
        f"<ul><li>Nausea{mark(1)}{mark(2)}</li></ul>",
    ],
)
def test_what_belongs_into_running_text_is_kept(source):
    assert kept(source) == source


def test_a_link_to_a_page_is_kept_by_its_number_not_its_address(site_home):
    page = StandardPageFactory(parent=site_home)
    source = f'<p><a id="{page.pk}" linktype="page">about</a></p>'

    assert kept(source) == source


@pytest.mark.parametrize(
    "source",
    [
        "<h1>Title</h1>",
        "<h2>Title</h2>",
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        '<p style="color: red" onclick="alert(1)" class="x">red</p>',
        "<table><tr><td>1</td></tr></table>",
        '<p><img src="x" onerror="alert(1)" /></p>',
        '<iframe src="https://example.org"></iframe>',
        '<embed embedtype="image" id="1" format="left" />',
        "<blockquote>said</blockquote>",
        "<p><u>under</u> <s>struck</s> <code>code</code></p>",
        "<hr/>",
    ],
)
def test_nothing_else_gets_through(source):
    soup = BeautifulSoup(kept(source), "html.parser")

    assert {element.name for element in soup.find_all()} <= ALLOWED
    assert not [element.attrs for element in soup.find_all() if element.attrs]


@pytest.mark.parametrize("kind", ["header-one", "header-two", "blockquote", "code-block"])
def test_a_browser_cannot_send_other_blocks(kind):
    assert saved([{"text": "Title", "type": kind}]) == ""


def test_a_link_that_runs_code_is_taken_out():
    entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:x()"}}}
    ranges = [{"offset": 0, "length": 4, "key": 0}]

    assert "javascript" not in saved([{"text": "here", "entityRanges": ranges}], entities)


@pytest.mark.parametrize("number", ['1"><script>', "-1", "0", "1e3", "", None, "١"])
def test_a_mark_with_a_crooked_number_becomes_its_words(number):
    data = {"type": "REFERENCE", "mutability": "IMMUTABLE", "data": {"number": number}}
    ranges = [{"offset": 0, "length": 1, "key": 0}]

    html = saved([{"text": "7", "entityRanges": ranges}], {"0": data})

    assert html == '<p data-block-key="k0">7</p>'


def test_a_mark_always_shows_its_own_number():
    data = {"type": "REFERENCE", "mutability": "IMMUTABLE", "data": {"number": 3}}
    ranges = [{"offset": 0, "length": 5, "key": 0}]

    html = saved([{"text": "other", "entityRanges": ranges}], {"0": data})

    assert mark(3) in html


def test_a_line_of_a_list_has_no_lists_of_its_own():
    assert "<ul>" not in kept("<ul><li>One</li></ul>", features=INLINE)


def test_outside_a_story_a_mark_is_still_a_link():
    assert expand_db_html(mark(2)) == '<a class="citation" href="#reference-2">2</a>'
