"""Row 2: descriptions as search results show them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.snippets import description, shorten, tidy


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


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("偏头痛不只是头痛。它可以持续数日。光会刺痛。", "偏头痛不只是头痛。它可以持续数日。"),
        ("هل تعاني من الصداع؟ نحن نساعدك كل يوم هنا", "هل تعاني من الصداع؟"),
        ("Über Migräne weiß man viel. Ärzte helfen gern.", "Über Migräne weiß man viel."),
        ("It lasts, e.g. with aura, for days. Rest helps.", "It lasts, e.g. with aura, for days."),
    ],
)  # fmt: skip
def test_sentences_end_in_other_writings_too(text, cut):
    assert description(text, limit=len(cut) + 2) == cut


def test_a_text_without_spaces_is_cut_where_it_is_full():
    assert shorten("偏 " + "头痛" * 100, 20) == "偏 " + ("头痛" * 100)[:17] + "…"


def test_what_is_seen_as_one_sign_is_not_parted():
    family = "👩\u200d👧\u200d👦"

    assert shorten(f"{'a' * 15}{family}{'b' * 40}", 20) == f"{'a' * 15}…"
    assert not unicodedata.combining(shorten("e\u0301" * 100, 20)[-2:-1] or "x") or (
        shorten("e\u0301" * 100, 20).count("e") == shorten("e\u0301" * 100, 20).count("\u0301")
    )


def test_signs_that_turn_a_line_around_are_left_out():
    assert tidy("safe\u202egnp.exe\u2066x\ud800y") == "safe gnp.exe x y"


def test_ten_thousand_characters_are_cut_at_a_sentence():
    text = "A migraine is more than a headache, and it can last for days. " * 170

    assert len(text) > 10_000
    assert description(text, 320).endswith("for days.")
    assert 200 < len(description(text, 320)) <= 320
