"""What somebody types into the search field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.excerpts import excerpt, marked
from search.words import LONGEST_QUERY, MOST_WORDS, other_form, read_query


def hits(fragments):
    return [fragment.text for fragment in fragments if fragment.hit]


def whole(fragments):
    return "".join(fragment.text for fragment in fragments)


def test_words_are_found_in_what_was_typed():
    query = read_query("  Migraine, or\tHEADACHE? ")

    assert query.typed == "Migraine, or HEADACHE?"
    assert query.words == ("migraine", "or", "headache")


def test_a_word_typed_twice_counts_once():
    assert read_query("pain Pain PAIN").words == ("pain",)


@pytest.mark.parametrize("nothing", ["", "   ", "\x00", '"*() -', "👍"])
def test_without_a_letter_or_a_digit_there_is_nothing_to_look_for(nothing):
    assert read_query(nothing).words == ()


@given(st.text())
def test_whatever_is_typed_becomes_a_bounded_line_of_plain_words(typed):
    query = read_query(typed)

    assert len(query.typed) <= LONGEST_QUERY
    assert query.typed.isprintable()
    assert len(query.words) <= MOST_WORDS
    assert all(word.replace("_", "a").isalnum() for word in query.words) or not typed.isascii()


def test_singular_and_plural_are_both_looked_for():
    assert read_query("migraine headaches").alternatives == (
        "migraine headaches",
        "migraine headache",
        "migraines headaches",
        "migraines headache",
    )


def test_many_words_do_not_make_endless_alternatives():
    assert len(read_query("one1 two2 three3 four4 five5 six6 seven7").alternatives) == 8


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("therapy", "therapies"),
        ("therapies", "therapy"),
        ("clinic", "clinics"),
        ("loss", "loss"),
        ("diagnosis", "diagnosis"),
        ("day", "day"),
        ("virus", "virus"),
    ],
)
def test_english_numbers(word, form):
    assert other_form(word) == form


def test_an_excerpt_shows_the_first_hit_and_what_is_around_it():
    text = "Nothing here. " * 40 + "Ketamine acts on receptors. " + "Nothing there. " * 40

    shown = excerpt(text, ["ketamine"], length=120)

    assert hits(shown) == ["Ketamine"]
    assert whole(shown).startswith("… ")
    assert whole(shown).endswith(" …")
    assert len(whole(shown)) <= 124


def test_an_excerpt_without_a_hit_is_the_beginning():
    shown = excerpt("Light and noise hurt. " * 40, ["ketamine"])

    assert whole(shown).startswith("Light and noise")
    assert hits(shown) == []


def test_only_whole_words_are_hits_in_either_number():
    assert hits(marked("Pains, pain, painting.", ["pain"])) == ["Pains", "pain"]


def test_nothing_is_lost_when_hits_are_marked():
    assert whole(marked("a <b> & c", ["b"])) == "a <b> & c"
    assert marked("", ["b"]) == []
    assert hits(marked("text", [])) == []


@given(st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_marking_any_text_for_any_words_keeps_the_text(text, words):
    assert whole(marked(text, words)) == text
