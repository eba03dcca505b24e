"""What the starter texts promise, read as plain data."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from home.starter import sources
from home.starter.articles import ARTICLES, migraine
from home.starter.markup import rich_text
from home.starter.pages import PAGES
from home.starter.pictures import PICTURES
from home.starter.writing import Block, PageAt, PagePlan, Picture, Prose, Source
from seo.titles import pixel_width

PLANS = [*PAGES, *ARTICLES]
RELATED = [plan for plan in ARTICLES if plan is not migraine.PAGE]
SECTIONS = [
    "Introduction",
    "What are migraines?",
    "Migraine or headache: the difference",
    "Symptoms of a migraine headache",
    "How does ketamine for migraine work?",
    "Is ketamine for migraines safe?",
    "What is the usual treatment for migraine?",
    "Who should not take ketamine for migraine?",
    "Ketamine-assisted therapy in Destin",
]


def by_path(plan: PagePlan) -> str:
    return plan.path


each_page = pytest.mark.parametrize("plan", PLANS, ids=by_path)


def values(thing: Any) -> Iterator[Any]:
    """Everything a page is made of, from its fields down to its words."""
    yield thing
    match thing:
        case PagePlan():
            inner = [thing.title, thing.search_title, thing.description, *thing.fields.values()]
        case Block():
            inner = [thing.value]
        case Prose():
            inner = [thing.text]
        case dict():
            inner = list(thing.values())
        case list():
            inner = thing
        case _:
            inner = []
    for part in inner:
        yield from values(part)


def words_of(plan: PagePlan) -> str:
    """The page's own words: its text without the sources, which are not ours to write."""
    own = dict(plan.fields)
    own["body"] = [block for block in own.get("body", []) if block.kind != "references"]
    everything = values(replace(plan, fields=own))
    return " ".join(" ".join(value.split()) for value in everything if isinstance(value, str))


def blocks(plan: PagePlan, kind: str) -> list[Any]:
    return [block.value for block in plan.fields.get("body", []) if block.kind == kind]


def listed(plan: PagePlan) -> list[dict]:
    return [item for value in blocks(plan, "references") for item in value["items"]]


def prose(plan: PagePlan) -> str:
    return " ".join(value.text for value in values(plan) if isinstance(value, Prose))


@each_page
def test_every_reference_is_cited_and_every_citation_has_its_reference(plan):
    cited = {int(number) for number in re.findall(r"\[(\d+)\]", prose(plan))}

    assert cited == set(range(1, len(listed(plan)) + 1))


@each_page
def test_sources_come_from_the_one_list(plan):
    known = {value.citation for value in vars(sources).values() if isinstance(value, Source)}

    assert {item["citation"] for item in listed(plan)} <= known


def test_the_migraine_article_has_every_section_in_its_order():
    sections = [
        value["text"] for value in blocks(migraine.PAGE, "heading") if value["level"] == "h2"
    ]

    assert sections == SECTIONS


def test_the_migraine_article_lists_compares_asks_and_invites():
    styles = [value["style"] for value in blocks(migraine.PAGE, "list")]
    [comparison] = blocks(migraine.PAGE, "comparison_table")
    [asked] = blocks(migraine.PAGE, "faq")
    [invited] = blocks(migraine.PAGE, "call_to_action")

    assert styles == ["symptoms", "plain", "side_effects", "side_effects", "contraindications"]
    assert [row["values"][0] for row in comparison["table"]["rows"]] == [
        "Location",
        "Pain",
        "Length",
        "Other symptoms",
        "Effect of activity",
        "Usual relief",
    ]
    assert 4 <= len(asked["questions"]) <= 6
    assert invited["page"] == PageAt("/appointments/")
    assert [item["doi"] for item in listed(migraine.PAGE)] == [
        "10.1177/0333102417738202",
        "10.1111/head.13013",
        "10.1186/s10194-016-0700-3",
        "10.5811/westjem.2018.8.37875",
        "10.17245/jdapm.2021.21.5.413",
        "10.1097/AAP.0000000000000808",
        "",
    ]


@pytest.mark.parametrize(
    ("fact", "source"),
    [
        ("4 to 72 hours", 1),
        ("7.1 to 3.8", 2),
        ("71% responded", 2),
        ("all six improved", 3),
        ("no difference between the two", 4),
        ("weak so far", 5),
        ("weak so far", 6),
        ("at home without supervision", 7),
    ],
)
def test_a_fact_carries_its_source_in_the_same_passage(fact, source):
    text = " ".join(prose(migraine.PAGE).split())
    after = text[text.index(fact) :][:130]

    assert f"[{source}]" in after


def test_every_study_named_in_an_article_carries_a_mark():
    for plan in ARTICLES:
        for value in values(plan.fields["body"]):
            if isinstance(value, Prose) and re.search(r"\b(trial|infusions of)\b", value.text):
                assert re.search(r"\[\d\]", value.text), value.text


@pytest.mark.parametrize("plan", ARTICLES, ids=by_path)
def test_an_article_says_what_honesty_asks_for(plan):
    words = words_of(plan)

    assert "911" in words
    assert re.search(r"not replace (the|a) (doctor's )?advice", words)
    if "ketamine" in re.sub(r"\]\([^)]*\)", "", prose(plan)).lower():
        assert "off-label" in words
        assert "is paid for" in words
    assert not re.search(r"\b(cures?|guarantee[ds]?|miracle|breakthrough|painless)\b", words, re.I)


@pytest.mark.parametrize("plan", RELATED, ids=by_path)
def test_a_related_post_is_short(plan):
    story = re.sub(r"\[\d+\]|\]\([^)]*\)", " ", words_of(plan))
    names = f"{plan.search_title} {plan.description}"

    assert 400 <= len(story.split()) - len(names.split()) <= 700


@each_page
def test_search_results_have_room_for_title_and_description(plan):
    assert 280 <= pixel_width(plan.search_title) <= 600
    assert 121 <= len(plan.description) <= 156


def test_titles_and_descriptions_differ_from_page_to_page():
    assert len({plan.search_title for plan in PLANS}) == len(PLANS)
    assert len({plan.description for plan in PLANS}) == len(PLANS)


@each_page
def test_no_telephone_number_street_or_mail_address_is_made_up(plan):
    words = words_of(plan)

    assert not re.search(r"\d{3}[ .)-]+\d{3}[ .-]\d{4}", words)
    assert not re.search(
        r"\b\d+ (?:[NSEW]\. )?[A-Z]\w+ (Street|St|Road|Rd|Avenue|Ave|Drive|Suite)\b", words
    )
    assert "@" not in words
    assert not re.search(r"\b\d{5}\b", words)
    assert not {"street", "telephone", "email", "postal_code"} & plan.fields.keys()


@each_page
def test_paragraphs_are_short(plan):
    for value in values(plan):
        if isinstance(value, Prose):
            for paragraph in re.split(r"\n\s*\n|\n\s*\d\. ", value.text.strip()):
                assert len(paragraph.split()) <= 90, paragraph


def test_the_two_locations_do_not_share_sentences():
    [destin, inlet_beach] = [plan for plan in PAGES if plan.model == "clinic.LocationPage"]

    def sentences(plan):
        return {s.strip() for s in re.split(r"(?<=[.?!])\s", prose(plan)) if len(s.split()) > 3}

    assert not sentences(destin) & sentences(inlet_beach)


@each_page
def test_links_and_pictures_lead_somewhere(plan):
    there = {other.path for other in PLANS}
    drawn = {picture.name for picture in PICTURES}

    links = re.findall(r"\]\((/[^)]*)\)", prose(plan))
    places = [value.path for value in values(plan) if isinstance(value, PageAt)]
    shown = [value.name for value in values(plan) if isinstance(value, Picture)]

    assert {*links, *places} <= there
    assert {*shown, *filter(None, [plan.share_picture])} <= drawn


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_large_light_described_and_drawn_here(picture):
    drawing = picture.file.parents[1] / "illustrations" / f"{picture.name}.svg"
    with Image.open(picture.file) as opened:
        width, height = opened.size

    across, down, wide, tall = (number * 1.5 for number in picture.focus)

    assert (width, height) == (2400, 1500)
    assert picture.file.stat().st_size < 250_000
    assert drawing.exists()
    assert len(picture.description) > 40
    assert across - wide / 2 >= 0
    assert across + wide / 2 <= width
    assert down - tall / 2 >= 0
    assert down + tall / 2 <= height


def test_marks_of_the_texts_become_rich_text():
    words = """
    A **bold** claim & more.[2] See [the
    blog](/blog/) or [elsewhere](https://example.org/).

    1. One, which goes on
    over a line.
    2. Two

    - A point with [a lost page](/gone/)
    """

    html = rich_text(words, {"/blog/": 7}.get)

    assert html == (
        '<p>A <b>bold</b> claim &amp; more.<a linktype="reference" number="2">2</a> See '
        '<a linktype="page" id="7">the blog</a> or '
        '<a href="https://example.org/">elsewhere</a>.</p>'
        "<ol><li>One, which goes on over a line.</li><li>Two</li></ol>"
        "<ul><li>A point with a lost page</li></ul>"
    )
