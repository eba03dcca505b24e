"""What is noticed about a comment, and what follows from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments import evidence, policy
from blog.comments.evidence import Arrival, Signal, gather
from blog.comments.policy import Approval, decide

PLAIN = "I have had these headaches for years and the comparison was helpful to me."


def codes(**arrival) -> set[str]:
    arrival = {"name": "Ann", "body": PLAIN} | arrival
    return {signal.code for signal in gather(Arrival(**arrival))}


def ruling(approval: str = Approval.HOLD_UNVERIFIED, **arrival):
    arrival = {"name": "Ann", "body": PLAIN} | arrival
    return decide(gather(Arrival(**arrival)), approval)


# --- what is noticed ------------------------------------------------------------------------


def test_a_plain_comment_has_nothing_about_it():
    assert codes(seconds_to_write=40.0) == set()


@pytest.mark.parametrize(
    ("arrival", "code"),
    [
        ({"honeypot_filled": True}, "honeypot_filled"),
        ({"seconds_to_write": 1.0}, "too_fast"),
        ({"origin_known": False}, "no_origin"),
        ({"crowded": frozenset({"sender"})}, "rate_sender"),
        ({"crowded": frozenset({"address"})}, "rate_address"),
        ({"crowded": frozenset({"page"})}, "rate_page"),
        ({"repeated": True}, "repeated_text"),
        ({"body": "See https://a.example."}, "links_some"),
        ({"body": "a.com b.com c.com"}, "links_many"),
        ({"body": "See https://a.example."}, "link_new_domain"),
        ({"body": "See https://a.com.", "domain_of_spam": True}, "link_known_spam_domain"),
        ({"body": "See https://bit.ly/x"}, "link_shortener"),
        ({"name": "pills.example.com"}, "link_in_name"),
        ({"body": "[url=x]y[/url]"}, "html_or_bbcode"),
        ({"body": "\u043f\u0440\u0438\u0432\u0435\u0442 " * 5}, "script_mismatch"),
        ({"typed": "in\u200bvisible"}, "unicode_abuse"),
        ({"trusted": True}, "previously_trusted"),
    ],
)
def test_each_sign_is_noticed(arrival, code):
    assert code in codes(**arrival)


@pytest.mark.parametrize(
    ("arrival", "code"),
    [
        ({"seconds_to_write": 1.0, "body": "Thank you!"}, "too_fast"),
        ({"seconds_to_write": 4.5}, "too_fast"),
        ({"seconds_to_write": None}, "too_fast"),
        ({"body": "See https://a.com.", "domain_approved": True}, "link_new_domain"),
        ({"body": "a.com b.com"}, "links_many"),
        ({"body": "\u043f\u0440\u0438\u0432\u0435\u0442"}, "script_mismatch"),
        ({"body": "Take 2.5 mg, e.g. at night. 3 < 4."}, "links_some"),
    ],
)
def test_what_people_do_too_is_no_sign(arrival, code):
    assert code not in codes(**arrival)


def test_every_code_has_a_weight_and_words_for_after_erasing():
    assert set(evidence.WEIGHTS) == set(evidence.WITHOUT_QUOTES)


def test_what_is_left_after_erasing_quotes_nothing():
    signals = gather(Arrival(name="pills.com", body="See pills.com [url=pills.com]"))

    left = evidence.without_quotes([signal.as_dict() for signal in signals])

    assert len(left) == len(signals) > 2
    assert "pills" not in str(left)


# --- what follows ---------------------------------------------------------------------------


def test_a_stranger_is_held_and_told_why():
    assert ruling().outcome == "pending"
    assert ruling().sentence == "Held: this commenter is not trusted yet."


def test_a_trusted_commenter_is_approved_unless_everybody_waits():
    assert ruling(trusted=True).outcome == "approved"
    assert ruling(Approval.HOLD_ALL, trusted=True).outcome == "pending"


def test_a_trusted_commenter_with_an_unusual_comment_is_held():
    found = ruling(trusted=True, body="See a.com, b.com and c.com", seconds_to_write=30.0)

    assert found.outcome == "pending"
    assert "unusual" in found.sentence


def test_the_hidden_field_alone_makes_spam():
    assert ruling(honeypot_filled=True).outcome == "spam"


def test_writing_fast_alone_never_makes_spam():
    assert ruling(seconds_to_write=0.1).outcome == "pending"


def test_one_kind_of_sign_however_heavy_never_makes_spam():
    body = "https://bit.ly/x https://a.com https://b.com"

    found = ruling(body=body, domain_of_spam=True, name="a.com")

    assert found.score > policy.SPAM_FROM
    assert found.outcome == "pending"


def test_independent_signs_together_make_spam():
    found = ruling(body="https://bit.ly/x a.com b.com " + PLAIN, seconds_to_write=1.0)

    assert found.outcome == "spam"


@given(
    st.sets(st.sampled_from(sorted(evidence.WEIGHTS))),
    st.sampled_from([Approval.HOLD_ALL, Approval.HOLD_UNVERIFIED]),
)
def test_whatever_was_noticed_there_is_a_sentence_that_says_why(codes, approval):
    signals = [Signal(code, evidence.WITHOUT_QUOTES[code]) for code in sorted(codes)]

    found = decide(signals, approval)

    assert found.sentence.endswith(".")
    assert all(signal.sentence.endswith(".") for signal in signals)
    assert found.outcome != "approved" or "previously_trusted" in codes
