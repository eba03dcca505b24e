"""Titles and descriptions as search results show them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.snippets import TITLE_PIXELS, description, pixel_width, shorten, title_tag


def test_a_title_is_followed_by_the_name_of_the_site():
    assert title_tag("Migraine", "The Crane Center") == "Migraine | The Crane Center"


def test_the_pattern_of_the_site_is_followed():
    assert title_tag("Migraine", "Crane", pattern="{site} - {title}") == "Crane - Migraine"


def test_braces_in_a_title_are_only_braces():
    assert title_tag("{a} {0}", "Crane", pattern="{title} | {site}") == "{a} {0} | Crane"


def test_the_name_of_the_site_gives_way_to_a_long_title():
    long = "Migraine or headache: how to tell them apart and when ketamine can help"

    assert title_tag(long, "The Crane Center") == long
    assert pixel_width(f"{long} | The Crane Center") > TITLE_PIXELS


def test_a_title_that_names_the_site_does_not_name_it_twice():
    assert title_tag("About the Crane Center", "The Crane Center") == "About the Crane Center"


def test_later_parts_of_a_listing_say_which_they_are():
    assert title_tag("Blog", "Crane", page_number=2) == "Blog, page 2 | Crane"
    assert title_tag("Blog", "Crane", page_number=1) == "Blog | Crane"


def test_a_page_without_a_title_has_the_name_of_the_site():
    assert title_tag(" ", "Crane") == "Crane"


def test_wide_letters_take_more_room_than_narrow_ones():
    assert pixel_width("WWW") > 3 * pixel_width("iii")


def test_a_short_text_is_its_own_description():
    assert description("A  short\ntext.") == "A short text."


def test_a_description_ends_with_a_sentence():
    text = (
        "A migraine is more than a headache. It can last for days and bring nausea with it. "
        "Light and noise hurt. Some people see zigzag lines before it begins, others feel nothing."
    )

    assert description(text) == (
        "A migraine is more than a headache. It can last for days and bring nausea with it. "
        "Light and noise hurt."
    )


def test_the_title_of_a_doctor_does_not_end_a_sentence():
    text = "It was described by Dr. Lee, who saw it first in the spring of a very wet year."

    assert description(text, limit=40) == "It was described by Dr. Lee, who saw it…"


def test_a_sentence_that_is_too_long_is_cut_between_words():
    cut = description("word " * 100)

    assert cut.endswith("word…")
    assert len(cut) <= 156


def test_one_endless_word_is_cut_all_the_same():
    assert shorten("a" * 300, 20) == "a" * 19 + "…"


@given(st.lists(st.text("abcxyz", min_size=1, max_size=12)), st.sampled_from([" ", ". ", ", "]))
def test_no_description_is_too_long_or_ends_inside_a_word(words, between):
    text = between.join(words)

    cut = description(text, limit=60)

    assert len(cut) <= 60
    assert set(cut.replace("…", " ").replace(",", " ").replace(".", " ").split()) <= set(words)


@given(st.text(), st.integers(min_value=1, max_value=200))
def test_any_text_gives_one_line_of_the_length_asked_for(text, limit):
    cut = description(text, limit)

    assert len(cut) <= limit
    assert len(cut.splitlines()) <= 1


@pytest.mark.parametrize("blank", ["", " \n\t", "\x00"])
def test_nothing_is_described_by_nothing(blank):
    assert description(blank) == ""
