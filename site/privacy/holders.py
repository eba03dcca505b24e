"""The registry of whoever keeps something about people outside the clinic.

A room that keeps an email address, or anything known by one, gives a `Holder` and registers it in
`AppConfig.ready()`. A test of this room walks over every model and finds out who forgot.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Record:
    """One thing that is kept: a line for a screen, and all of it for the person."""

    line: str
    facts: dict[str, Any] = field(default_factory=dict)


class Holder(Protocol):
    """A room that can say what it keeps about an address, and forget it."""

    # What the things are called, in the plural.
    name: str
    # Who may see and erase them: a permission, such as "clinic.delete_appointmentrequest".
    permission: str

    def find(self, address: str) -> list[Record]:
        """Return what is kept about an address."""

    def erase(self, address: str, by: Any) -> int:
        """Forget it, for good; return how many things that were. `by` is None for the operator."""


_holders: dict[str, Holder] = {}


def register_holder(holder: Holder) -> None:
    """Have a room asked whenever somebody wants to know, or wants to be forgotten."""
    _holders[holder.name] = holder


def holders_for(user: Any | None) -> list[Holder]:
    """Return whom somebody may ask; the operator, who is nobody, may ask all."""
    return [holder for holder in _all() if user is None or user.has_perm(holder.permission)]


def holders_not_for(user: Any) -> list[Holder]:
    """Return whom somebody may not ask."""
    return [holder for holder in _all() if not user.has_perm(holder.permission)]


def _all() -> list[Holder]:
    return [_holders[name] for name in sorted(_holders)]


def may_answer(user: Any) -> bool:
    """Whether somebody may answer any request at all."""
    return bool(holders_for(user))


def stands_in(address: str, text: str) -> bool:
    """Whether a text holds an address: that one, not one that only ends or begins like it."""
    whole = rf"(?<![\w.+-]){re.escape(address)}(?![\w-])"
    return re.search(whole, text, re.IGNORECASE) is not None


def named(holders: Iterable[Holder]) -> list[str]:
    """Return what they keep, in words."""
    return [holder.name for holder in holders]
