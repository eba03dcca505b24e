"""Sample comments, marked as samples, so that moderators find something to decide on."""

from collections.abc import Sequence
from dataclasses import dataclass

ARTICLE = "/blog/migraine-vs-headache-ketamine/"


@dataclass(frozen=True)
class SampleComment:
    """One comment, where it stands, and the replies to it."""

    author: str
    text: str
    status: str = "approved"
    sentence: str = "A sample comment of the starter site."
    replies: Sequence["SampleComment"] = ()


SAMPLES = [
    SampleComment(
        "Sample reader",
        "This is a sample comment, to show how a discussion looks. The comparison table is the "
        "part of this article that I would send to a friend.",
        replies=[
            SampleComment(
                "Another sample reader",
                "This is a sample reply. It stands below the comment that it answers.",
                replies=[
                    SampleComment(
                        "Sample reader",
                        "A sample reply to the reply. Discussions go three deep, as here.",
                    )
                ],
            )
        ],
    ),
    SampleComment(
        "Sample reader",
        "A sample comment of the critical kind: I would have liked to read more about preventive "
        "medicines. One sentence is not much.",
    ),
    SampleComment(
        "Sample reader",
        "A sample comment that waits for a moderator. Is the emergency-room trial the only one "
        "with a placebo, or are there others?",
        status="pending",
        sentence="Held: a sample comment, for a moderator to decide on.",
    ),
    SampleComment(
        "Sample sender of spam",
        "A sample of spam. Cheap pills!!! Best price, click here: https://pills.example/buy-now",
        status="spam",
        sentence="Spam: a sample comment, to show where spam is kept.",
    ),
]
