"""What counts as a change of a page, and what is a slip of the pen (row 29 of the list)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.significance import Substance, is_significant, substance

TEXT = (
    "Migraine is more than a headache. Take 25 mg with water, and do not drive afterwards. "
    "Rest in a dark room helps many people; some need a doctor. The attack ends by itself."
)


def changes(before: str, after: str) -> bool:
    """Say whether a page that said the one and now says the other has changed."""
    return is_significant(substance([before], ()), substance([after], ()))


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace("headache", "headahce"),
        TEXT.replace("afterwards", "afterward"),
        TEXT.replace("; some", ", some"),
        TEXT.replace(" and ", " and  "),
        TEXT.upper(),
        TEXT.replace("a dark room", "dark rooms"),
        TEXT.replace("dark room", "darkroom"),
        TEXT + " Really.",
        f"\u201c{TEXT}\u201d",
    ],
)
def test_a_slip_that_is_mended_is_no_change(after):
    assert not changes(TEXT, after)
    assert not changes(after, TEXT)


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace("25 mg", "50 mg"),
        TEXT.replace("do not drive", "do drive"),
        TEXT.replace("many people", "only some people"),
        TEXT + " Nobody has to bear it for three days.",
        TEXT.replace("Rest in a dark room helps many people; ", ""),
        "Headaches come in many kinds.",
        "",
    ],
)
def test_another_dose_a_not_or_a_sentence_is_a_change(after):
    assert changes(TEXT, after)
    assert changes(after, TEXT)


def test_another_link_or_picture_is_a_change_though_the_words_are_the_same():
    before = substance([TEXT], ["a href=https://one.example/", "image: 4"])

    assert is_significant(before, substance([TEXT], ["a href=https://two.example/", "image: 4"]))
    assert is_significant(before, substance([TEXT], ["a href=https://one.example/"]))
    assert not is_significant(before, substance([TEXT + "!"], sorted(before.things)))


def test_paragraphs_in_another_order_are_a_change():
    one, other = "The crane stands on one leg.", "Boats come into the harbor at dusk."

    assert changes(f"{one} {other}", f"{other} {one}")


def test_long_texts_are_compared_in_no_time():
    words = " ".join(f"word{number % 700}" for number in range(30_000)).replace("word", "wort ")
    begun = time.process_time()

    assert changes(words, words[::-1])
    assert not changes(f"{words} headache", f"{words} headahce")

    assert time.process_time() - begun < 2


@given(st.lists(st.text(max_size=40), max_size=20), st.lists(st.text(max_size=20), max_size=5))
def test_what_is_kept_is_what_was_said(texts, things):
    said = substance(texts, things)

    assert Substance.unpacked(said.packed()) == said
    assert not is_significant(said, said)


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared_either_way(one, other):
    assert changes(one, other) == changes(other, one) or one != other
