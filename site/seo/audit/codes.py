"""Everything the audit can find, each with its code, its level and what it means.

docs/search-engines.md has the same table; a test compares the two.
"""

from __future__ import annotations

from enum import Enum

from seo.findings import Finding, Level

GOOD, IMPROVE, PROBLEM = Level.GOOD, Level.IMPROVE, Level.PROBLEM


class Code(Enum):
    """One thing that can be found."""

    # --- the answer
    ANSWER_ERROR = "answer-error", PROBLEM, "the page answers with an error of the server"
    ANSWER_MISSING = "answer-missing", PROBLEM, "a published page answers that it is not there"
    ANSWER_REDIRECT = "answer-redirect", PROBLEM, "a published page leads somewhere else"
    HTML_LARGE = "html-large", IMPROVE, "more than 200 kB of HTML"
    HTML_CUT = "html-cut", PROBLEM, "more than 2 MB of HTML: search engines read no further"

    # --- the head
    TITLE_GOOD = "title-good", GOOD, "a title of 280 to 600 pixels"
    TITLE_MISSING = "title-missing", PROBLEM, "no title, or an empty one"
    TITLE_SEVERAL = "title-several", PROBLEM, "more than one title"
    TITLE_LONG = "title-long", IMPROVE, "a title of more than 600 pixels, which results cut"
    TITLE_SHORT = "title-short", IMPROVE, "a title of less than 280 pixels: room is left unused"
    TITLE_REPEATED = "title-repeated", PROBLEM, "another page has the same title"
    DESCRIPTION_GOOD = "description-good", GOOD, "a description of 121 to 156 characters"
    DESCRIPTION_MISSING = "description-missing", PROBLEM, "no description, or an empty one"
    DESCRIPTION_SEVERAL = "description-several", PROBLEM, "more than one description"
    DESCRIPTION_UNWRITTEN = (
        "description-unwritten",
        IMPROVE,
        "nobody has written one: the page's own text stands in",
    )
    DESCRIPTION_LONG = "description-long", IMPROVE, "a description of more than 160 characters"
    DESCRIPTION_REPEATED = (
        "description-repeated",
        IMPROVE,
        "another page has the same description",
    )
    CANONICAL_MISSING = "canonical-missing", PROBLEM, "the page names no canonical address"
    CANONICAL_SEVERAL = "canonical-several", PROBLEM, "more than one canonical address"
    CANONICAL_RELATIVE = "canonical-relative", PROBLEM, "a canonical address that is not whole"
    CANONICAL_OTHER = (
        "canonical-other",
        PROBLEM,
        "another page's address as canonical, and no editor has chosen it",
    )
    CANONICAL_BROKEN = (
        "canonical-broken",
        PROBLEM,
        "the chosen canonical address is no page that search engines can keep",
    )
    ROBOTS_MISSING = (
        "robots-missing",
        IMPROVE,
        "no robots tag, or none about pictures",
    )
    ROBOTS_SEVERAL = "robots-several", PROBLEM, "more than one robots tag"
    ROBOTS_AT_ODDS = "robots-at-odds", PROBLEM, "noindex, and another address as canonical"
    OUTSIDE_HEAD = "outside-head", PROBLEM, "a tag for search engines below the head: not believed"
    OG_MISSING = "og-missing", PROBLEM, "og:title, og:type or og:url is missing"
    OG_SEVERAL = "og-several", PROBLEM, "an Open Graph tag that stands there more than once"
    OG_THIN = "og-thin", IMPROVE, "og:description, og:site_name or og:locale is missing"
    OG_URL = "og-url", PROBLEM, "og:url is not the canonical address"
    OG_IMAGE_MISSING = "og-image-missing", IMPROVE, "no picture for a shared link"
    OG_IMAGE_RELATIVE = "og-image-relative", PROBLEM, "og:image is not a whole address"
    OG_IMAGE_UNSIZED = "og-image-unsized", PROBLEM, "og:image without width and height"
    OG_IMAGE_ALT = "og-image-alt", IMPROVE, "og:image without words for who cannot see it"
    OG_IMAGE_BROKEN = "og-image-broken", PROBLEM, "og:image cannot be fetched, or is no picture"
    OG_IMAGE_UNTRUE = "og-image-untrue", PROBLEM, "og:image has another size or format than said"
    OG_IMAGE_SMALL = "og-image-small", IMPROVE, "og:image is smaller than 1200 by 630"
    OG_IMAGE_HEAVY = "og-image-heavy", IMPROVE, "og:image weighs more than 5 MB"
    OG_IMAGE_FORMAT = "og-image-format", IMPROVE, "og:image is neither JPEG nor PNG"
    TWITTER_CARD = "twitter-card", PROBLEM, "no Twitter card, or one of a kind that does not exist"
    DATE_BARE = "date-bare", PROBLEM, "a date in the head that has no time zone, or is none"
    VIEWPORT_MISSING = "viewport-missing", PROBLEM, "no viewport: the page is not made for phones"
    LANGUAGE_MISSING = "language-missing", IMPROVE, "the page does not say its language"

    # --- the graph
    GRAPH_MISSING = "graph-missing", PROBLEM, "no JSON-LD"
    GRAPH_SEVERAL = "graph-several", PROBLEM, "more than one block of JSON-LD"
    GRAPH_BROKEN = "graph-broken", PROBLEM, "JSON-LD that cannot be read, or has no @graph"
    GRAPH_PARTED = "graph-parted", PROBLEM, "a thing that no other thing is connected to"
    GRAPH_DANGLING = "graph-dangling", PROBLEM, "something is named by an @id nobody describes"
    GRAPH_TWICE = "graph-twice", PROBLEM, "two things of the same @id"
    GRAPH_ID = "graph-id", PROBLEM, "a thing without an @id, or with one that is not whole"
    GRAPH_ID_CHANGES = "graph-id-changes", PROBLEM, "a thing has another @id on another page"
    GRAPH_TYPE = "graph-type", PROBLEM, "a thing without a type"
    GRAPH_BLANK = "graph-blank", IMPROVE, "a property without a value"
    GRAPH_RELATIVE = "graph-relative", PROBLEM, "an address that is not whole"
    GRAPH_DATE = "graph-date", PROBLEM, "a moment without a time zone, or no date at all"
    GRAPH_RETIRED = "graph-retired", IMPROVE, "a type that search engines no longer show"
    GRAPH_REQUIRED = (
        "graph-required",
        PROBLEM,
        "a property that search engines need is missing",
    )
    GRAPH_ADVISED = "graph-advised", IMPROVE, "a fact is missing that results would show"
    GRAPH_MISPLACED = "graph-misplaced", PROBLEM, "a review on the article instead of its page"
    GRAPH_UNSEEN = "graph-unseen", PROBLEM, "the markup says something that the page does not show"

    # --- links
    LINK_BROKEN = "link-broken", PROBLEM, "a link, or a file of the page, leads nowhere"
    LINK_FRAGMENT = "link-fragment", PROBLEM, "a link to a place that its page does not have"
    LINK_REDIRECT = "link-redirect", IMPROVE, "a link that is redirected once"
    LINK_DETOUR = "link-detour", PROBLEM, "a link that is redirected several times, or for ever"
    LINK_INSECURE = "link-insecure", IMPROVE, "a link to this site by http instead of https"
    LINK_EMPTY = "link-empty", IMPROVE, "a link without an address, or to a script"
    LINK_UNNAMED = "link-unnamed", IMPROVE, "a link without words"
    PAGE_ORPHAN = "page-orphan", IMPROVE, "no other page links here"

    # --- images and headings
    IMAGE_UNSIZED = "image-unsized", PROBLEM, "an image without width and height"
    IMAGE_ALT = "image-alt", PROBLEM, "an image without an alt attribute"
    IMAGE_BROKEN = "image-broken", PROBLEM, "an image that is not there"
    IMAGE_LATE = "image-late", IMPROVE, "the first image waits to be scrolled to"
    IMAGE_EARLY = "image-early", IMPROVE, "a later image is loaded before anybody scrolls to it"
    IMAGE_FORMAT = "image-format", IMPROVE, "an image without a copy in AVIF or WebP"
    HEADING_MISSING = "heading-missing", PROBLEM, "no h1, or an empty one"
    HEADING_SEVERAL = "heading-several", PROBLEM, "more than one h1"
    HEADING_SKIPPED = "heading-skipped", IMPROVE, "a level of headings is skipped"

    # --- the site
    SITE_HIDDEN = "site-hidden", IMPROVE, "the whole site asks not to be found"
    ROBOTS_TXT_BROKEN = "robots-txt-broken", PROBLEM, "robots.txt cannot be fetched"
    ROBOTS_TXT_CLOSED = "robots-txt-closed", PROBLEM, "robots.txt closes a published page"
    ROBOTS_TXT_NO_SITEMAP = "robots-txt-no-sitemap", PROBLEM, "robots.txt names no sitemap"
    SITEMAP_BROKEN = "sitemap-broken", PROBLEM, "a sitemap cannot be fetched or read"
    SITEMAP_LARGE = "sitemap-large", PROBLEM, "a sitemap of more than 50,000 addresses or 50 MB"
    SITEMAP_FOREIGN = "sitemap-foreign", PROBLEM, "an address in the sitemap is not of this site"
    SITEMAP_TWICE = "sitemap-twice", PROBLEM, "an address stands in the sitemap twice"
    SITEMAP_DATE = "sitemap-date", PROBLEM, "a lastmod that is no date, or lies ahead"
    SITEMAP_DEAD = "sitemap-dead", PROBLEM, "an address in the sitemap does not answer 200"
    SITEMAP_NOINDEX = "sitemap-noindex", PROBLEM, "a page in the sitemap asks not to be indexed"
    SITEMAP_CANONICAL = (
        "sitemap-canonical",
        PROBLEM,
        "a page in the sitemap names another address as canonical",
    )
    SITEMAP_LACKS = "sitemap-lacks", PROBLEM, "a page that may be indexed is not in the sitemap"
    FEED_BROKEN = (
        "feed-broken",
        PROBLEM,
        "a feed or a twin that cannot be read, may be indexed, or is taken for another",
    )

    def __init__(self, label: str, level: Level, meaning: str) -> None:
        self.label = label
        self.level = level
        self.meaning = meaning

    def found(self, message: str, place: str = "") -> Finding:
        """Return the finding of it, with the sentence that says what to do."""
        return Finding(self.label, self.level, message, place)
