"""Changes to approved comments that go past the verbs: no reader shall see the old words again."""

from typing import Any

from django.db.models.signals import post_save, pre_delete

from blog.comments.models import CommentThread, ReaderComment
from blog.comments.models.status import Status
from blog.comments.models.thread import thread_tag


def watch() -> None:
    """Notice comments that are edited, redacted or deleted."""
    post_save.connect(_edited, sender=ReaderComment, dispatch_uid="comments.edited")
    pre_delete.connect(_deleted, sender=ReaderComment, dispatch_uid="comments.deleted")


def _edited(
    instance: ReaderComment, created: bool = False, raw: bool = False, **signal: Any
) -> None:
    if instance.status == Status.APPROVED and not created and not raw:
        CommentThread(pk=instance.thread_id).tell(thread_tag, hard=True)


def _deleted(instance: ReaderComment, **signal: Any) -> None:
    if instance.status == Status.APPROVED:
        CommentThread(pk=instance.thread_id).tell(hard=True)
