"""Everything that can be said of a page by itself."""

from __future__ import annotations

from collections.abc import Iterator

from seo.audit.codes import Code
from seo.audit.document import Document
from seo.audit.facts import fact_findings
from seo.audit.graph import graph_findings
from seo.audit.head import head_findings
from seo.audit.images import image_findings
from seo.audit.links import naming_findings
from seo.audit.outline import outline_findings
from seo.audit.subject import Subject
from seo.findings import Finding

LARGE = 200 * 1000  # bytes of HTML


def page_findings(document: Document, subject: Subject, site: str) -> Iterator[Finding]:
    """Yield what there is to say of a page. `site` is the address of the whole site."""
    yield from head_findings(document, subject)
    yield from graph_findings(document)
    yield from fact_findings(document, subject)
    yield from outline_findings(document)
    yield from image_findings(document)
    yield from naming_findings(document, site)


def size_findings(size: int, read: int) -> Iterator[Finding]:
    """Yield what there is to say of so many bytes of HTML, of which so many were read."""
    if size > read:
        yield Code.HTML_CUT.found(
            f"Make the page shorter: of its {size // 1000:,} kB of HTML search engines read "
            f"{read // 1000:,}."
        )
    elif size > LARGE:
        yield Code.HTML_LARGE.found(
            f"Make the page shorter or part it: it has {size // 1000:,} kB of HTML."
        )
