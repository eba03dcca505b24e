"""Changes to approved comments that go past the verbs: no reader shall see the old words again."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_save, pre_delete

from blog.comments.models import CommentThread, ReaderComment
from blog.comments.models.status import Status
from blog.comments.models.thread import thread_tag


def watch() -> None:
    """Notice comments that are edited, redacted or deleted, and staff who are no longer."""
    post_save.connect(_edited, sender=ReaderComment, dispatch_uid="comments.edited")
    pre_delete.connect(_deleted, sender=ReaderComment, dispatch_uid="comments.deleted")
    pre_delete.connect(_left, sender=get_user_model(), dispatch_uid="comments.left")


def _edited(
    instance: ReaderComment, created: bool = False, raw: bool = False, **signal: Any
) -> None:
    if instance.status == Status.APPROVED and not created and not raw:
        CommentThread(pk=instance.thread_id).tell(thread_tag, hard=True)


def _deleted(instance: ReaderComment, **signal: Any) -> None:
    if instance.status == Status.APPROVED:
        CommentThread(pk=instance.thread_id).tell(hard=True)


def _left(instance: Any, **signal: Any) -> None:
    """Their comments lose the words “from the clinic”, without being saved."""
    theirs = ReaderComment.objects.approved().filter(staff_user=instance.pk)
    for thread_id in theirs.order_by().values_list("thread", flat=True).distinct():
        CommentThread(pk=thread_id).tell(thread_tag, hard=False)
