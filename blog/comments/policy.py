"""What follows from the evidence: held, approved or spam, and why in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from blog.comments.evidence import Signal

Outcome = Literal["pending", "approved", "spam"]
SPAM_FROM: Final = 1.0
TRUSTED_BELOW: Final = 0.3


class Approval:
    """Whose comments wait for a moderator."""

    HOLD_UNVERIFIED: Final = "hold_unverified"
    HOLD_ALL: Final = "hold_all"


@dataclass(frozen=True)
class Ruling:
    """What the policy decided about one comment, and the sentence that says why."""

    outcome: Outcome
    sentence: str
    score: float


def decide(signals: Sequence[Signal], approval: str) -> Ruling:
    """Decide about a comment that has just arrived."""
    score = round(sum(signal.weight for signal in signals), 3)
    codes = {signal.code for signal in signals}
    trusted = "previously_trusted" in codes
    if "honeypot_filled" in codes:
        return Ruling("spam", "Spam: only a machine fills in the hidden field.", score)
    if score >= SPAM_FROM and _independent(signals) >= 2:
        return Ruling("spam", "Spam: several independent signs point to it.", score)
    if approval == Approval.HOLD_UNVERIFIED and trusted and score < TRUSTED_BELOW:
        return Ruling("approved", "Approved: this commenter is trusted.", score)
    return Ruling("pending", _why_held(approval, trusted), score)


def _independent(signals: Sequence[Signal]) -> int:
    return len({signal.kind for signal in signals if signal.weight > 0})


def _why_held(approval: str, trusted: bool) -> str:
    if approval == Approval.HOLD_ALL:
        return "Held: every comment waits for a moderator."
    if trusted:
        return "Held: the commenter is trusted, but something about this comment is unusual."
    return "Held: this commenter is not trusted yet."
