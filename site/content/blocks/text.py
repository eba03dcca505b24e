"""Blocks of words: headings, running text, lists, quotes."""

from django.core.validators import RegexValidator
from wagtail import blocks

from content.citations import without_marks
from content.rich_text import INLINE, PROSE

GROUP = "Text"

small_words = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    "Use small letters, digits and single hyphens: what-is-aura.",
)


class AnchorBlock(blocks.CharBlock):
    """The end of the address that leads to one place of a page."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            max_length=80,
            validators=[small_words],
            search_index=False,
            help_text="The end of the address that leads here. Filled in on saving, then kept.",
        )


class ProseBlock(blocks.RichTextBlock):
    """Rich text, with only what belongs into running text."""

    def __init__(self, features=PROSE, **kwargs):
        super().__init__(features=features, **kwargs)

    def get_searchable_content(self, value):
        """Leave the numbers of reference marks out: they are no words."""
        return super().get_searchable_content(self.normalize(without_marks(value.source)))


class SnippetSwitch(blocks.BooleanBlock):
    """Whether search engines are asked not to quote a block."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            label="Keep out of search results",
            help_text="Search results and AI answers then do not quote it. "
            "Readers see no difference.",
        )


class PassageBlock(ProseBlock):
    """Running text: several paragraphs in one block read and load best."""

    class Meta:
        icon = "pilcrow"
        group = GROUP
        template = "blocks/text.html"
        label = "Text"
        description = "Paragraphs and plain lists. Keep a whole passage in one block."
        help_text = "Select words to link them, or to cite a reference by its number."
        preview_value = (
            "<p>Migraine is a <b>neurological condition</b>. Untreated, an attack lasts from "
            '4 to 72 hours.<a linktype="reference" number="1">1</a></p>'
            "<ul><li>It can come with nausea.</li><li>It often affects one side.</li></ul>"
        )


class UnquotedPassageBlock(PassageBlock):
    """Running text that search engines are asked not to quote."""

    class Meta:
        icon = "no-view"
        template = "blocks/unquoted_text.html"
        label = "Text kept out of search results"
        description = "Like a text, but search results and AI answers are asked not to quote it."
        help_text = "Readers see no difference. Prices and legal wording are what it is for."


class HeadingBlock(blocks.StructBlock):
    """A heading that can be linked to, whatever becomes of its wording."""

    text = blocks.CharBlock(max_length=160, help_text="Readers search for questions: ask one.")
    level = blocks.ChoiceBlock(
        choices=[("h2", "Section"), ("h3", "Part of a section"), ("h4", "Part of a part")],
        default="h2",
        required_on_save=True,
        search_index=False,
        help_text="A part belongs to the section above it.",
    )
    anchor = AnchorBlock()

    class Meta:
        icon = "title"
        group = GROUP
        template = "blocks/heading.html"
        label_format = "{text}"
        description = "Opens a section or a part of one, and appears in the contents."
        help_text = "The contents of the article are made of these."
        form_layout = blocks.BlockGroup(children=["text", "level"], settings=["anchor"])
        preview_value = {
            "text": "What are migraines?",
            "level": "h2",
            "anchor": "what-are-migraines",
        }


class ListItemBlock(blocks.StructBlock):
    """One line of a list, opening with a few bold words."""

    lead = blocks.CharBlock(
        required=False, max_length=120, help_text="A few words, set in bold. May stay empty."
    )
    text = ProseBlock(
        features=INLINE, required=False, help_text="What follows the bold words, on the same line."
    )

    def clean(self, value):
        """Refuse an item that says nothing, once it is to be published."""
        value = super().clean(value)
        if not self.is_deferred_validation and not (value["lead"] or value["text"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=["Write a lead, a text, or both; or delete this item."]
            )
        return value

    class Meta:
        icon = "minus"
        label_format = "{lead}"


class PlainListBlock(blocks.StructBlock):
    """A list, styled for what it lists."""

    title = blocks.CharBlock(
        required=False, max_length=160, help_text="A few words above the list. May stay empty."
    )
    style = blocks.ChoiceBlock(
        choices=[
            ("plain", "Plain"),
            ("symptoms", "Symptoms"),
            ("side_effects", "Side effects"),
            ("contraindications", "Who should not have it"),
        ],
        default="plain",
        required_on_save=True,
        search_index=False,
        help_text="The sign beside each item: readers see what kind of list it is.",
    )
    items = blocks.ListBlock(
        ListItemBlock(label="Item"), label="Items", help_text="One thing each, in a line or two."
    )
    nosnippet = SnippetSwitch()

    class Meta:
        form_layout = blocks.BlockGroup(
            children=["title", "style", "items"], settings=["nosnippet"]
        )
        icon = "list-ul"
        group = GROUP
        template = "blocks/list.html"
        label = "List"
        label_format = "{title}"
        description = "Symptoms, side effects, reasons for caution: one line each."
        help_text = "For lists that a reader looks for. A list in passing belongs into a text."
        preview_value = {
            "title": "Symptoms of a migraine",
            "style": "symptoms",
            "items": [
                {"lead": "Throbbing pain,", "text": "<p>often on one side of the head</p>"},
                {"lead": "Nausea", "text": "<p>or vomiting</p>"},
            ],
        }


class QuoteBlock(blocks.StructBlock):
    """Someone else's words."""

    text = blocks.TextBlock(max_length=1000, help_text="Without quotation marks.")
    attribution = blocks.CharBlock(
        required=False, max_length=160, help_text="Who said or wrote it, and where."
    )
    source_url = blocks.URLBlock(
        required=False, label="Source address", help_text="Where the passage can be read in full."
    )

    class Meta:
        icon = "openquote"
        group = GROUP
        template = "blocks/quote.html"
        label_format = "{text}"
        description = "A passage quoted word for word, with its source."
        help_text = "Word for word. What you put in words of your own needs no quote."
        preview_value = {
            "text": "A diary kept for a month before a visit tells more than memory can.",
            "attribution": "Clinic editorial team",
            "source_url": "",
        }


# Migrations name what Wagtail keeps, not classes that may move.
DECONSTRUCT_ALIASES = {
    AnchorBlock: "wagtail.blocks.CharBlock",
    ProseBlock: "wagtail.blocks.RichTextBlock",
    PassageBlock: "wagtail.blocks.RichTextBlock",
    UnquotedPassageBlock: "wagtail.blocks.RichTextBlock",
    SnippetSwitch: "wagtail.blocks.BooleanBlock",
}
