"""What editors see beside the settings for crawlers: the whole file, and what was answered."""

from typing import Any

from django.utils.crypto import get_random_string
from wagtail.admin.panels import Panel

KEY_LENGTH = 32
KEY_LETTERS = "0123456789abcdef"


class RobotsPanel(Panel):
    """robots.txt as crawlers get it, with the rules as they stand in the form."""

    class BoundPanel(Panel.BoundPanel):
        """The panel under the rules."""

        template_name = "crawlers/robots_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the file, and whether it is what crawlers get already."""
            from crawlers.answers import robots_text

            typed = self.form["robots_rules"].value() or ""
            is_saved = not (self.form.is_bound and self.form.errors)
            context = super().get_context_data(parent_context)
            return {**context, "text": robots_text(typed), "is_saved": is_saved}


class IndexNowPanel(Panel):
    """How many addresses wait, and what search engines said."""

    class BoundPanel(Panel.BoundPanel):
        """The panel under the key."""

        template_name = "crawlers/indexnow_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the state of things; a key to copy while there is none."""
            from crawlers.indexnow import why_silent
            from crawlers.models import Answer, WaitingAddress

            context = super().get_context_data(parent_context)
            return {
                **context,
                "key": self.instance.indexnow_key,
                "new_key": get_random_string(KEY_LENGTH, KEY_LETTERS),
                "why_silent": why_silent(),
                "waiting": WaitingAddress.objects.count(),
                "answers": Answer.objects.all()[:5],
            }
