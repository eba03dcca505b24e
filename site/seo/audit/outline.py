"""What is wrong with the headings of a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from seo.audit.codes import Code
from seo.audit.document import Document
from seo.findings import Finding


def outline_findings(document: Document) -> Iterator[Finding]:
    """Yield what there is to say of the headings: one h1, and no level skipped on the way down."""
    first = [heading.text for heading in document.headings if heading.level == 1]
    if not any(first):
        yield Code.HEADING_MISSING.found("Give the page one h1 with words in it.", "h1")
    if len(first) > 1:
        yield Code.HEADING_SEVERAL.found(f"Leave one of the {len(first)} h1.", "h1")
    for above, below in pairwise(document.headings):
        if below.level > above.level + 1:
            yield Code.HEADING_SKIPPED.found(
                f"Make “{below.text[:60]}” an h{above.level + 1}: it is an h{below.level} below "
                f"an h{above.level}.",
                f"h{below.level}",
            )
