"""Which blocks go together where."""

from wagtail import blocks

from content.anchors import settle_anchors
from content.blocks.callouts import CalloutBlock, CallToActionBlock, RelatedArticlesBlock
from content.blocks.media import FigureBlock, VideoBlock
from content.blocks.medical import ComparisonTableBlock, FaqBlock, ReferencesBlock
from content.blocks.text import (
    HeadingBlock,
    PassageBlock,
    PlainListBlock,
    QuoteBlock,
    UnquotedPassageBlock,
)


class Story(blocks.StreamBlock):
    """A body of text in the editors' vocabulary."""

    heading = HeadingBlock()
    text = PassageBlock()
    unquoted_text = UnquotedPassageBlock()
    list = PlainListBlock()
    quote = QuoteBlock()
    image = FigureBlock()
    video = VideoBlock()
    callout = CalloutBlock()
    call_to_action = CallToActionBlock()
    comparison_table = ComparisonTableBlock()
    faq = FaqBlock()

    def clean(self, value):
        """Give each new heading and question an anchor, and leave the others as they are."""
        return settle_anchors(super().clean(value))

    class Meta:
        block_counts = {"references": {"max_num": 1}}


class PageStory(Story):
    """The body of a page: whatever it claims, it can cite."""

    references = ReferencesBlock()


class ArticleStory(Story):
    """The body of an article, which may also send the reader on to others."""

    related_articles = RelatedArticlesBlock()
    references = ReferencesBlock()
