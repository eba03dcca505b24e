"""Row 6: what an editor keeps out of the quotations of search results, block by block."""

import pytest
from bs4 import BeautifulSoup
from wagtail.blocks import BooleanBlock

from blog.models import ArticlePage
from tests.content.stories import BLOCKS

pytestmark = pytest.mark.django_db

SWITCHED = ["list", "callout", "comparison_table", "faq"]
# The only elements on which search engines know the attribute.
MAY_CARRY_IT = {"span", "div", "section"}


def rendered(name: str, **values) -> BeautifulSoup:
    block = BLOCKS[name]
    value = block.get_preview_value()
    value.update(values)
    return BeautifulSoup(f"<main>{block.render(value)}</main>", "html5lib")


@pytest.mark.parametrize("name", SWITCHED)
def test_a_block_is_kept_out_of_snippets_by_its_setting(name):
    words = rendered(name).main.get_text()
    assert not rendered(name).select("[data-nosnippet]")

    kept_out = rendered(name, nosnippet=True)

    carriers = kept_out.select("[data-nosnippet]")
    assert carriers
    assert {carrier.name for carrier in carriers} <= MAY_CARRY_IT
    for carrier in carriers:
        carrier.decompose()
    assert words.strip()
    assert not kept_out.main.get_text(strip=True)


@pytest.mark.parametrize("name", SWITCHED)
def test_the_setting_lies_among_a_blocks_settings_and_is_off_unless_asked_for(name):
    block = BLOCKS[name]

    assert "nosnippet" in block.meta.form_layout.settings
    assert isinstance(block.child_blocks["nosnippet"], BooleanBlock)
    assert not block.to_python({})["nosnippet"]


def test_running_text_can_be_kept_out_of_snippets():
    block = BLOCKS["unquoted_text"]
    soup = BeautifulSoup(block.render(block.get_preview_value()), "html5lib")

    (carrier,) = soup.select("[data-nosnippet]")

    assert carrier.name in MAY_CARRY_IT
    assert "neurological condition" in carrier.get_text()


def test_a_body_written_before_there_was_the_setting_is_read_as_ever():
    raw = [{"type": "callout", "value": {"kind": "caution", "title": "", "text": "<p>Stop.</p>"}}]

    story = ArticlePage(body=raw).body

    assert "Stop." in story[0].render()
    assert "data-nosnippet" not in story[0].render()
