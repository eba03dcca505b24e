"""Where the glossary joins Wagtail's admin."""

from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from glossary.models import Term


class TermViewSet(SnippetViewSet):
    """The glossary's list and form."""

    model = Term
    icon = "tag"
    menu_label = "Glossary"
    menu_order = 350
    add_to_admin_menu = True
    list_display = ["name", "kind", "explanation"]
    list_filter = ["kind"]
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            ["kind", "name", "other_names", "explanation"], heading="What readers see"
        ),
        MultiFieldPanel(
            [FieldPanel("legal_status"), FieldPanel("drug"), FieldPanel("same_as")],
            heading="What search engines learn besides",
        ),
    ]


register_snippet(TermViewSet)
