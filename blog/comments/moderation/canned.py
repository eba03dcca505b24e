"""The prepared replies: listed and edited by those who manage the rules for comments."""

from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from blog.comments.models import CannedReply


class CannedReplyViewSet(ModelViewSet):
    """List, write, change and delete prepared replies."""

    model = CannedReply
    name = "prepared_replies"
    url_prefix = "prepared-replies"
    icon = "openquote"
    menu_label = "Prepared replies"
    menu_order = 900
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ["title", "text", "order"]
    list_display = ["title", Column("text", label="Text"), Column("order", label="Order")]
    search_backend_name = None
    search_fields = ["title", "text"]
