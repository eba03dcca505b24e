"""What each kind of thing in the graph should say of itself, and what to tell who has to add it.

Search engines insist on little. The rest is what their results show when it is there: never
wrong to lack, since nobody may know it yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from seo.audit.codes import Code

ARTICLES = frozenset({"Article", "BlogPosting", "NewsArticle", "MedicalScholarlyArticle"})
PAGES = frozenset(
    {
        *("WebPage", "MedicalWebPage", "CollectionPage", "ProfilePage", "ContactPage"),
        *("AboutPage", "FAQPage", "ItemPage", "SearchResultsPage"),
    }
)
ORGANIZATIONS = frozenset({"Organization", "MedicalOrganization", "MedicalBusiness"})
PLACES = frozenset({"MedicalClinic", "LocalBusiness", "Physician", "Dentist"})
# Shown by no search engine any more, or never at a clinic.
RETIRED = frozenset({"HowTo", "SearchAction", "FAQPage", "SpecialAnnouncement", "ClaimReview"})
# The roles that a thing has in the graph of a page, beside its types.
PUBLISHER, PROFILED = "the publisher", "the profiled"


@dataclass(frozen=True)
class Wanted:
    """A property that things of some kinds should have. `a.b` is that of the thing it names."""

    kinds: frozenset[str]
    property: str
    code: Code
    advice: str


def _required(kinds: frozenset[str], *properties: str) -> tuple[Wanted, ...]:
    return tuple(
        Wanted(kinds, name, Code.GRAPH_REQUIRED, f"Say the {name} of {{name}}.")
        for name in properties
    )


def _advised(kinds: frozenset[str], **advice: str) -> tuple[Wanted, ...]:
    return tuple(
        Wanted(kinds, name.replace("__", "."), Code.GRAPH_ADVISED, sentence)
        for name, sentence in advice.items()
    )


WANTED: tuple[Wanted, ...] = (
    *_required(ARTICLES, "headline", "datePublished", "author"),
    *_advised(
        ARTICLES,
        image="Give the article a picture.",
        dateModified="Say when the article was last changed.",
        publisher="Say who publishes the article.",
        mainEntityOfPage="Say of which page the article is the main thing.",
    ),
    *_required(frozenset({"BreadcrumbList"}), "itemListElement"),
    *_required(PLACES, "name"),
    *_advised(
        PLACES,
        address="Add the address of {name}.",
        address__streetAddress="Add the street address of {name}.",
        geo="Add where {name} is on the map.",
        telephone="Add the telephone number of {name}.",
        openingHoursSpecification="Add the opening hours of {name}.",
        image="Add a picture of {name}.",
        url="Give {name} a page of its own.",
    ),
    *_required(ORGANIZATIONS, "name", "url"),
    *_advised(
        frozenset({PUBLISHER}),
        logo="Add the logo of {name}.",
        telephone="Add the telephone number of {name}.",
        address="Add the address of {name}.",
        sameAs="Add the profiles of {name} on other sites.",
    ),
    *_required(frozenset({"WebSite"}), "name", "url", "publisher"),
    *_required(PAGES, "name", "url"),
    *_required(frozenset({"ProfilePage"}), "mainEntity"),
    *_advised(
        frozenset({PROFILED}),
        image="Add a picture of {name}.",
        description="Say in a sentence or two who {name} is.",
        sameAs="Add the profiles of {name} on other sites.",
    ),
    *_required(frozenset({"Person"}), "name"),
    *_required(frozenset({"Comment"}), "text", "author", "datePublished"),
    *_advised(
        frozenset({"MedicalWebPage"}),
        reviewedBy="Have the page reviewed by somebody with credentials.",
    ),
)
