"""Words are taken out of a comment for good, wherever they stand or in one place alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments import redaction
from blog.comments.models import Decision, ReaderComment
from blog.comments.models.decision import DecisionQuerySet
from blog.comments.models.status import IllegalDecisionError
from blog.comments.redaction import MARKER
from tests.factories import ReaderCommentFactory, UserFactory


def taken_out(body: str, words: str) -> str:
    return redaction.without(body, redaction.places(body, words))


@pytest.mark.parametrize(
    ("body", "words", "left"),
    [
        ("I am Ann Example.", "Ann Example", f"I am {MARKER}."),
        ("ann  EXAMPLE, Ann\nExample", "Ann Example", f"{MARKER}, {MARKER}"),
        ("Ann on her anniversary", "ann", f"{MARKER} on her anniversary"),
        ("call 555-0100.", "555-0100", f"call {MARKER}."),
        # No spaces between words, as in Japanese: then any place will do.
        ("私は田中です", "田中", f"私は{MARKER}です"),
        ("a.b", "a*b", "a.b"),
        (f"{MARKER} and editors", "editors", f"{MARKER} and {MARKER}"),
        ("Nothing of it", "", "Nothing of it"),
        ("Nothing of it", "  \n ", "Nothing of it"),
    ],
)
def test_typed_words_go_wherever_they_stand(body, words, left):
    assert taken_out(body, words) == left


def test_a_selected_stretch_goes_from_its_place_alone():
    body = "Ann met Ann."

    spans = redaction.place_at(body, "Ann", 8)

    assert redaction.without(body, spans) == f"Ann met {MARKER}."
    assert redaction.length(spans) == 3


@pytest.mark.parametrize("start", [-1, 1, 9, 400])
def test_a_place_where_the_words_do_not_stand_is_none(start):
    assert redaction.place_at("Ann met Ann.", "Ann", start) == []


def test_what_was_removed_before_is_not_cut_in_two():
    body = f"I am {MARKER} of Destin"
    selected = "privacy] of Destin"

    spans = redaction.place_at(body, selected, body.index(selected))

    assert redaction.without(body, spans) == f"I am {MARKER}"


SOME_WORDS = st.lists(
    st.sampled_from(["Ann", "ann", "Destin", "on", "May 4", "(555)", "é", MARKER, "\n", "straße"]),
    min_size=1,
    max_size=12,
)


@given(said=SOME_WORDS, take=st.sampled_from(["ann", "Destin", "may 4", "(555)", "é"]))
def test_nothing_of_the_words_is_left_outside_the_markers(said, take):
    body = " ".join(said)

    left = taken_out(body, take)

    assert take.casefold() not in left.replace(MARKER, "").casefold()
    assert left.count(MARKER) >= body.count(MARKER)
    assert taken_out(left, take) == left


@given(body=st.text(max_size=60), start=st.integers(0, 60), size=st.integers(1, 60))
def test_whatever_is_selected_what_stands_around_it_stays(body, start, size):
    words = body[start : start + size]

    spans = redaction.place_at(body, words, start)

    expected = body[:start] + MARKER + body[start + len(words) :] if words else body
    assert redaction.without(body, spans) == expected


# --- the verb -------------------------------------------------------------------------------


@pytest.fixture
def kim(db):
    return UserFactory(first_name="Kim")


def everything_stored() -> str:
    return str([list(model.objects.values()) for model in (ReaderComment, Decision)])


def test_the_words_are_kept_nowhere_and_the_log_says_who_and_how_many(kim):
    comment = ReaderCommentFactory(
        status="approved", body="I am Ann Example of pills.example, seen on May 4."
    )
    Decision.objects.create(
        comment=comment,
        comment_number=comment.pk,
        who="machine",
        verb="submit",
        to_status="approved",
        from_status="pending",
        sentence="Held.",
        signals=[{"code": "link_new_domain", "weight": 0.2, "sentence": "pills.example is new."}],
        note="Ann Example again",
    )

    decision = comment.redact(kim, "Ann Example of pills.example")

    stored = ReaderComment.objects.get(pk=comment.pk)
    assert stored.body == f"I am {MARKER}, seen on May 4."
    assert (stored.redacted, stored.status) == (True, "approved")
    assert stored.edited_at
    assert (stored.link_count, stored.first_link_domain) == (0, "")
    for word in ("Ann Example", "pills.example"):
        assert word not in everything_stored()
    assert decision.actor == kim
    assert decision.reasons == ["28 characters removed for privacy."]
    assert "It linked to a website" in everything_stored()


def test_words_that_are_not_there_take_nothing_out_and_leave_no_trace(kim):
    comment = ReaderCommentFactory()

    with pytest.raises(IllegalDecisionError, match="do not stand"):
        comment.redact(kim, "Zanzibar")

    assert comment.decisions.count() == 1


def test_nothing_is_taken_out_of_what_is_erased(kim):
    parent = ReaderCommentFactory(status="approved")
    ReaderCommentFactory(thread=parent.thread, parent=parent, status="approved")
    on_a_screen = ReaderComment.objects.get(pk=parent.pk)
    parent.erase(by=kim)

    with pytest.raises(IllegalDecisionError):
        on_a_screen.redact(kim, "table")


def test_redacting_changes_no_counter_and_the_decision_before_can_still_be_undone(kim):
    comment = ReaderCommentFactory()
    approved = comment.approve(by=kim)
    comment.redact(kim, "table")

    assert comment.thread.refreshed().approved_count == 1
    approved.undo(by=kim)

    assert ReaderComment.objects.get(pk=comment.pk).status == "pending"
    assert comment.thread.refreshed().pending_count == 1


def test_readers_see_a_new_version_only_of_what_they_could_see(kim):
    comment = ReaderCommentFactory()
    comment.redact(kim, "table")
    assert comment.thread.refreshed().version == 0

    comment.approve(by=kim)
    comment.redact(kim, "clearest")
    assert comment.thread.refreshed().version == 2


def test_the_log_stays_closed_to_every_other_change(kim):
    decision = ReaderCommentFactory().redact(kim, "table")

    with pytest.raises(IllegalDecisionError):
        DecisionQuerySet(Decision).filter(pk=decision.pk).update(note="x")
