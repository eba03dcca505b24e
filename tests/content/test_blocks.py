"""Every block of the editors' vocabulary, from its example and under attack."""

import pytest
from bs4 import BeautifulSoup
from wagtail.blocks import CharBlock, ListBlock, StructBlock, StructValue, TextBlock, URLBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from home.models import HomePage
from tests.content.stories import BLOCKS as STORY
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db

BLOCKS = {**STORY, **HomePage._meta.get_field("treatment_steps").stream_block.child_blocks}
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 70000|add:7 }}"


@pytest.fixture(autouse=True)
def media_folder(tmp_path, settings):
    """Keep each test's files to itself."""
    settings.MEDIA_ROOT = tmp_path


def example_of(name):
    if name == "image":
        ImageFactory()
    return BLOCKS[name].get_preview_value()


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_renders_from_its_example(name):
    block = BLOCKS[name]

    root = BeautifulSoup(block.render(example_of(name)), "html.parser").find()

    assert name.replace("_", "-") in root["class"]


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_tells_an_editor_what_it_is_for(name):
    block = BLOCKS[name]

    assert block.is_previewable
    assert block.meta.group
    assert block.get_description().endswith(".")
    assert block.meta.icon != "placeholder"


def without_help(block, path):
    """Yield the places of a block, itself and all within, that tell an editor nothing."""
    field = getattr(block, "field", None)
    if not (getattr(field, "help_text", "") or getattr(block.meta, "help_text", "")):
        yield path
    if isinstance(block, StructBlock):  # the columns of a table have no room for help
        for name, child in block.child_blocks.items():
            yield from without_help(child, f"{path}.{name}")
    if isinstance(block, ListBlock) and isinstance(block.child_block, StructBlock):
        for name, child in block.child_block.child_blocks.items():
            yield from without_help(child, f"{path}.{name}")


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_and_each_of_its_fields_say_what_belongs_there(name):
    assert not list(without_help(BLOCKS[name], name))


def attacked(block, value):
    """Return the value with hostile words wherever an editor may type plain words."""
    if isinstance(value, StructValue):
        for name, child in block.child_blocks.items():
            value[name] = attacked(child, value.get(name))
    elif isinstance(block, ListBlock):
        return block.normalize([attacked(block.child_block, item) for item in value])
    elif isinstance(block, TypedTableBlock):
        for column in value.columns:
            column["heading"] = HOSTILE
        for row in value.row_data:
            row["values"] = [HOSTILE for _ in row["values"]]
    elif isinstance(block, (CharBlock, TextBlock, URLBlock)):
        return HOSTILE
    return value


@pytest.mark.parametrize("name", BLOCKS)
def test_hostile_words_stay_words(name):
    block = BLOCKS[name]

    soup = BeautifulSoup(block.render(attacked(block, example_of(name))), "html.parser")

    assert not [script for script in soup.find_all("script") if not script.get("src")]
    assert not soup.find_all(onerror=True)
    assert "70007" not in soup.get_text()


@pytest.mark.parametrize("name", ["quote", "references"])
def test_an_address_that_runs_code_is_no_link(name):
    block = BLOCKS[name]
    value = example_of(name)
    if name == "quote":
        value["source_url"] = "javascript:alert(1)"
    else:
        value["items"][0].update(doi="", url="javascript:alert(1)")

    assert "javascript:" not in block.render(value)
