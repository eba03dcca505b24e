"""Blocks that step out of the running text."""

from wagtail import blocks

from content.blocks.choosers import PagePick
from content.blocks.text import ProseBlock, SnippetSwitch
from content.picks import published_ids

GROUP = "Asides"


class CalloutBlock(blocks.StructBlock):
    """A remark the reader must not miss."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("information", "Information"),
            ("caution", "Caution"),
            ("emergency", "Emergency"),
        ],
        default="information",
        required_on_save=True,
        search_index=False,
        help_text="Emergency is for what can't wait: say whom to call.",
    )
    title = blocks.CharBlock(
        required=False, max_length=120, help_text="What it is about. May stay empty."
    )
    text = ProseBlock(help_text="Two or three sentences: what is the matter, what to do.")
    nosnippet = SnippetSwitch()

    class Meta:
        form_layout = blocks.BlockGroup(children=["kind", "title", "text"], settings=["nosnippet"])
        icon = "warning"
        group = GROUP
        template = "blocks/callout.html"
        label_format = "{kind}: {title}"
        description = "Sets one remark apart: information, caution or emergency."
        help_text = "A few in an article are read; many are not."
        preview_value = {
            "kind": "emergency",
            "title": "When a headache is an emergency",
            "text": "<p>The worst headache of your life, or one with weakness on one side: "
            "call emergency services.</p>",
        }


class CallToActionBlock(blocks.StructBlock):
    """What the reader can do next; by default, ask for an appointment."""

    title = blocks.CharBlock(max_length=120, help_text="What the reader can do now.")
    text = blocks.TextBlock(
        required=False, max_length=400, help_text="A sentence or two on why, or how it goes on."
    )
    button_label = blocks.CharBlock(
        required=False, max_length=60, help_text="Empty: Request an appointment."
    )
    page = PagePick(
        required=False, help_text="Where the button leads. Empty: the appointment page."
    )

    def get_context(self, value, parent_context=None):
        """Say whether the page is published, unless the story around has found out."""
        context = super().get_context(value, parent_context)
        if "published" not in context:
            context["published"] = published_ids([value["page"]])
        return context

    class Meta:
        icon = "pick"
        group = GROUP
        template = "blocks/call_to_action.html"
        label_format = "{title}"
        description = "A short invitation and one button."
        help_text = "One an article is enough, where the reader knows enough to decide."
        preview_value = {
            "title": "Talk to us about your headaches",
            "text": "We see people in Destin and Inlet Beach.",
            "button_label": "Request an appointment",
            "page": None,
        }


class RelatedArticlesBlock(blocks.StructBlock):
    """Articles to read next, picked by hand."""

    title = blocks.CharBlock(
        required=False, max_length=120, default="Read next", help_text="The words above the links."
    )
    articles = blocks.ListBlock(
        PagePick(page_type="blog.ArticlePage", label="Article"),
        label="Articles",
        help_text="In this order. One that is not published is left out until it is.",
    )

    class Meta:
        icon = "doc-full"
        group = GROUP
        template = "blocks/related_articles.html"
        label_format = "{title}"
        description = "Links to other articles, in the middle of this one."
        help_text = "The end of the article has such links by itself."

    def get_context(self, value, parent_context=None):
        """Say which articles are published, unless the story around has found out."""
        context = super().get_context(value, parent_context)
        if "published" not in context:
            context["published"] = published_ids(value["articles"])
        return context

    def get_preview_value(self):
        """Show the three newest articles."""
        articles = self.child_blocks["articles"].child_block.model_class.objects
        newest = articles.live().order_by("-first_published_at")[:3]
        return self.normalize({"title": "Read next", "articles": list(newest)})
