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
from blog.comments.models.batch import decide_together, undo_batch
from blog.comments.models.status import AlreadyDecidedError, IllegalDecisionError, Status, Verb
from blog.comments.revising import TooLateError, revise
from blog.comments.signals import conversation_changed
from blog.comments.submission import TooOftenError
from delivery.models import Purge
from tests.factories import (
    CommentThreadFactory,
    ReaderCommentFactory,
    UserFactory,
)

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


# --- many at once ---------------------------------------------------------------------------


def many(number: int, threads: int = 1, **fields) -> list[int]:
    """Store comments that wait, quicker than a reader would."""
    places = CommentThreadFactory.create_batch(threads)
    comments = [ReaderComment(thread=places[n % threads], **fields) for n in range(number)]
    for comment in comments:
        comment.place(None)
    ReaderComment.objects.bulk_create(comments)
    for place in places:
        mine = sum(comment.thread_id == place.pk for comment in comments)
        CommentThread.objects.filter(pk=place.pk).update(pending_count=mine)
    return [comment.pk for comment in comments]


def test_many_are_decided_in_one_batch_that_leaves_what_is_no_longer_as_it_was_seen(kim):
    lee = UserFactory(first_name="Lee")
    comments = ReaderCommentFactory.create_batch(3, thread=CommentThreadFactory())
    seen = {comment.pk: Status.PENDING for comment in comments}
    comments[0].mark_spam(by=lee)
    seen_at = timezone.now()
    ReaderComment.objects.filter(pk=comments[1].pk).update(
        body="Other words", edited_at=seen_at + dt.timedelta(seconds=1)
    )

    batch = decide_together(seen, Verb.APPROVE, by=kim, seen_at=seen_at)

    assert (batch.decided, batch.left) == (1, [comments[0].pk, comments[1].pk])
    assert [stored(comment).status for comment in comments] == ["spam", "pending", "approved"]
    assert counters(comments[0].thread) == {"spam": 1, "pending": 1, "approved": 1}
    assert stored(comments[2]).decisions.last().batch == batch.number
    assert CommenterTrust.objects.get(author_key=comments[2].author_key).approved_count == 1


def test_five_thousand_cost_the_same_for_each_five_hundred_and_one_purge_an_article(
    kim, new_article, django_assert_max_num_queries
):
    numbers = many(5000, threads=5, author_key="one")
    for number, thread in enumerate(CommentThread.objects.all()):
        page = new_article(slug=f"article-{number}")
        CommentThread.objects.filter(pk=thread.pk).update(page=page)
    Purge.objects.all().delete()

    with django_assert_max_num_queries(400) as few:
        batch = decide_together(dict.fromkeys(numbers[:500], Status.PENDING), Verb.APPROVE, by=kim)
    with django_assert_max_num_queries(10 * len(few)):
        rest = decide_together(dict.fromkeys(numbers[500:], Status.PENDING), Verb.APPROVE, by=kim)

    assert (batch.decided, rest.decided) == (500, 4500)
    tags = [tag for purge in Purge.objects.order_by("pk")[1:] for tag in purge.tags]
    assert len(tags) == len(set(tags))
    assert len({tag.split(":")[1] for tag in tags}) == 5
    assert CommentThread.objects.totals()[Status.APPROVED] == 5000
    assert CommenterTrust.objects.get().approved_count == 5000
    with django_assert_max_num_queries(10 * len(few)):
        undone, untouched = undo_batch(rest.number, by=kim)
    assert (len(undone), len(untouched)) == (4500, 0)
    assert CommentThread.objects.totals()[Status.PENDING] == 4500


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

VERBS = ["approve", "mark_spam", "unapprove", "trash", "restore"]
STEPS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(
            [
                *VERBS,
                *("erase", "undo", "redact", "edit", "reply", "reply as the clinic"),
                *(f"all {verb}" for verb in VERBS),
                "undo all",
            ]
        ),
        st.sampled_from(["Kim", "Lee"]),
    ),
    max_size=25,
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_two_moderators_do_the_counters_count_and_the_log_tells_it(steps):
    with transaction.atomic():
        people = {name: UserFactory(first_name=name) for name in ("Kim", "Lee")}
        threads = CommentThreadFactory.create_batch(2)
        comments = [
            ReaderCommentFactory(thread=threads[number % 2], author_email="a@b.example")
            for number in range(3)
        ]
        for which, verb, name in steps:
            take_a_step(comments, which, verb, people[name])

        for thread in threads:
            assert_counters_count(thread)
        assert_log_tells_everything()
        assert_trust_counts_moderators_decisions()
        transaction.set_rollback(True)


def take_a_step(comments: list[ReaderComment], which: int, verb: str, person) -> None:
    if verb == "undo all":
        batches = list(Decision.objects.exclude(verb="undo").values_list("batch", flat=True))
        undo_batch(batches[-1 - which % len(batches)], by=person)
        return
    if verb.startswith("all "):
        seen = dict(ReaderComment.objects.exclude(status="erased").values_list("pk", "status"))
        decide_together(seen, Verb(verb[4:]), by=person, reason="abuse")
        return
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
    if verb == "edit":
        edit(comment)
        return
    try:
        if verb == "undo":
            comment.decisions.last().undo(by=person)
        elif verb == "redact":
            comment.redact(person, comment.body[-6:])
        elif verb == "reply as the clinic":
            comments.append(comment.reply(person, "Thank you for the question."))
        elif verb == "trash":
            comment.trash(by=person, reason=Decision.Reason.ABUSE)
        else:
            getattr(comment, verb)(by=person)
    except IllegalDecisionError:
        return


def edit(comment: ReaderComment) -> None:
    """Change its words as its author would, while that may be."""
    try:
        revise(comment, "Ann", f"Changed at {comment.decisions.count()}.", typed="")
    except (TooLateError, TooOftenError):
        return


def assert_counters_count(thread: CommentThread) -> None:
    statuses = ReaderComment.objects.filter(thread=thread).values_list("status", flat=True)
    assert counters(thread) == dict(Counter(statuses))
    assert (
        CommentThread.objects.filter(pk=thread.pk).totals()[Status.PENDING]
        == Counter(statuses)["pending"]
    )


def assert_log_tells_everything() -> None:
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
