"""The learner's arithmetic, what it says, and when it may say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments import evidence, learner, policy
from blog.comments.evaluation import Example, Pupil
from blog.comments.evidence import Arrival, gather
from blog.comments.learner import Standing, features, judge

PILLS = "Cheap pills, click here"


def taught() -> dict[str, tuple[int, int]]:
    """Return what is counted when each kind of comment was decided on twenty times."""
    spam, ham = set(features(PILLS)), set(features("My appointment was on a Monday"))
    return {word: (20 * (word in spam), 20 * (word in ham)) for word in spam | ham}


EVEN = Standing(spam=100, approved=100, called_spam=50, rightly=50)


def opinion(body: str, standing: Standing = EVEN) -> learner.Opinion:
    return judge(features(body), taught(), standing)


# --- what is counted ------------------------------------------------------------------------


def test_words_pairs_hosts_and_shape_are_counted():
    found = set(features("CHEAP PILLS!!! See https://shop.pills.example/x?y=1 now. Don't wait"))

    assert {"cheap", "pills", "cheap pills", "don't", "don't wait"} <= found
    assert {"link:shop.pills.example", "shape:exclamations", "shape:link"} <= found
    assert "https" not in found
    assert "now don't" not in found  # a sentence ends between them


def test_a_word_repeated_is_counted_once():
    assert len(set(features("pills " * 50))) == len(features("pills " * 50))
    assert features("pills " * 50).count("pills") == 1


def test_scripts_without_spaces_have_words_too():
    assert {"\u85e5", "\u85e5 \u3092", "\u3092"} <= set(features("\u85e5\u3092"))


def test_the_longest_comment_has_no_more_features_than_can_be_looked_up_at_once():
    body = " ".join(f"w{number}" for number in range(900))[:5000]

    assert len(features(body)) < 1_000


@given(st.text(max_size=300))
def test_any_text_has_features_and_fingerprints_that_fit_a_column(body):
    found = features(body)

    assert len(set(found)) == len(found)
    kept = learner.hashes(found, b"key")
    assert len(kept) == len(found)
    assert all(-(2**63) <= each < 2**63 for each in kept)


# --- what it makes of them ------------------------------------------------------------------


def test_it_tells_one_from_the_other_and_says_by_which_words():
    spam, ham = opinion("Click here for cheap pills"), opinion("Was your appointment on Monday?")

    assert spam.probability > 0.99
    assert ham.probability < 0.1
    assert "“cheap”" in spam.sentence
    assert "“appointment”" in ham.sentence
    assert "away from it" in ham.sentence
    assert "learned from 200 decisions and gives 99 % spam" in spam.sentence


def test_what_it_never_saw_it_has_no_view_on():
    assert opinion("Zebra xylophone").probability == 0.5
    assert judge(features(PILLS), {}, Standing()).probability == 0.5


def test_counts_that_are_ahead_of_what_is_remembered_of_their_sums_do_no_harm():
    assert judge(["w"], {"w": (3, 0)}, Standing(approved=5)).probability > 0.5
    assert judge(["w"], {"w": (0, 3)}, Standing(spam=5)).probability < 0.5
    assert judge(["w"], {"w": (0, 0)}, Standing()).probability == 0.5


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=200),
    st.integers(50, 200),
    st.integers(50, 200),
)
def test_whatever_was_counted_the_probability_is_one(pairs, spam, approved):
    counts = {f"w{number}": pair for number, pair in enumerate(pairs) if any(pair)}

    found = judge(list(counts), counts, Standing(spam=spam, approved=approved))

    assert 0.0 <= found.probability <= 1.0
    assert -0.3 <= found.share <= 1.0
    assert found.sentence.endswith(".")


@given(st.integers(1, 50), st.integers(0, 50))
def test_seen_once_more_in_spam_a_word_never_speaks_less_for_it(spam, approved):
    def after(times: int) -> float:
        return judge(["w"], {"w": (times, approved)}, Standing(spam=60, approved=60)).probability

    assert after(spam + 1) >= after(spam) - 1e-9


# --- whether it may say so ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "ready", "progress"),
    [
        ({}, False, "learning: 0 of 100 approved"),
        ({"approved": 37, "spam": 40}, False, "learning: 37 of 100 approved"),
        ({"approved": 100, "spam": 29}, False, "learning: 29 of 30 spam"),
        ({"approved": 100, "spam": 30, "measured": 100}, False, "in shadow"),
        ({"approved": 100, "spam": 30, "called_spam": 50, "rightly": 49}, True, "ready"),
        ({"approved": 100, "spam": 30, "called_spam": 49, "rightly": 48}, False, "in shadow"),
    ],
)
def test_it_counts_once_it_knows_enough_and_is_right_often_enough(figures, ready, progress):
    standing = Standing(**figures)

    assert standing.ready is ready
    assert standing.progress == progress
    assert standing.sentence.endswith(".")


def test_in_shadow_its_view_is_written_down_and_changes_nothing():
    body = f"{PILLS} for you and everybody else"
    without = gather(Arrival(name="Ann", body=body))
    shadow = gather(Arrival(name="Ann", body=body, opinion=opinion(body, Standing(spam=9))))

    assert [signal.code for signal in shadow] == ["bayes_shadow"]
    assert shadow[0].weight == 0
    assert "does not count" in shadow[0].sentence
    rule = policy.Approval.HOLD_UNVERIFIED
    assert policy.decide(shadow, rule) == policy.decide(without, rule)


def test_when_ready_it_weighs_as_much_as_it_is_sure():
    sure = gather(Arrival(name="Ann", body=PILLS, opinion=opinion(PILLS)))
    unsure = gather(Arrival(name="Ann", body="Zebra", opinion=opinion("Zebra")))
    against = gather(Arrival(name="Ann", body="Zebra", opinion=opinion("My appointment")))

    assert [signal.weight for signal in sure] == [evidence.WEIGHTS["bayes"]]
    assert [signal.weight for signal in unsure] == [0]
    assert -0.3 <= against[0].weight < -0.2


def test_the_learner_alone_never_marks_spam_and_with_another_sign_it_does():
    rule = policy.Approval.HOLD_UNVERIFIED
    alone = gather(Arrival(name="Ann", body=PILLS, opinion=opinion(PILLS)))
    body = f"{PILLS} a.com"
    linked = gather(Arrival(name="Ann", body=body, opinion=opinion(body)))

    assert policy.decide(alone, rule).outcome == "pending"
    assert policy.decide(linked, rule).outcome == "spam"


def test_a_trusted_commenter_whom_the_learner_takes_for_spam_waits():
    came = {"name": "Ann", "body": PILLS, "trusted": True}

    rule = policy.Approval.HOLD_UNVERIFIED
    assert policy.decide(gather(Arrival(**came)), rule).outcome == "approved"
    said = gather(Arrival(**came, opinion=opinion(PILLS)))
    assert policy.decide(said, rule).outcome == "pending"


def test_it_earns_its_say_and_loses_it_by_itself_when_it_slips():
    pupil = Pupil()
    for number in range(120):
        pupil.learn([Example(f"Cheap pills {number} at once, click here", spam=True)])
        pupil.learn([Example(f"My {number}. appointment was kind and calm", spam=False)])
    assert pupil.standing.ready

    # Now the clinic's own readers write of what only spam wrote of before.
    pupil.learn([Example("Cheap pills, click here: a warning", spam=False)] * 3)

    assert pupil.standing.knows_enough
    assert not pupil.standing.ready
    assert "in shadow" in pupil.standing.sentence
