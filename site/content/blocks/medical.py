"""Blocks that medical writing needs: comparisons, questions, references."""

import re

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from content.blocks.text import AnchorBlock, ProseBlock, SnippetSwitch
from content.rich_text import INLINE

GROUP = "Medical"
DOI = re.compile(r"^10\.\d{4,9}/\S+$")


class ComparisonTableBlock(blocks.StructBlock):
    """Things compared side by side, with real header cells."""

    caption = blocks.CharBlock(max_length=200, help_text="What is compared, in one line.")
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False, label="Plain text")),
            (
                "rich_text",
                ProseBlock(required=False, features=INLINE, label="Text with links"),
            ),
        ],
        help_text="Give each column a heading. Three or four columns still fit on a phone.",
    )
    row_headers = blocks.BooleanBlock(
        required=False,
        default=True,
        label="The first column names the rows",
        help_text="Screen readers then say it before each cell of its row.",
    )
    nosnippet = SnippetSwitch()

    class Meta:
        form_layout = blocks.BlockGroup(
            children=["caption", "table", "row_headers"], settings=["nosnippet"]
        )
        icon = "table"
        group = GROUP
        template = "blocks/comparison_table.html"
        label_format = "{caption}"
        description = "Compares two or more things, line by line."
        help_text = "Short cells are read; whole sentences belong into a text."
        preview_value = {
            "caption": "Headache and migraine compared",
            "row_headers": True,
            "table": {
                "columns": [
                    {"type": "text", "heading": "What to look at"},
                    {"type": "text", "heading": "Headache"},
                    {"type": "text", "heading": "Migraine"},
                ],
                "rows": [
                    {"values": ["Pain", "Dull, aching", "Throbbing"]},
                    {"values": ["Length", "Minutes to hours", "4 to 72 hours, untreated"]},
                ],
                "caption": "",
            },
        }


class QuestionBlock(blocks.StructBlock):
    """One question and its answer."""

    question = blocks.CharBlock(max_length=200, help_text="As a reader would ask it.")
    answer = ProseBlock(help_text="The answer first, then the reasons.")
    anchor = AnchorBlock()

    class Meta:
        icon = "help"
        label_format = "{question}"
        form_layout = blocks.BlockGroup(children=["question", "answer"], settings=["anchor"])


class FaqBlock(blocks.StructBlock):
    """Frequently asked questions, each folded until asked."""

    title = blocks.CharBlock(
        required=False,
        max_length=120,
        default="Frequently asked questions",
        help_text="The heading above the questions.",
    )
    questions = blocks.ListBlock(
        QuestionBlock(label="Question"),
        label="Questions",
        help_text="What is asked most comes first. Each has an address of its own.",
    )
    anchor = AnchorBlock()
    nosnippet = SnippetSwitch()

    class Meta:
        icon = "help"
        group = GROUP
        template = "blocks/faq.html"
        label = "FAQ"
        form_layout = blocks.BlockGroup(
            children=["title", "questions"], settings=["anchor", "nosnippet"]
        )
        label_format = "{title}"
        description = "Questions readers ask, with short answers."
        help_text = "For questions the text above leaves open."
        preview_value = {
            "title": "Frequently asked questions",
            "questions": [
                {
                    "question": "How long does a migraine last?",
                    "answer": "<p>Without treatment, from 4 hours to 3 days.</p>",
                    "anchor": "how-long-does-a-migraine-last",
                },
            ],
        }


class DoiBlock(blocks.CharBlock):
    """The name of a publication that never changes: 10.1177/0333102417738202."""

    def clean(self, value):
        """Accept a DOI however it was copied, and keep only its name."""
        value = re.sub(
            r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", super().clean(value), flags=re.I
        )
        if value and not DOI.match(value):
            raise ValidationError(
                "A DOI begins with 10. and a slash follows: 10.1177/0333102417738202."
            )
        return value


class ReferenceBlock(blocks.StructBlock):
    """One source."""

    citation = blocks.TextBlock(
        max_length=600,
        help_text="Authors, title, journal, year, pages. The number comes by itself.",
    )
    doi = DoiBlock(
        required=False,
        max_length=200,
        label="DOI",
        help_text="Begins with 10. and makes the link that always works.",
    )
    url = blocks.URLBlock(required=False, label="Address", help_text="Only when it has no DOI.")

    class Meta:
        icon = "link"
        label_format = "{citation}"


class ReferencesBlock(blocks.StructBlock):
    """The numbered sources that the text cites."""

    title = blocks.CharBlock(
        required=False, max_length=120, default="References", help_text="The heading of the list."
    )
    items = blocks.ListBlock(
        ReferenceBlock(label="Reference"),
        label="References",
        help_text="Numbered in this order. Moving one changes its number: check the marks.",
    )

    class Meta:
        icon = "reference"
        group = GROUP
        template = "blocks/references.html"
        label_format = "{title}"
        description = "The sources, numbered. Cite them in the text with a reference mark."
        help_text = "Once an article, at its end."
        preview_value = {
            "title": "References",
            "items": [
                {
                    "citation": "Headache Classification Committee of the International Headache "
                    "Society. The International Classification of Headache Disorders, 3rd "
                    "edition. Cephalalgia 2018;38(1):1\u2013211.",
                    "doi": "10.1177/0333102417738202",
                    "url": "",
                },
            ],
        }


# Migrations name what Wagtail keeps, not classes that may move.
DECONSTRUCT_ALIASES = {DoiBlock: "wagtail.blocks.CharBlock"}
