"""A page that nothing is wrong with, to be broken in one place at a time."""

import copy
import json
from typing import Any

from seo.audit.document import read
from seo.audit.page import page_findings
from seo.audit.subject import Subject
from seo.findings import Finding, Level

SITE = "https://clinic.example"
ADDRESS = f"{SITE}/blog/migraine/"
DESCRIPTION = (
    "How to tell a migraine from a headache, what usually helps, what studies say about ketamine, "
    "and when to see a doctor about it at once."
)

GRAPH: list[dict[str, Any]] = [
    {
        "@type": "MedicalWebPage",
        "@id": f"{ADDRESS}#webpage",
        "name": "Migraine or headache",
        "url": ADDRESS,
        "isPartOf": {"@id": f"{SITE}/#website"},
        "breadcrumb": {"@id": f"{ADDRESS}#breadcrumbs"},
        "mainEntity": {"@id": f"{ADDRESS}#article"},
        "lastReviewed": "2026-10-02",
        "reviewedBy": {"@id": f"{SITE}/team/reviewer/#person"},
    },
    {
        "@type": "BlogPosting",
        "@id": f"{ADDRESS}#article",
        "headline": "Migraine or headache?",
        "datePublished": "2026-10-01T08:00:00-05:00",
        "dateModified": "2026-10-01T08:00:00-05:00",
        "author": [{"@type": "Person", "name": "A. Writer", "url": f"{SITE}/team/writer/"}],
        "publisher": {"@id": f"{SITE}/#organization"},
        "mainEntityOfPage": {"@id": f"{ADDRESS}#webpage"},
        "image": [
            {
                "@type": "ImageObject",
                "url": f"{SITE}/media/a.jpg",
                "width": "1200 px",
                "height": 675,
            }
        ],
        "citation": [{"@type": "ScholarlyArticle", "name": "A study", "datePublished": "2018"}],
        "commentCount": 1,
        "comment": [{"@id": f"{ADDRESS}#comment-1"}],
    },
    {
        "@type": "Comment",
        "@id": f"{ADDRESS}#comment-1",
        "url": f"{ADDRESS}#comment-1",
        "text": "Thank you.",
        "author": {"@type": "Person", "name": "A reader"},
        "datePublished": "2026-10-03T08:00:00-05:00",
        "parentItem": {"@id": f"{ADDRESS}#article"},
    },
    {
        "@type": "BreadcrumbList",
        "@id": f"{ADDRESS}#breadcrumbs",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Home", "item": f"{SITE}/"},
            {"@type": "ListItem", "position": 2, "name": "Migraine or headache?"},
        ],
    },
    {
        "@type": "Person",
        "@id": f"{SITE}/team/reviewer/#person",
        "name": "R. Reviewer",
        "url": f"{SITE}/team/reviewer/",
    },
    {
        "@type": "MedicalOrganization",
        "@id": f"{SITE}/#organization",
        "name": "The Clinic",
        "url": f"{SITE}/",
        "logo": {"@type": "ImageObject", "url": f"{SITE}/media/logo.png"},
        "telephone": "(000) 555-0100",
        "address": {"@type": "PostalAddress", "addressLocality": "Town"},
        "sameAs": ["https://social.example/clinic"],
    },
    {
        "@type": "MedicalClinic",
        "@id": f"{SITE}/locations/town/#clinic",
        "name": "The Clinic, Town",
        "url": f"{SITE}/locations/town/",
        "parentOrganization": {"@id": f"{SITE}/#organization"},
        "address": {"@type": "PostalAddress", "streetAddress": "1 Road"},
        "geo": {"@type": "GeoCoordinates", "latitude": 1.5, "longitude": 2.5},
        "telephone": "(000) 555-0100",
        "image": f"{SITE}/media/town.jpg",
        "openingHoursSpecification": [{"@type": "OpeningHoursSpecification", "opens": "09:00"}],
    },
    {
        "@type": "WebSite",
        "@id": f"{SITE}/#website",
        "name": "The Clinic",
        "url": f"{SITE}/",
        "publisher": {"@id": f"{SITE}/#organization"},
    },
]

HEAD = f"""
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Migraine or headache: can ketamine help? | The Clinic</title>
<meta name="description" content="{DESCRIPTION}">
<link rel="canonical" href="{ADDRESS}">
<meta name="robots" content="index, follow, max-image-preview:large">
<meta property="og:type" content="article">
<meta property="og:title" content="Migraine or headache?">
<meta property="og:description" content="{DESCRIPTION}">
<meta property="og:url" content="{ADDRESS}">
<meta property="og:site_name" content="The Clinic">
<meta property="og:locale" content="en_US">
<meta property="og:image" content="{SITE}/media/a.jpg">
<meta property="og:image:type" content="image/jpeg">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="A crane at dawn">
<meta name="twitter:card" content="summary_large_image">
<meta property="article:published_time" content="2026-10-01T08:00:00-05:00">
"""

BODY = """
<header><a href="/"><svg><title>Home</title></svg></a> The Clinic</header>
<main>
  <nav aria-label="Breadcrumbs"><ol>
    <li><a href="/">Home</a></li><li aria-current="page">Migraine or headache?</li>
  </ol></nav>
  <h1>Migraine or headache?</h1>
  <p>By A. Writer, <time datetime="2026-10-01">October 1</time>. Reviewed by R. Reviewer,
  <time datetime="2026-10-02">October 2</time>.</p>
  <picture><source type="image/avif" srcset="/media/a.avif">
    <img src="/media/a.jpg" width="1200" height="630" alt="A crane at dawn"></picture>
  <h2 id="help">What helps</h2>
  <h3>Rest</h3>
  <p>A dark room. <a href="#help">More</a>, or <a href="/locations/">see us</a>.</p>
  <img src="/media/b.webp" width="10" height="10" alt="" loading="lazy">
  <article id="comment-1">Thank you.</article>
</main>
<footer><a href="tel:0005550100">Call us</a></footer>
"""


def graph() -> list[dict[str, Any]]:
    """Return a graph to break."""
    return copy.deepcopy(GRAPH)


def json_ld(things: list[dict[str, Any]]) -> str:
    """Return a graph as it stands in a page."""
    document = {"@context": "https://schema.org", "@graph": things}
    return f'<script type="application/ld+json">{json.dumps(document)}</script>'


def page(
    *changes: tuple[str, str],
    things: list[dict[str, Any]] | None = None,
    data: str | None = None,
) -> str:
    """Return the page with some of its HTML replaced, with other things or other data in it."""
    script = json_ld(GRAPH if things is None else things) if data is None else data
    html = (
        f'<!doctype html><html lang="en-US"><head>{HEAD}{script}</head><body>{BODY}</body></html>'
    )
    for old, new in changes:
        assert old in html, f"nothing to replace: {old}"
        html = html.replace(old, new)
    return html


def subject(**known: Any) -> Subject:
    """Return what is known of the page."""
    return Subject(**{"address": ADDRESS, **known})


def found(html: str, **known: Any) -> list[Finding]:
    """Return what is found on a page besides what is good."""
    return [
        each
        for each in page_findings(read(html), subject(**known), SITE)
        if each.level != Level.GOOD
    ]


def codes(html: str, **known: Any) -> set[str]:
    """Return the codes of what is found."""
    return {finding.code for finding in found(html, **known)}
