"""Moves what is known of commenters to the key of today, so that trust outlives the key before.

Fingerprints cannot be read back, so it goes by the addresses that are kept with comments. Who has
no comment left is met by `CommenterTrust.take_over` when they write again.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db import IntegrityError, models, transaction

from blog.comments.keeping import keyed
from blog.comments.models import CommenterTrust, ReaderComment
from blog.comments.models.commenter import author_keys

BATCH = 1_000


def rekey() -> int:
    """Move everybody whose fingerprint is of an earlier key; return how many people those were.

    Without an earlier key there is nothing to look at. May be ended and begun again at any time.
    """
    if not settings.COMMENTS_KEY_FALLBACKS:
        return 0
    moved = 0
    for outdated in _outdated():
        for old, new in outdated.items():
            with transaction.atomic():
                _move(old, new)
        moved += len(outdated)
    return moved


def _outdated() -> Iterator[dict[str, str]]:
    """Yield earlier fingerprints with those of today, as a walk over all comments meets them."""
    kept = ReaderComment.objects.exclude(author_email=None).exclude(author_key="").order_by("pk")
    last = 0
    while batch := list(
        kept.filter(pk__gt=last).values_list("pk", "author_email", "author_key")[:BATCH]
    ):
        found = {}
        for _, email, key in batch:
            today, *earlier = author_keys(email or "") or [""]
            if key in earlier:
                found[key] = today
        yield found
        last = batch[-1][0]


def _move(old: str, new: str) -> None:
    ReaderComment.objects.filter(author_key=old).update(author_key=new)
    CommenterTrust.merge(old, new)
    for model in keyed():
        if model is not CommenterTrust:
            for row in model._default_manager.filter(author_key=old):
                _move_row(row, new)


def _move_row(row: models.Model, new: str) -> None:
    """Give a row the new fingerprint; where one there says the same already, it goes."""
    same = type(row)._default_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            same.update(author_key=new)
    except IntegrityError:
        same.delete()
