"""Words in the clinic's replies that would say that somebody is, or was, a patient.

Even confirming what a reader wrote first can be a disclosure, so a reply that speaks of "your
appointment" is asked about before it is posted.
"""

from __future__ import annotations

import re
from typing import Final

# "Your next lab results", but not "your question about results".
_WHATEVER: Final = r"(?:(?!(?:about|and|for|in|of|on|or|to|with)\b)[\w\u2019'-]+\s+){0,2}"
_THINGS_OF_A_PATIENT: Final = "|".join(
    [
        r"appointments?",
        r"bills?",
        r"care",
        r"charts?",
        r"consultations?",
        r"diagnos[ie]s",
        r"dos(?:e|es|age)",
        r"follow[- ]?ups?",
        r"infusions?",
        r"insurance",
        r"labs?",
        r"medications?",
        r"(?:medical\s+)?records?",
        r"prescriptions?",
        r"procedures?",
        r"recovery",
        r"results?",
        r"scans?",
        r"sessions?",
        r"surger(?:y|ies)",
        r"tests?",
        r"treatments?",
        r"visits?",
    ]
)
_PHRASES: Final = re.compile(
    "|".join(
        [
            rf"\byour\s+{_WHATEVER}(?:{_THINGS_OF_A_PATIENT})\b",
            r"\byour\s+(?:doctor|nurse|provider|clinician|therapist|care\s+team)\b",
            r"\b(?:as|being|were|are|was)\s+(?:our|a|one\s+of\s+our)\s+(?:valued\s+)?patients?\b",
            r"\b(?:our|an?\s+(?:former|existing|current))\s+patients?\b",
            r"\b(?:when|since|after)\s+(?:you|we)\s+(?:were|came|visited|saw|treated|met)\b",
            r"\bwe\s+(?:have\s+|had\s+)?(?:treated|saw|seen|met)\s+you\b",
            r"\b(?:you\s+were|your\s+\w+\s+was)\s+(?:here|with\s+us)\b",
            r"\bvisit(?:ed|ing)\s+(?:us|our\s+(?:clinic|office|center))\b",
        ]
    ),
    re.IGNORECASE,
)


def telling_phrases(reply: str) -> list[str]:
    """Return what in a reply speaks to a patient, in its order, each once."""
    found: dict[str, str] = {}
    for match in _PHRASES.finditer(reply):
        phrase = " ".join(match.group().split())
        found.setdefault(phrase.casefold(), phrase)
    return list(found.values())
