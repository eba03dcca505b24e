"""Row 1: titles as search results show them, written after a pattern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.titles import (
    PLACEHOLDERS,
    TITLE_PIXELS,
    PatternError,
    pixel_width,
    read_pattern,
    title_tag,
)

LONG = "Migraine or headache: how to tell them apart and when ketamine can help"


def test_a_title_is_followed_by_the_name_of_the_site():
    assert title_tag("Migraine", "The Crane Center") == "Migraine | The Crane Center"


def test_the_pattern_of_the_site_is_followed():
    assert title_tag("Migraine", "Crane", pattern="{site} - {title}") == "Crane - Migraine"


def test_braces_in_a_title_are_only_braces():
    assert title_tag("{a} {0}", "Crane", pattern="{title} | {site}") == "{a} {0} | Crane"


def test_the_name_of_the_site_gives_way_to_a_long_title():
    assert title_tag(LONG, "The Crane Center") == LONG
    assert pixel_width(f"{LONG} | The Crane Center") > TITLE_PIXELS


def test_a_title_that_names_the_site_does_not_name_it_twice():
    assert title_tag("About the Crane Center", "The Crane Center") == "About the Crane Center"


def test_later_parts_of_a_listing_say_which_they_are():
    assert title_tag("Blog", "Crane", page_number=2) == "Blog, page 2 | Crane"
    assert title_tag("Blog", "Crane", page_number=1) == "Blog | Crane"


def test_a_page_without_a_title_has_the_name_of_the_site():
    assert title_tag(" ", "Crane") == "Crane"


def test_wide_letters_take_more_room_than_narrow_ones():
    assert pixel_width("WWW") > 3 * pixel_width("iii")


def test_the_sign_between_is_the_one_that_was_chosen():
    assert title_tag("Migraine", "Crane", separator="–") == "Migraine – Crane"


def test_a_pattern_says_what_the_page_knows_besides():
    pattern = "{title} {separator} {topic} {separator} {site}"

    written = title_tag("Light hurts", "Crane", pattern=pattern, values={"topic": "Migraine"})

    assert written == "Light hurts | Migraine | Crane"


def test_what_a_page_does_not_know_leaves_no_sign_behind():
    pattern = "{title}, {role} {separator} Care in {town} {separator} {site}"

    assert title_tag("Ann", "Crane", pattern=pattern) == "Ann | Crane"
    assert title_tag(
        "Ann", "Crane", pattern=pattern, values={"role": "Nurse", "town": "Destin"}
    ) == ("Ann, Nurse | Care in Destin | Crane")


def test_what_the_title_says_is_not_said_twice():
    pattern = "{title} {separator} {town} {separator} {site}"

    assert title_tag("Our Destin office", "Crane", pattern=pattern, values={"town": "Destin"}) == (
        "Our Destin office | Crane"
    )


def test_a_pattern_may_have_a_place_for_the_number_of_the_page():
    pattern = "{title} {separator} {page} {separator} {site}"

    assert title_tag("Blog", "Crane", pattern=pattern, page_number=3) == "Blog | page 3 | Crane"
    assert title_tag("Blog", "Crane", pattern=pattern) == "Blog | Crane"


def test_what_is_said_besides_gives_way_after_the_name_of_the_site():
    pattern = "{title} {separator} {topic} {separator} {site}"
    fits = title_tag(LONG[:44], "The Crane Center", pattern=pattern, values={"topic": "Migraines"})

    assert fits == f"{LONG[:44]} | Migraines"
    assert title_tag(LONG, "Crane", pattern=pattern, values={"topic": "Pain"}) == LONG


def test_a_long_title_keeps_the_number_of_its_page():
    assert title_tag(LONG, "The Crane Center", page_number=2) == f"{LONG}, page 2"


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [("偏头痛", "abc"), ("👩\u200d⚕️", "i"), ("МИГРЕНЬ", "мигрень")],
)
def test_other_writings_are_measured_too(wide, narrow):
    assert pixel_width(wide) > pixel_width(narrow)


def test_what_is_not_seen_takes_no_room():
    assert pixel_width("e\u0301\u200d\ufe0f") == pixel_width("e")


def test_chinese_fills_the_line_sooner():
    assert title_tag("偏头痛" * 9, "The Crane Center") == "偏头痛" * 9
    assert title_tag("migraine " * 3, "The Crane Center").endswith("| The Crane Center")


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("{titel} {separator} {site}", "“{titel}” stands for nothing"),
        ("{title} {}", "“{}” stands for nothing"),
        ("{title", "too many"),
        ("title} {title}", "too many"),
        ("{site}", "needs {title}"),
        ("", "needs {title}"),
        ("{title!r} {title.__class__}", "stands for nothing"),
    ],
)
def test_a_wrong_pattern_is_refused_in_words(pattern, complaint):
    with pytest.raises(PatternError, match=complaint.replace("{", r"\{").replace("}", r"\}")):
        read_pattern(pattern)


def test_a_wrong_pattern_that_was_let_in_breaks_no_page():
    assert title_tag("Migraine", "Crane", pattern="{titel}") == "Migraine | Crane"


PATTERNS = st.lists(
    st.one_of(st.sampled_from([f"{{{name}}}" for name in PLACEHOLDERS]), st.text(max_size=9)),
    max_size=6,
).map(" ".join)


@given(st.text(max_size=90), st.text(max_size=30), PATTERNS, st.integers(1, 99), st.text())
def test_any_title_in_any_pattern_is_one_line_that_says_the_title(
    title, site, pattern, number, topic
):
    written = title_tag(
        title, site, pattern=pattern, page_number=number, values={"topic": topic, "town": site}
    )

    assert len(written.splitlines()) <= 1
    assert " ".join(title_tag(title, "").split()) in written or not title_tag(title, "")
