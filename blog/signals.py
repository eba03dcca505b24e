"""What publishing an article settles."""

from typing import Any

from wagtail.models import Revision

from blog.models import ArticlePage


def untick_significant_update(instance: ArticlePage, revision: Revision, **signal: Any) -> None:
    """Let the editor begin the next change unticked: this update has had its date.

    The article itself forgets the tick when it is saved; its newest draft is this revision, and
    would bring the tick back.
    """
    # Wagtail also calls a page published when it is only scheduled to be.
    if instance.live and revision.content.get("significant_update"):
        revision.content["significant_update"] = False
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
