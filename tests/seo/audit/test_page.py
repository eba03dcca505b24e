"""Each thing that can be found on a page by itself: found where it is, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.audit.codes import Code
from seo.audit.document import read
from seo.audit.page import page_findings, size_findings
from seo.findings import Level
from tests.seo.audit.sample import ADDRESS, DESCRIPTION, SITE, codes, found, graph, page, subject

TITLE = "<title>Migraine or headache: can ketamine help? | The Clinic</title>"
CANONICAL = f'<link rel="canonical" href="{ADDRESS}">'
ROBOTS = '<meta name="robots" content="index, follow, max-image-preview:large">'
NOINDEX = '<meta name="robots" content="noindex, follow">'
WRITTEN = f'<meta name="description" content="{DESCRIPTION}">'
PICTURE = '<img src="/media/a.jpg" width="1200" height="630" alt="A crane at dawn">'
LATER = '<img src="/media/b.webp" width="10" height="10" alt="" loading="lazy">'
OTHER = f"{SITE}/other/"


def test_nothing_is_wrong_with_a_good_page():
    assert found(page()) == []


def test_what_is_good_about_it_is_said():
    good = {
        each.code
        for each in page_findings(read(page()), subject(), SITE)
        if each.level == Level.GOOD
    }

    assert good == {"title-good", "description-good"}


# What is changed in the page, and what is found then.
BROKEN = {
    Code.TITLE_MISSING: (TITLE, "<title> </title>"),
    Code.TITLE_SEVERAL: (TITLE, TITLE + TITLE),
    Code.TITLE_LONG: ("can ketamine help?", "can ketamine help? " * 4),
    Code.TITLE_SHORT: (TITLE, "<title>Migraine</title>"),
    Code.DESCRIPTION_MISSING: (WRITTEN, '<meta name="description" content="">'),
    Code.DESCRIPTION_SEVERAL: (WRITTEN, WRITTEN + WRITTEN),
    Code.DESCRIPTION_LONG: (WRITTEN, f'<meta name="description" content="{"Long " * 40}">'),
    Code.CANONICAL_MISSING: (CANONICAL, ""),
    Code.CANONICAL_SEVERAL: (CANONICAL, CANONICAL + CANONICAL),
    Code.ROBOTS_MISSING: (ROBOTS, ""),
    Code.ROBOTS_SEVERAL: (ROBOTS, ROBOTS + ROBOTS),
    Code.OG_MISSING: ('property="og:type"', 'property="og:kind"'),
    Code.OG_SEVERAL: (TITLE, f'{TITLE}<meta property="og:type" content="article">'),
    Code.OG_THIN: ('property="og:locale"', 'property="og:place"'),
    Code.OG_URL: (f'"og:url" content="{ADDRESS}"', f'"og:url" content="{OTHER}"'),
    Code.OG_IMAGE_MISSING: ('property="og:image"', 'property="og:picture"'),
    Code.OG_IMAGE_RELATIVE: (f'"og:image" content="{SITE}', '"og:image" content="'),
    Code.OG_IMAGE_UNSIZED: ('content="1200"', 'content="wide"'),
    Code.OG_IMAGE_ALT: ('property="og:image:alt"', 'property="og:image:words"'),
    Code.TWITTER_CARD: ("summary_large_image", "enormous"),
    Code.DATE_BARE: ('_time" content="2026-10-01T08:00:00-05:00"', '_time" content="2026-10-01"'),
    Code.VIEWPORT_MISSING: ('name="viewport"', 'name="window"'),
    Code.LANGUAGE_MISSING: (' lang="en-US"', ""),
    Code.OUTSIDE_HEAD: (TITLE, f"{TITLE}<p>Words end the head.</p>"),
    Code.HEADING_MISSING: ("<h1>Migraine or headache?</h1>", "<h2>Migraine or headache?</h2>"),
    Code.HEADING_SEVERAL: ("<h3>Rest</h3>", "<h1>Rest</h1>"),
    Code.HEADING_SKIPPED: ("<h3>Rest</h3>", "<h4>Rest</h4>"),
    Code.IMAGE_UNSIZED: (PICTURE, PICTURE.replace(' height="630"', "")),
    Code.IMAGE_ALT: (PICTURE, PICTURE.replace(' alt="A crane at dawn"', "")),
    Code.IMAGE_LATE: (PICTURE, PICTURE.replace("<img", '<img loading="lazy"')),
    Code.IMAGE_EARLY: (LATER, LATER.replace(' loading="lazy"', "")),
    Code.IMAGE_FORMAT: ("b.webp", "b.png"),
    Code.LINK_EMPTY: ('href="/locations/"', 'href="#"'),
    Code.LINK_UNNAMED: (">see us</a>", "></a>"),
    Code.LINK_INSECURE: ('href="/locations/"', 'href="http://clinic.example/locations/"'),
}


@pytest.mark.parametrize("code", BROKEN, ids=lambda code: code.label)
def test_what_is_broken_in_the_html_is_found_alone(code):
    assert codes(page(BROKEN[code])) == {code.label}


ARTICLE, COMMENT, TRAIL, CLINIC = 1, 2, 3, 6
BROKEN_GRAPH = {
    Code.GRAPH_PARTED: lambda things: things.append(
        {"@type": "Thing", "@id": f"{ADDRESS}#lonely", "name": "Lonely"}
    ),
    Code.GRAPH_DANGLING: lambda things: things[0].update(about={"@id": f"{SITE}/#nobody"}),
    Code.GRAPH_TWICE: lambda things: things.append(dict(things[CLINIC])),
    Code.GRAPH_ID: lambda things: things.append(
        {"@type": "Thing", "name": "Nameless", "about": {"@id": f"{ADDRESS}#article"}}
    ),
    Code.GRAPH_TYPE: lambda things: things[ARTICLE].update(about={"name": "Something"}),
    Code.GRAPH_BLANK: lambda things: things[ARTICLE].update(keywords=[]),
    Code.GRAPH_RELATIVE: lambda things: things[CLINIC].update(url="/locations/town/"),
    Code.GRAPH_DATE: lambda things: things[ARTICLE].update(dateModified="2026-10-01"),
    Code.GRAPH_RETIRED: lambda things: things[ARTICLE].update(
        about={"@type": "HowTo", "name": "Rest"}
    ),
    Code.GRAPH_REQUIRED: lambda things: things[ARTICLE].pop("headline"),
    Code.GRAPH_ADVISED: lambda things: things[CLINIC].pop("geo"),
    Code.GRAPH_MISPLACED: lambda things: things[ARTICLE].update(lastReviewed="2026-10-02"),
    Code.GRAPH_UNSEEN: lambda things: things[ARTICLE].update(headline="Something else"),
}


@pytest.mark.parametrize("code", BROKEN_GRAPH, ids=lambda code: code.label)
def test_what_is_broken_in_the_graph_is_found_alone(code):
    things = graph()

    BROKEN_GRAPH[code](things)

    assert codes(page(things=things)) == {code.label}


BROKEN_DATA = {
    "no graph": ("", Code.GRAPH_MISSING),
    "two graphs": (
        '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[]}</script>'
        * 2,
        Code.GRAPH_SEVERAL,
    ),
    "no JSON": ('<script type="application/ld+json">{"@graph": [</script>', Code.GRAPH_BROKEN),
    "a list": ('<script type="application/ld+json">[1]</script>', Code.GRAPH_BROKEN),
    "a graph of text": (
        '<script type="application/ld+json">{"@graph": ["x"]}</script>',
        Code.GRAPH_BROKEN,
    ),
    "no context": (
        '<script type="application/ld+json">{"@graph": []}</script>',
        Code.GRAPH_BROKEN,
    ),
    "deep": (
        f'<script type="application/ld+json">{"[" * 100_000}</script>',
        Code.GRAPH_BROKEN,
    ),
}


@pytest.mark.parametrize("case", BROKEN_DATA)
def test_json_that_is_no_graph_is_found(case):
    data, code = BROKEN_DATA[case]

    assert codes(page(data=data)) == {code.label}


def test_a_canonical_address_is_whole_and_the_pages_own():
    relative = page((CANONICAL, '<link rel="canonical" href="/blog/migraine/">'))
    elsewhere = page((ADDRESS + '">', OTHER + '">'))

    assert "canonical-relative" in codes(relative)
    assert "canonical-other" in codes(elsewhere)
    assert "canonical-other" not in codes(elsewhere, chosen_canonical=OTHER)


def test_a_page_that_hides_and_names_another_is_at_odds_with_itself():
    html = page((ADDRESS + '">', OTHER + '">'), (ROBOTS, NOINDEX))

    assert "robots-at-odds" in codes(html, chosen_canonical=OTHER)
    assert "robots-at-odds" not in codes(page((ROBOTS, NOINDEX)))


def test_a_page_that_hides_is_not_told_how_to_be_found_better():
    changes = [(TITLE, "<title>Thanks</title>"), ('property="og:image"', 'property="og:picture"')]

    assert codes(page(*changes)) == {"title-short", "og-image-missing"}
    assert codes(page(*changes, (ROBOTS, NOINDEX))) == set()
    assert codes(page(*changes), robots_header="noindex") == set()


def test_a_description_that_nobody_has_written_is_told_whatever_its_length():
    assert codes(page(), described=False) == {"description-unwritten"}
    assert codes(page(), described=True) == set()


def test_a_trail_is_the_one_that_readers_see():
    things = graph()
    things[TRAIL]["itemListElement"][1]["name"] = "Another"

    assert codes(page(things=things)) == {"graph-unseen"}


def test_a_trail_has_two_steps_each_with_all_it_needs():
    things = graph()
    things[TRAIL]["itemListElement"] = [{"@type": "ListItem", "position": 1}]

    messages = [each.message for each in found(page(things=things)) if "graph-r" in each.code]

    assert messages == [
        "Leave a trail of one step out: it needs two.",
        "Say the name of step 1 of the trail.",
    ]


@pytest.mark.parametrize(
    ("shown", "place"),
    [
        ("A. Writer", " name"),
        ("R. Reviewer", f"{SITE}/team/reviewer/#person name"),
        ("2026-10-01", f"{ADDRESS}#article datePublished"),
        ("2026-10-02", f"{ADDRESS}#webpage lastReviewed"),
        ("0005550100", f"{SITE}/#organization telephone"),
        ('id="comment-1"', f"{ADDRESS}#comment-1 text"),
    ],
)
def test_what_the_graph_says_is_seen_on_the_page(shown, place):
    body_without = page().rpartition("</head>")[2].replace(shown, "x")
    html = page().partition("</head>")[0] + "</head>" + body_without

    unseen = [each for each in found(html) if each.code == "graph-unseen"]

    assert [each.place for each in unseen] == [place.strip()]


def test_comments_are_counted_right():
    things = graph()
    things[ARTICLE]["commentCount"] = 0

    assert [each.place for each in found(page(things=things))] == [
        f"{ADDRESS}#article commentCount"
    ]


def test_the_picture_of_an_article_is_not_too_small():
    things = graph()
    things[ARTICLE]["image"][0]["width"] = "60 px"

    assert codes(page(things=things)) == {"graph-advised"}


def test_facts_that_nobody_knows_yet_are_never_a_problem():
    things = graph()
    for name in ("address", "geo", "telephone", "image", "openingHoursSpecification"):
        del things[CLINIC][name]
    for name in ("logo", "telephone", "address", "sameAs"):
        del things[5][name]
    del things[0]["reviewedBy"], things[0]["lastReviewed"]
    things.remove(things[4])

    levels = {each.level for each in found(page(things=things))}

    assert levels == {Level.IMPROVE}


def test_an_author_without_a_name_is_a_problem_and_without_a_page_is_not():
    things = graph()
    things[ARTICLE]["author"] = [{"@type": "Organization", "url": OTHER}]
    assert "graph-required" in codes(page(things=things))

    things[ARTICLE]["author"] = [{"@type": "Person", "name": "A. Writer"}]
    assert codes(page(things=things)) == {"graph-advised"}


def test_the_weight_of_the_html_is_judged_by_what_search_engines_read():
    assert [*size_findings(100_000, 100_000)] == []
    assert [each.code for each in size_findings(300_000, 300_000)] == ["html-large"]
    assert [each.code for each in size_findings(3_000_000, 2_000_000)] == ["html-cut"]


@given(st.text(alphabet=st.sampled_from("<>/='\"!-& ahnistvgmrclp1{}[]:,@#\n\x00é"), max_size=300))
def test_no_page_is_too_odd_to_be_judged(html):
    for finding in page_findings(read(html), subject(), SITE):
        assert finding.message


ODD = [None, True, 0, "", "x", [], {}, [[]], [None], {"@id": 5}, {"@id": []}, {"@type": [{}]}]
KINDS = ["BlogPosting", "WebSite", "BreadcrumbList", "Comment", "MedicalClinic", "ProfilePage"]
PROPERTIES = [
    *("@id", "@type", "name", "url", "author", "image", "itemListElement", "reviewedBy"),
    *("address", "publisher", "mainEntity", "comment", "commentCount", "datePublished"),
]
odd_things = st.dictionaries(
    st.sampled_from(PROPERTIES),
    st.sampled_from(
        [*ODD, *KINDS, [KINDS[0], KINDS[1]], ADDRESS, f"{ADDRESS}#x", [{"width": "a"}]]
    ),
    max_size=6,
)


@given(st.lists(odd_things, max_size=4))
def test_no_graph_is_too_odd_to_be_judged(things):
    for finding in page_findings(read(page(things=things)), subject(), SITE):
        assert finding.message
