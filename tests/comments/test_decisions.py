"""Every change of a comment's status is a decision: logged, counted, taken back."""

import datetime as dt
import uuid
from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.comments.models import (
    CommenterTrust,
    CommentThread,
    Decision,
    ReaderComment,
    Token,
)
from blog.comments.models.decision import undo_batch
from blog.comments.models.status import AlreadyDecidedError, IllegalDecisionError, Status
from blog.comments.signals import conversation_changed
from tests.factories import CommentThreadFactory, ReaderCommentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    return UserFactory(first_name="Kim")


def stored(comment: ReaderComment) -> ReaderComment:
    return ReaderComment.objects.get(pk=comment.pk)


def counters(thread: CommentThread) -> dict[str, int]:
    fresh = CommentThread.objects.get(pk=thread.pk)
    return {status.value: fresh.count(status) for status in Status if fresh.count(status)}


# --- one decision ---------------------------------------------------------------------------


def test_an_approved_comment_is_seen_and_says_who_let_it_in(kim):
    comment = ReaderCommentFactory()

    comment.approve(by=kim)

    assert list(ReaderComment.objects.approved()) == [comment]
    assert comment.decisions.last().actor == kim
    assert stored(comment).approved_at
    assert counters(comment.thread) == {"approved": 1}


@pytest.mark.parametrize(
    ("status", "verb", "becomes"),
    [
        ("pending", "approve", "approved"),
        ("pending", "mark_spam", "spam"),
        ("pending", "trash", "trash"),
        ("approved", "unapprove", "pending"),
        ("approved", "mark_spam", "spam"),
        ("spam", "trash", "trash"),
        ("spam", "restore", "pending"),
    ],
)
def test_a_verb_moves_a_comment_and_undoing_it_moves_it_back(kim, status, verb, becomes):
    comment = ReaderCommentFactory(status=status)

    decision = getattr(comment, verb)(by=kim)
    assert stored(comment).status == becomes
    assert counters(comment.thread) == {becomes: 1}

    decision.undo(by=kim)
    assert stored(comment).status == status
    assert counters(comment.thread) == {status: 1}


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        ("approved", "approve"),
        ("spam", "approve"),
        ("trash", "approve"),
        ("spam", "mark_spam"),
        ("trash", "mark_spam"),
        ("pending", "unapprove"),
        ("spam", "unapprove"),
        ("trash", "trash"),
        ("pending", "restore"),
        ("approved", "restore"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(kim, status, verb):
    comment = ReaderCommentFactory(status=status)

    with pytest.raises(IllegalDecisionError):
        getattr(comment, verb)(by=kim)

    assert stored(comment).status == status
    assert comment.decisions.count() == 1


def test_an_approved_comment_is_taken_away_for_a_reason_only(kim):
    comment = ReaderCommentFactory(status="approved")

    with pytest.raises(IllegalDecisionError, match="reason"):
        comment.trash(by=kim)
    comment.trash(by=kim, reason=Decision.Reason.PRIVACY)

    assert comment.decisions.last().reasons == ["Reason: Privacy."]


def test_restoring_brings_back_what_readers_saw(kim):
    comment = ReaderCommentFactory(status="approved")
    comment.trash(by=kim, reason=Decision.Reason.OFF_TOPIC)

    comment.restore(by=kim)

    assert stored(comment).status == "approved"


def test_the_second_moderator_hears_who_was_quicker_and_when(kim):
    comment = ReaderCommentFactory()
    second_screen = stored(comment)
    comment.approve(by=kim)

    with pytest.raises(AlreadyDecidedError, match=r"already approved by Kim 1 second ago"):
        second_screen.mark_spam(by=UserFactory())

    assert stored(comment).status == "approved"
    assert counters(comment.thread) == {"approved": 1}


def test_the_threads_version_moves_only_with_what_readers_see(kim):
    comment = ReaderCommentFactory()
    thread = comment.thread

    comment.mark_spam(by=kim).undo(by=kim)
    assert thread.refreshed().version == 0

    comment = stored(comment)
    comment.approve(by=kim)
    assert thread.refreshed().version == 1
    comment.unapprove(by=kim)
    assert thread.refreshed().version == 2


def test_others_hear_of_it_after_the_commit_and_not_before(
    kim, django_capture_on_commit_callbacks
):
    comment = ReaderCommentFactory()
    heard = []

    def listen(thread_id, **signal):
        heard.append(thread_id)

    conversation_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        comment.approve(by=kim)
        assert heard == []

    assert heard == [comment.thread_id]


def test_trust_follows_what_moderators_decide_and_not_what_the_site_does(kim):
    comment = ReaderCommentFactory(status="spam", author_email="ann@example.org")
    assert not CommenterTrust.objects.exists()

    comment.restore(by=kim)
    comment.approve(by=kim)

    trust = CommenterTrust.objects.get()
    assert (trust.approved_count, trust.spam_count) == (1, 0)


# --- the log --------------------------------------------------------------------------------


def test_the_log_cannot_be_rewritten(kim):
    decision = ReaderCommentFactory().approve(by=kim)

    for change in (
        decision.save,
        decision.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(note="x"),
    ):
        with pytest.raises(IllegalDecisionError):
            change()


def test_the_database_refuses_a_machines_decision_without_a_sentence():
    comment = ReaderCommentFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            comment=comment,
            comment_number=comment.pk,
            who="machine",
            verb="approve",
            from_status="pending",
            to_status="approved",
        )


def test_the_database_refuses_an_erased_comment_that_still_speaks():
    comment = ReaderCommentFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReaderComment.objects.filter(pk=comment.pk).update(status="erased")


def test_nothing_personal_is_in_what_is_logged_about_a_comment():
    comment = ReaderCommentFactory(author_name="Ann", body="My knee")

    assert str(comment) == f"Reader comment {comment.pk}"
    assert "Ann" not in str(comment.decisions.get())


# --- undoing --------------------------------------------------------------------------------


def test_a_day_later_it_is_too_late_to_undo(kim, monkeypatch):
    decision = ReaderCommentFactory().approve(by=kim)
    later = timezone.now() + dt.timedelta(hours=25)
    monkeypatch.setattr("blog.comments.models.decision.timezone.now", lambda: later)

    with pytest.raises(IllegalDecisionError, match="no longer"):
        decision.undo(by=kim)


def test_what_was_decided_since_is_not_undone(kim):
    comment = ReaderCommentFactory()
    first = comment.approve(by=kim)
    comment.unapprove(by=kim)
    comment.approve(by=kim)

    with pytest.raises(AlreadyDecidedError):
        first.undo(by=kim)


def test_nothing_is_undone_twice(kim):
    decision = ReaderCommentFactory().approve(by=kim)
    decision.undo(by=kim)

    with pytest.raises(AlreadyDecidedError):
        Decision.objects.get(pk=decision.pk).undo(by=kim)


def test_undoing_a_batch_leaves_alone_what_was_decided_since(kim):
    batch = uuid.uuid4()
    comments = ReaderCommentFactory.create_batch(3, thread=CommentThreadFactory())
    for comment in comments:
        comment.approve(by=kim, batch=batch)
    comments[0].unapprove(by=kim)
    comments[0].mark_spam(by=kim)

    undone, untouched = undo_batch(batch, by=kim)

    assert len(undone) == 2
    assert [decision.comment for decision in untouched] == [comments[0]]
    assert [stored(comment).status for comment in comments] == ["spam", "pending", "pending"]
    assert counters(comments[0].thread) == {"spam": 1, "pending": 2}


# --- erasing --------------------------------------------------------------------------------


def test_erasing_leaves_no_word_of_it(kim):
    comment = ReaderCommentFactory(author_name="Ann Example", body="pills at pills.example")
    signals = [{"code": "link_new_domain", "weight": 0.2, "sentence": "pills.example is new."}]
    Decision.objects.create(
        comment=comment,
        comment_number=comment.pk,
        who="machine",
        verb="submit",
        to_status="pending",
        sentence="Held.",
        signals=signals,
        note="Ann wrote about pills",
    )
    Token.grant("a token", Token.Purpose.RECEIPT, comment)

    comment.erase(by=kim)

    everything = str(
        [
            list(model.objects.values())
            for model in (ReaderComment, Decision, Token, CommenterTrust)
        ]
    )
    for word in ("Ann", "pills", "reader-", comment.author_key or "none"):
        assert word not in everything
    assert "It linked to a website" in everything


def test_an_erased_comment_with_replies_keeps_its_place_until_they_go(kim):
    parent = ReaderCommentFactory(status="approved")
    reply = ReaderCommentFactory(thread=parent.thread, parent=parent, status="approved")

    parent.withdraw()
    assert counters(parent.thread) == {"approved": 1, "erased": 1}

    stored(reply).withdraw()
    assert counters(parent.thread) == {}
    assert not ReaderComment.objects.exists()
    assert Decision.objects.filter(verb="erase").count() == 2


def test_erasing_wins_over_a_decision_made_a_moment_before(kim):
    comment = ReaderCommentFactory()
    readers_screen = stored(comment)
    comment.approve(by=kim)

    readers_screen.withdraw()

    assert not ReaderComment.objects.exists()
    assert counters(comment.thread) == {}


def test_what_is_erased_cannot_be_undone(kim):
    parent = ReaderCommentFactory(status="approved")
    ReaderCommentFactory(thread=parent.thread, parent=parent, status="approved")

    decision = parent.erase(by=kim)

    with pytest.raises(IllegalDecisionError):
        decision.undo(by=kim)


# --- any sequence ---------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(
            [
                "approve",
                "mark_spam",
                "unapprove",
                "trash",
                "restore",
                "erase",
                "undo",
                "redact",
                "reply",
                "reply as the clinic",
            ]
        ),
    ),
    max_size=25,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_is_done_the_counters_count_and_the_log_tells_it(steps, kim):
    with transaction.atomic():
        thread = CommentThreadFactory()
        comments = ReaderCommentFactory.create_batch(3, thread=thread, author_email="a@b.example")
        for which, verb in steps:
            take_a_step(comments, which, verb, kim)

        assert_counters_count(thread)
        assert_log_tells_everything(thread)
        assert_trust_counts_moderators_decisions()
        transaction.set_rollback(True)


def take_a_step(comments: list[ReaderComment], which: int, verb: str, kim) -> None:
    comment = ReaderComment.objects.filter(pk=comments[which % len(comments)].pk).first()
    if comment is None:
        return
    if verb == "reply":
        if comment.is_visible and comment.depth < 2:
            reply = ReaderCommentFactory(
                thread=comment.thread, parent=comment, author_email="a@b.example"
            )
            comments.append(reply)
        return
    try:
        if verb == "undo":
            comment.decisions.last().undo(by=kim)
        elif verb == "redact":
            comment.redact(kim, comment.body[-6:])
        elif verb == "reply as the clinic":
            comments.append(comment.reply(kim, "Thank you for the question."))
        elif verb == "trash":
            comment.trash(by=kim, reason=Decision.Reason.ABUSE)
        else:
            getattr(comment, verb)(by=kim)
    except IllegalDecisionError:
        return


def assert_counters_count(thread: CommentThread) -> None:
    statuses = ReaderComment.objects.filter(thread=thread).values_list("status", flat=True)
    assert counters(thread) == dict(Counter(statuses))
    assert (
        CommentThread.objects.filter(pk=thread.pk).totals()[Status.PENDING]
        == Counter(statuses)["pending"]
    )


def assert_log_tells_everything(thread: CommentThread) -> None:
    ends: dict[int, str] = {}
    for decision in Decision.objects.order_by("pk"):
        assert ends.get(decision.comment_number, "") == decision.from_status
        ends[decision.comment_number] = decision.to_status
    for number, status in ends.items():
        comment = ReaderComment.objects.filter(pk=number).first()
        assert (comment.status if comment else "erased") == status


def assert_trust_counts_moderators_decisions() -> None:
    latest: dict[int, str] = {}
    readers = Decision.objects.moves().filter(comment__staff_user=None)
    for decision in readers.exclude(to_status="erased").order_by("pk"):
        by_a_person = decision.who == "moderator"
        latest[decision.comment_number] = decision.to_status if by_a_person else ""
    expected = Counter(latest.values())
    trust = CommenterTrust.objects.first() or CommenterTrust()
    assert trust.approved_count == expected["approved"]
    assert trust.spam_count == expected["spam"]
