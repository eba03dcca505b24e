"""Who may do what with readers' comments: five permissions, asked for by name."""

from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.permission_policies import ModelPermissionPolicy


class Right(StrEnum):
    """What somebody may do with comments."""

    VIEW = "view_readercomment"
    MODERATE = "moderate_readercomment"
    REPLY = "reply_readercomment"
    MANAGE_RULES = "manage_comment_rules"
    # Whoever answers for what is stored about people also sees their addresses.
    ERASE = "erase_readercomment"


# Whoever is to do something about a comment has to see it.
READERS_OF_COMMENTS = (Right.VIEW, Right.MODERATE, Right.REPLY, Right.ERASE)
# The list, the log and the reports are the moderators' own.
READERS_OF_THE_DESK = (Right.VIEW, Right.MODERATE)


def may(user: Any, *rights: Right) -> bool:
    """Say whether somebody has one of these rights."""
    return any(user.has_perm(f"reader_comments.{right}") for right in rights)


class RulesPolicy(ModelPermissionPolicy):
    """One permission for all that can be done to rules and prepared replies."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Ask whether somebody manages the rules."""
        return may(user, Right.MANAGE_RULES)


class RightRequired:
    """A view for those who have one of its rights."""

    rights: tuple[Right, ...] = ()
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else, whatever they ask."""
        if not may(request.user, *self.rights):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def may(self, *rights: Right) -> bool:
        """Say whether whoever asks has one of these rights."""
        return may(self.request.user, *rights)
