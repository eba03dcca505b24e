"""What search engines may show of a page, as the robots meta tag says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

PreviewSize = Literal["large", "standard", "none"]


@dataclass(frozen=True, kw_only=True)
class ResultLimits:
    """How much of a page a search result may show, and until when.

    `max_snippet` counts characters and `max_video_preview` seconds; None is no limit. Large
    pictures are allowed unless somebody says otherwise: without that, none is shown in feeds of
    news and interests.
    """

    nosnippet: bool = False
    max_snippet: int | None = None
    max_image_preview: PreviewSize = "large"
    max_video_preview: int | None = None
    unavailable_after: datetime | None = None

    def directives(self) -> Iterator[str]:
        """Yield the limits as the robots meta tag lists them. Raises ValueError for a bare time.

        The moment is written as ISO 8601 has it: the other forms hold commas, which part one
        directive from the next.
        """
        if self.nosnippet:
            yield "nosnippet"
        elif self.max_snippet is not None:
            yield f"max-snippet:{self.max_snippet}"
        yield f"max-image-preview:{self.max_image_preview}"
        if self.max_video_preview is not None:
            yield f"max-video-preview:{self.max_video_preview}"
        if self.unavailable_after is not None:
            if self.unavailable_after.tzinfo is None:
                raise ValueError("Search engines read the moment with its offset.")
            yield f"unavailable_after: {self.unavailable_after.isoformat(timespec='seconds')}"
