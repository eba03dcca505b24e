"""A story as plain words."""

from content.words import plain_text, reading_minutes, word_count
from tests.content.stories import heading, mark, references, story, text


def test_the_words_of_a_story_are_its_text_without_markup_marks_or_sources():
    body = story(
        heading("What are migraines?", "what"),
        text(f"<p>Attacks that <b>recur</b>.{mark(1)}</p><ul><li>Pain</li><li>Nausea</li></ul>"),
        references("A source."),
    )

    assert plain_text(body) == "What are migraines?\nAttacks that recur. Pain Nausea"


def test_lists_tables_and_callouts_are_read_too():
    callout = {"kind": "caution", "title": "Not at home", "text": "<p>Never alone.</p>"}
    table = {
        "caption": "Compared",
        "row_headers": True,
        "table": {
            "columns": [{"type": "text", "heading": "Pain"}],
            "rows": [{"values": ["Dull"]}],
            "caption": "",
        },
    }
    item = {"lead": "Nausea", "text": "<p>or vomiting</p>"}
    listed = {
        "title": "",
        "style": "symptoms",
        "items": [{"type": "item", "value": item, "id": "1"}],
    }

    words = plain_text(story(("callout", callout), ("comparison_table", table), ("list", listed)))

    assert words.split("\n") == [
        "Not at home",
        "Never alone.",
        "Compared",
        "Pain",
        "Dull",
        "Nausea",
        "or vomiting",
    ]


def test_words_are_counted_as_a_reader_would():
    assert word_count("It's a 4.5-hour attack — isn’t it?") == 6
    assert word_count("") == 0


def test_reading_takes_a_minute_at_least_and_then_counts_up():
    assert reading_minutes("") == 1
    assert reading_minutes("word " * 230) == 1
    assert reading_minutes("word " * 231) == 2
