"""The filter starts empty, learns what moderators decide, unlearns what they take back (S2)."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.comments import learner, learning
from blog.comments.models import Decision, Lesson, LessonDue, ReaderComment, SpamFilter, TokenCount
from blog.comments.models.batch import decide_together, undo_batch
from blog.comments.models.status import IllegalDecisionError, Status, Verb
from blog.comments.revising import TooLateError, revise
from blog.comments.submission import TooOftenError
from config.periodic import JOBS
from tests.factories import CommentThreadFactory, ReaderCommentFactory, UserFactory

pytestmark = pytest.mark.django_db

PILLS = "Cheap pills at https://pills.example, click here now!!!"
QUESTION = "Is the drip safe when I already take something for my migraine?"


@pytest.fixture
def kim():
    return UserFactory(first_name="Kim")


def counted(*words: str) -> dict[str, tuple[int, int]]:
    """Return what the filter knows of some words, once it has learned all there is."""
    learning.settle()
    return learning._tallies(words)


def standing() -> learner.Standing:
    learning.settle()
    return learning.standing()


# --- what teaches ---------------------------------------------------------------------------


def test_a_site_without_decisions_has_learned_nothing_and_has_no_opinion(thread):
    ReaderCommentFactory(thread=thread, body=PILLS, status="spam")

    assert standing() == learner.Standing()
    assert learning.opinion_on(PILLS) is None
    assert not TokenCount.objects.exists()


def test_an_approval_and_a_mark_of_spam_by_a_moderator_teach(kim, thread):
    ReaderCommentFactory(thread=thread, body=QUESTION).approve(by=kim)
    ReaderCommentFactory(thread=thread, body=PILLS).mark_spam(by=kim)

    assert (standing().approved, standing().spam) == (1, 1)
    assert counted("drip", "cheap", "cheap pills", "link:pills.example") == {
        "drip": (0, 1),
        "cheap": (1, 0),
        "cheap pills": (1, 0),
        "link:pills.example": (1, 0),
    }


def test_what_the_site_itself_decides_teaches_nothing(thread):
    for status in ("approved", "spam", "pending"):
        ReaderCommentFactory(thread=thread, body=PILLS, status=status)

    assert standing().learned == 0


def test_trash_teaches_nothing_and_takes_back_what_was_taught(kim, thread):
    spam = ReaderCommentFactory(thread=thread, body=PILLS)
    ReaderCommentFactory(thread=thread, body=PILLS).trash(by=kim)
    spam.mark_spam(by=kim)
    assert counted("cheap") == {"cheap": (1, 0)}

    spam.trash(by=kim)

    assert counted("cheap") == {}
    assert not TokenCount.objects.exists()


def test_an_undone_decision_is_unlearned(kim, thread):
    decision = ReaderCommentFactory(thread=thread, body=PILLS).mark_spam(by=kim)
    assert counted("cheap") == {"cheap": (1, 0)}

    decision.undo(by=kim)

    assert counted("cheap") == {}


def test_undoing_leads_back_to_what_was_taught_before(kim, thread):
    comment = ReaderCommentFactory(thread=thread, body=QUESTION)
    comment.approve(by=kim)
    mistake = comment.mark_spam(by=kim)
    assert counted("drip") == {"drip": (1, 0)}

    mistake.undo(by=kim)

    assert counted("drip") == {"drip": (0, 1)}


def test_undoing_a_moderators_mark_on_what_the_site_let_in_is_no_approval(kim, thread):
    comment = ReaderCommentFactory(thread=thread, body=QUESTION, status="approved")

    comment.mark_spam(by=kim).undo(by=kim)

    assert ReaderComment.objects.get().is_visible
    assert standing().learned == 0


def test_many_decided_and_undone_together_are_learned_and_unlearned(kim, thread):
    many = ReaderCommentFactory.create_batch(3, thread=thread, body=PILLS)
    batch = decide_together(
        dict.fromkeys([each.pk for each in many], Status.PENDING), Verb.MARK_SPAM, by=kim
    )
    assert counted("cheap") == {"cheap": (3, 0)}

    undo_batch(batch.number, by=kim)

    assert counted("cheap") == {}


def test_the_clinics_own_replies_teach_nothing(kim, thread):
    comment = ReaderCommentFactory(thread=thread, body=QUESTION, status="approved")
    answer = comment.reply(by=kim, body="Please call us.")

    answer.unapprove(by=kim)
    answer.approve(by=kim)

    assert standing().learned == 0


def test_a_comment_changed_by_its_author_takes_its_lesson_along(kim, thread):
    comment = ReaderCommentFactory(thread=thread, body=QUESTION)
    comment.approve(by=kim)
    assert counted("drip") == {"drip": (0, 1)}

    revise(comment, "Ann", PILLS, typed=PILLS)

    assert standing().learned == 0


# --- what is forgotten ----------------------------------------------------------------------


def test_what_a_reader_withdraws_or_has_erased_is_unlearned(kim, thread):
    withdrawn, erased = ReaderCommentFactory.create_batch(2, thread=thread, body=QUESTION)
    for comment in (withdrawn, erased):
        comment.approve(by=kim)
    assert counted("drip") == {"drip": (0, 2)}

    withdrawn.withdraw()
    erased.erase(by=kim)

    assert counted("drip") == {}
    assert not Lesson.objects.exists()


def test_spam_that_is_as_old_as_it_may_be_has_taught_for_good(kim, thread):
    comment = ReaderCommentFactory(thread=thread, body=PILLS)
    comment.mark_spam(by=kim)
    learning.settle()

    comment.expire("It was kept for 30 days as spam or trash.")
    assert not learning.rebuild()

    assert counted("cheap") == {"cheap": (1, 0)}


def test_words_removed_for_privacy_are_learned_no_more(kim, thread):
    comment = ReaderCommentFactory(thread=thread, body="My record at the drip desk is MRN4711.")
    comment.approve(by=kim)
    assert "mrn4711" in counted("mrn4711")

    comment.redact(by=kim, words="MRN4711")

    assert counted("mrn4711", "drip") == {"drip": (0, 1)}


def test_no_word_can_be_read_in_what_is_kept(kim, thread):
    ReaderCommentFactory(thread=thread, body="Peculiarity").approve(by=kim)
    learning.settle()

    lesson = Lesson.objects.get()
    assert b"peculiarity" not in bytes(lesson.features)
    assert lesson.hashes == tuple(sorted(lesson.hashes))
    tokens = set(TokenCount.objects.values_list("token", flat=True))
    assert tokens == set(lesson.hashes)
    assert not tokens & set(learner.hashes(["peculiarity"], b"a key somebody guessed"))


def test_a_new_key_does_not_make_it_forget_what_it_learned_under_the_old_one(
    kim, thread, settings
):
    ReaderCommentFactory(thread=thread, body=PILLS).mark_spam(by=kim)
    learning.settle()

    settings.COMMENTS_KEY_FALLBACKS = [settings.COMMENTS_KEY]
    settings.COMMENTS_KEY = "a new one"
    ReaderCommentFactory(thread=thread, body=PILLS).mark_spam(by=kim)

    assert counted("cheap") == {"cheap": (2, 0)}


# --- exactness ------------------------------------------------------------------------------

VERBS = "approve mark_spam unapprove trash restore undo erase withdraw expire redact edit"
MOVES = st.sampled_from([*VERBS.split(), "settle", "undo batch", "together"])
WORDS = st.sampled_from(["cheap pills", "my migraine", "see pills.example", "cheap drip MRN12"])


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.tuples(MOVES, st.integers(0, 2), WORDS), max_size=25))
def test_after_any_decisions_and_undos_the_counts_are_those_of_a_rebuild(steps):
    with transaction.atomic():
        kim, thread = UserFactory(), CommentThreadFactory()
        comments = ReaderCommentFactory.create_batch(3, thread=thread, body="cheap MRN12 drip")
        aged: dict[int, str] = {}
        for step, which, words in steps:
            fresh = ReaderComment.objects.filter(pk=comments[which].pk).first()
            if fresh and fresh.status != Status.ERASED:
                if step == "expire":
                    learning.settle()  # A month goes by: the worker has been there.
                    aged[fresh.pk] = fresh.body
                take(step, fresh, words, kim)

        learning.settle()
        kept = learning._all_counts()

        assert kept == from_scratch(aged)
        assert not LessonDue.objects.exists()
        row = SpamFilter.objects.first()
        assert (row.spam, row.approved) == totals(aged) if row else not kept
        assert not learning.rebuild()
        assert learning._all_counts() == kept
        transaction.set_rollback(True)


def take(step: str, comment: ReaderComment, words: str, kim) -> None:
    """Do something to a comment, if it may be done."""
    try:
        match step:
            case "settle":
                learning.settle()
            case "together":
                decide_together({comment.pk: Status(comment.status)}, Verb.MARK_SPAM, by=kim)
            case "undo batch":
                if latest := comment.decisions.exclude(verb="undo").moves().last():
                    undo_batch(latest.batch, by=kim)
            case "undo":
                if latest := comment.decisions.moves().last():
                    latest.undo(by=kim)
            case "withdraw":
                comment.withdraw()
            case "expire":
                comment.expire("It was kept as long as it may be.")
            case "redact":
                comment.redact(by=kim, words="MRN12")
            case "edit":
                revise(comment, "Ann", words, typed=words)
            case "trash":
                comment.trash(by=kim, reason=Decision.Reason.OFF_TOPIC)
            case _:
                getattr(comment, step)(by=kim)
    except (IllegalDecisionError, TooLateError, TooOftenError):
        pass


def stands(number: int) -> bool | None:
    """Say what a comment teaches, spam or not, by reading its log backwards; None for nothing.

    Written without a look at how the site does it.
    """
    log = list(Decision.objects.filter(comment_number=number).order_by("pk"))
    while log:
        last = log.pop()
        if (last.verb == "erase" and last.who == "machine") or last.verb == "redact":
            continue
        if last.verb == "undo":
            while log.pop().pk != last.undoes_id:
                pass
            continue
        if last.who != "moderator" or last.verb == "erase":
            return None
        return {"approved": False, "spam": True}.get(last.to_status)
    return None


def taught(aged: dict[int, str]) -> list[tuple[bool, str]]:
    """Return what each comment teaches, with its words."""
    numbers = set(Decision.objects.values_list("comment_number", flat=True))
    bodies = dict(ReaderComment.objects.values_list("pk", "body")) | aged
    return [(spam, bodies[number]) for number in numbers if (spam := stands(number)) is not None]


def totals(aged: dict[int, str]) -> tuple[int, int]:
    lessons = taught(aged)
    spam = sum(is_spam for is_spam, _ in lessons)
    return spam, len(lessons) - spam


def from_scratch(aged: dict[int, str]) -> dict[int, tuple[int, int]]:
    """Count again, from the comments."""
    counts = {True: Counter[int](), False: Counter[int]()}
    for spam, body in taught(aged):
        counts[spam].update(learning.fingerprints(learner.features(body)))
    return {
        token: (counts[True][token], counts[False][token])
        for token in {*counts[True], *counts[False]}
    }


def test_counts_that_went_wrong_are_put_right(kim, thread):
    ReaderCommentFactory(thread=thread, body=PILLS).mark_spam(by=kim)
    learning.settle()
    before = learning._all_counts()
    TokenCount.objects.filter(pk=min(before)).update(spam=7)
    TokenCount.objects.filter(pk=max(before)).delete()

    said = StringIO()
    call_command("learn_from_decisions", rebuild=True, stdout=said)

    assert "were wrong" in said.getvalue()
    assert learning._all_counts() == before


# --- when it learns, and what it then says ---------------------------------------------------


def test_the_worker_learns_after_the_commit(kim, thread, django_capture_on_commit_callbacks):
    comment = ReaderCommentFactory(thread=thread, body=PILLS)

    with django_capture_on_commit_callbacks(execute=True):
        comment.mark_spam(by=kim)
        assert not Lesson.objects.exists()

    assert learning.standing().spam == 1
    assert not LessonDue.objects.exists()


def test_the_timer_learns_what_a_worker_that_was_stopped_has_missed(kim, thread):
    ReaderCommentFactory(thread=thread, body=PILLS).mark_spam(by=kim)

    assert "learn_from_decisions" in {job.command for job in JOBS}
    said = StringIO()
    call_command("learn_from_decisions", stdout=said)

    assert "1 comments looked at." in said.getvalue()
    assert "0 of 100 approved comments, 1 of 30 spam" in said.getvalue()
    assert learning.standing().spam == 1


def test_learning_from_twice_as_much_costs_the_same(kim, thread, django_assert_max_num_queries):
    def due(number: int) -> None:
        for comment in ReaderCommentFactory.create_batch(number, thread=thread, body=QUESTION):
            comment.approve(by=kim)

    due(2)
    with django_assert_max_num_queries(30) as few:
        learning.settle()
    due(20)
    with django_assert_max_num_queries(len(few)):
        learning.settle()


def ready_filter(kim, thread) -> None:
    """Let a moderator decide on a hundred and thirty comments, and be agreed with."""
    for body, verb, number in ((QUESTION, Verb.APPROVE, 100), (PILLS, Verb.MARK_SPAM, 30)):
        p = 0.99 if verb == Verb.MARK_SPAM else 0.01
        comments = [ReaderComment(thread=thread, body=body, spam_p=p) for _ in range(number)]
        for comment in comments:
            comment.place(None)
        ReaderComment.objects.bulk_create(comments)
        numbers = [comment.pk for comment in comments]
        thread.recount(None, Status.PENDING)
        type(thread).objects.filter(pk=thread.pk).update(pending_count=number)
        decide_together(dict.fromkeys(numbers, Status.PENDING), verb, by=kim)
    learning.settle()


def test_in_shadow_its_view_is_kept_with_the_evidence_and_decides_nothing(
    kim, thread, reader, article
):
    ReaderCommentFactory(thread=thread, body=PILLS).mark_spam(by=kim)
    learning.settle()

    reader.comment(article, body=f"{PILLS} And more of them.")

    comment = ReaderComment.objects.latest("pk")
    assert comment.status == "pending"
    assert comment.spam_p > 0.5
    signals = {signal["code"]: signal for signal in comment.decisions.get().signals}
    assert signals["bayes_shadow"]["weight"] == 0
    assert "does not count" in signals["bayes_shadow"]["sentence"]


def test_once_ready_it_counts_says_why_and_slips_back_by_itself(kim, thread, reader, article):
    ready_filter(kim, thread)
    assert learning.standing().progress == "ready"

    reader.comment(article, body=f"{PILLS} And more of them.")

    comment = ReaderComment.objects.latest("pk")
    assert comment.status == "spam"
    said = " ".join(comment.decisions.get().reasons)
    assert "learned from 130 decisions and gives 99 % spam" in said
    assert "point to spam" in said

    # A moderator thinks otherwise: one alarm of 31 was wrong.
    comment.restore(by=kim)
    comment.approve(by=kim)
    assert not standing().ready
    assert "in shadow: only 30 of 31" in standing().sentence


def test_what_the_filter_said_of_a_comment_quotes_nothing_once_it_is_erased(
    kim, thread, reader, article
):
    ready_filter(kim, thread)
    reader.comment(article, body=f"{PILLS} And more of them.")
    comment = ReaderComment.objects.latest("pk")
    number = comment.pk

    comment.erase(by=kim)

    kept = Decision.objects.filter(comment_number=number).first()
    assert kept is not None
    assert "pills" not in str(kept.signals)
    assert "weighed by what moderators decided" in str(kept.signals)
