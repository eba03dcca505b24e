"""The reference mark of the rich-text editor: how it is typed, stored and shown."""

from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from content.citations import NUMBER, opening_tag

FEATURE = "reference"
ENTITY = "REFERENCE"


class ReferenceMark(LinkHandler):
    """From the database to the page."""

    identifier = "reference"

    @staticmethod
    def expand_db_attributes(attrs):
        """Open a link to the numbered reference."""
        return opening_tag(attrs.get("number", ""))


class ReferenceMarkReader(InlineEntityElementHandler):
    """From the database to the editor."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs):
        """Keep the number and nothing else."""
        return {"number": _number(attrs.get("number"))}


def stored_mark(props):
    """From the editor to the database: the mark says its own number, whatever was typed."""
    number = _number(props.get("number"))
    if number is None:
        return props["children"]
    return DOM.create_element("a", {"linktype": "reference", "number": str(number)}, str(number))


def register(features: FeatureRegistry) -> None:
    """Teach Wagtail's rich text about reference marks."""
    features.register_link_type(ReferenceMark)
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": ENTITY,
                "icon": "reference",
                "description": "Reference mark",
                "attributes": ["number"],
                "allowlist": {},
            },
            js=["content/reference-mark.js"],
            css={"all": ["content/reference-mark.css"]},
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {'a[linktype="reference"]': ReferenceMarkReader(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: stored_mark}},
        },
    )


def _number(given: object) -> int | None:
    text = str(given)
    return (int(text) or None) if NUMBER.fullmatch(text) else None
