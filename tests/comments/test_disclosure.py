"""A reply that speaks to a patient is noticed; one that speaks to any reader is not."""

import pytest

from blog.comments.disclosure import telling_phrases


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("Please call us about your appointment.", ["your appointment"]),
        ("Your next procedure is safe.", ["Your next procedure"]),
        ("We have YOUR\nresults ready.", ["YOUR results"]),
        ("As our patient, you know this.", ["As our patient"]),
        ("You were a patient here last year.", ["were a patient"]),
        ("We treated you well.", ["We treated you"]),
        ("It was good of you to visit our clinic: since you came, we moved.", ["since you came"]),
        ("Ask your doctor here.", ["your doctor"]),
        ("Your lab results and your lab results", ["Your lab results"]),
        ("Your last infusion and your doctor’s notes", ["Your last infusion", "your doctor"]),
    ],
)
def test_words_that_would_say_that_somebody_is_a_patient_are_found(reply, found):
    assert telling_phrases(reply)[: len(found)] == found


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Thank you for your comment.",
        "Thank you for your question about infusions.",
        "We cannot speak about anybody's care here. Please call our office.",
        "Appointments can be requested on this site.",
        "Patients often ask this.",
        "We have added your suggestion to the article.",
    ],
)
def test_words_to_any_reader_are_let_through(reply):
    assert telling_phrases(reply) == []
