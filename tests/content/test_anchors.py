"""Links to headings go on working."""

from content.anchors import settle_anchors
from content.contents import Heading, headings
from tests.content.stories import heading, references, story, text


def anchors(*blocks):
    return [block.value["anchor"] for block in settle_anchors(story(*blocks))]


def test_a_heading_is_named_after_its_words():
    assert anchors(heading("What are migraines?")) == ["what-are-migraines"]


def test_a_name_is_kept_when_the_words_change():
    assert anchors(heading("Migraine, explained", "what-are-migraines")) == ["what-are-migraines"]


def test_equal_words_get_names_of_their_own():
    assert anchors(heading("Safety"), heading("Safety"), heading("Safety")) == [
        "safety",
        "safety-2",
        "safety-3",
    ]


def test_a_new_heading_never_takes_the_name_of_a_later_one():
    assert anchors(heading("Safety"), heading("Old words", "safety")) == ["safety-2", "safety"]


def test_of_a_heading_and_its_copy_the_first_keeps_the_name():
    assert anchors(heading("Safety", "safety"), heading("Side effects", "safety")) == [
        "safety",
        "side-effects",
    ]


def test_names_of_the_page_itself_are_left_alone():
    assert anchors(heading("Comments"), heading("Reference 2"), heading("Cite 1 and 2")) == [
        "comments-2",
        "section-reference-2",
        "section-cite-1-and-2",
    ]


def test_words_without_latin_letters_still_get_a_name():
    assert anchors(heading("偏头痛"), heading("¿Qué es?")) == ["section", "que-es"]


def test_a_long_heading_gets_a_name_of_bearable_length():
    [anchor] = anchors(heading("a question that goes on and on " * 5))

    assert len(anchor) <= 70
    assert not anchor.endswith("-")


def test_a_heading_without_words_has_no_name():
    assert anchors(heading("", "left-over")) == ["left-over"]
    assert anchors(heading("")) == [""]


def test_questions_are_named_too():
    question = {"question": "Is it safe?", "answer": "<p>Mostly.</p>"}
    faq = (
        "faq",
        {"title": "Questions", "questions": [{"type": "item", "value": question, "id": "1"}]},
    )

    [block] = settle_anchors(story(faq))

    assert block.value["anchor"] == "questions"
    assert block.value["questions"][0]["anchor"] == "is-it-safe"


def test_saving_a_draft_settles_the_anchors():
    body = story(heading("What are migraines?"))

    [block] = body.stream_block.clean_deferred(body)

    assert block.value["anchor"] == "what-are-migraines"


def test_the_contents_list_what_can_be_linked_to():
    body = settle_anchors(
        story(
            heading("What are migraines?"),
            text("<p>Recurring attacks.</p>"),
            heading("Aura", level="h3"),
            heading(""),
            references("A source."),
        )
    )

    assert headings(body) == [
        Heading("h2", "What are migraines?", "what-are-migraines"),
        Heading("h3", "Aura", "aura"),
        Heading("h2", "References", "references"),
    ]
