"""The form behind every page's editor."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class SitePageForm(WagtailAdminPageForm):
    """A page's editor."""

    def save(self, commit: bool = True) -> Any:
        """Begin every page as a draft.

        Wagtail puts a new page into the tree before it asks whether it may be published: were
        it live by default, readers could meet it while an editor still reads a question.
        """
        if self.instance.pk is None:
            self.instance.live = False
        return super().save(commit=commit)
