"""Why search engines are invited to keep a page, or asked not to: said to its editor."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from wagtail.admin.panels import Panel

from organization.models import SearchAndSocial

if TYPE_CHECKING:
    from pages.models import SitePage


def reasons_to_keep_out(page: "SitePage") -> Iterator[str]:
    """Yield each reason why a page is kept out of search engines, with what ends it."""
    if settings.STAGING:
        yield "This is a trial site (STAGING is set): nothing of it is found."
    elif SearchAndSocial.current().hides:
        yield "The whole site hides: Settings, then Search and social."
    if page.noindex:
        yield "“Keep out of search engines” is ticked above."
    if page.has_left_search_engines:
        yield "It left search engines on the day set above."
    if page.canonical_override:
        yield f"It names another address as the home of its text: {page.canonical_override}"
    elif page.repeated:
        yield f"It repeats another page, which they keep: {page.repeated.absolute_url}"
    if page.is_thin:
        yield page.why_thin


class InvitationPanel(Panel):
    """Whether search engines are invited to keep the page as readers see it, and why not."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "pages/invitation_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the reasons."""
            context = super().get_context_data(parent_context)
            return {
                **context,
                "is_new": self.instance.pk is None,
                "is_live": self.instance.live,
                "reasons": self.instance.why_kept_out(),
            }
