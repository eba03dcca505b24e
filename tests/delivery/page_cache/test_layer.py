"""What readers get from the page cache while answers are made, fail, age or are purged."""

import datetime as dt
import threading
import time

import pytest

from delivery.page_cache import layer
from delivery.page_cache.threads import TooBusyError
from tests.delivery.page_cache.conftest import BODY, ask


def test_the_first_reader_has_it_made_and_the_next_gets_the_same(cache, toy):
    first, second = ask(cache), ask(cache)

    assert (first.state, second.state) == ("miss", "hit")
    assert first.body == second.body == BODY
    assert toy.renders == 1


def test_answers_that_are_not_for_everybody_are_made_each_time(cache, toy):
    toy.keeps = False

    assert [ask(cache).state for _ in range(3)] == ["bypass"] * 3
    assert toy.renders == 3


def test_a_reader_with_a_session_neither_gets_nor_leaves_anything(cache, toy):
    signed_in = {"HTTP_COOKIE": "sessionid=abc"}

    assert ask(cache, **signed_in).state == "bypass"
    assert ask(cache).state == "miss"
    assert ask(cache, **signed_in).state == "bypass"
    assert toy.renders == 3


def test_head_is_answered_from_what_get_left_and_the_other_way_around(cache, toy):
    head = ask(cache, REQUEST_METHOD="HEAD")
    whole = ask(cache)

    assert (head.state, head.body) == ("miss", b"")
    assert (whole.state, whole.body) == ("hit", BODY)
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
    assert toy.asked[0]["REQUEST_METHOD"] == "GET"


def test_a_conditional_question_still_fills_the_cache(cache, toy):
    etag = ask(cache).headers["ETag"]
    cache.store.clear()

    answer = ask(cache, HTTP_IF_NONE_MATCH=etag)

    assert (answer.code, answer.state) == (304, "miss")
    assert "HTTP_IF_NONE_MATCH" not in toy.asked[-1]
    assert ask(cache).state == "hit"


def test_it_is_made_again_when_its_time_is_over(cache, toy, monkeypatch):
    soon = time.time() + 60
    toy.changes_at = dt.datetime.fromtimestamp(soon, dt.UTC)
    ask(cache)
    assert ask(cache).state == "hit"

    monkeypatch.setattr(layer.time, "time", lambda: soon + 1)

    assert ask(cache).state == "miss"


def test_a_soft_purge_has_the_next_reader_see_the_new(cache, toy):
    ask(cache)
    toy.body = b"new"

    cache.store.drop(["page:1"], hard=False)

    assert (ask(cache).body, ask(cache).body) == (b"new", b"new")


def test_while_it_cannot_be_made_the_old_copy_stands_in_for_an_hour(cache, toy, monkeypatch):
    ask(cache)
    cache.store.drop(["page:1"], hard=False)
    toy.status, toy.body, toy.keeps = "500 Internal Server Error", b"sorry", False

    assert [(ask(cache).state, ask(cache).body) for _ in range(2)] == [("stale", BODY)] * 2

    later = time.time() + layer.STALE_FOR + 1
    monkeypatch.setattr(layer.time, "time", lambda: later)
    assert (ask(cache).code, ask(cache).state) == (500, "bypass")


def test_when_it_can_be_made_again_readers_get_the_new(cache, toy):
    ask(cache)
    cache.store.drop(["page:1"], hard=False)
    toy.status, toy.keeps = "503 Service Unavailable", False
    assert ask(cache).state == "stale"

    toy.status, toy.keeps, toy.body = "200 OK", True, b"new"

    assert ask(cache).body == b"new"


def test_what_was_purged_hard_never_stands_in(cache, toy):
    ask(cache)
    cache.store.drop(["page:1"], hard=False)
    cache.store.drop(["page:1"], hard=True)
    toy.status, toy.body, toy.keeps = "500 Internal Server Error", b"sorry", False

    assert (ask(cache).code, ask(cache).body) == (500, b"sorry")


def test_what_is_purged_hard_while_a_new_answer_fails_does_not_stand_in(cache, toy):
    ask(cache)
    cache.store.drop(["page:1"], hard=False)
    toy.status, toy.body, toy.keeps = "500 Internal Server Error", b"sorry", False
    toy.meanwhile = lambda: cache.store.drop(["page:1"], hard=True)

    assert ask(cache).body == b"sorry"


def test_an_answer_that_a_purge_has_overtaken_is_not_given_to_the_next(cache, toy):
    toy.meanwhile = lambda: cache.store.drop(["page:1"], hard=True)
    ask(cache)
    toy.meanwhile, toy.body = (lambda: None), b"new"

    assert ask(cache).body == b"new"


# --- many at once ---------------------------------------------------------------------------


@pytest.fixture
def slow(toy):
    """A toy that answers when it is let."""
    toy.begun, toy.go_on = threading.Event(), threading.Event()

    def wait():
        toy.begun.set()
        assert toy.go_on.wait(10)

    toy.meanwhile = wait
    return toy


def at_once(cache, number, **environ):
    """Ask in so many threads; return the threads and where their answers will be."""
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask(cache, **environ)))
        for _ in range(number)
    ]
    for thread in threads:
        thread.start()
    return threads, answers


def wait_for(threads):
    for thread in threads:
        thread.join(20)


def test_many_at_once_for_a_cold_page_cause_one_render_and_none_fails(cache, slow):
    threads, answers = at_once(cache, 100)
    slow.begun.wait(5)
    while cache.flights.waiting < 99:
        time.sleep(0.005)
    slow.go_on.set()
    wait_for(threads)

    assert slow.renders == 1
    assert [answer.body for answer in answers] == [BODY] * 100
    assert cache.flights.waiting == 0


def test_others_are_answered_while_a_page_is_being_made(cache, slow):
    slow.go_on.set()
    ask(cache, "/other/")
    slow.go_on.clear()
    slow.begun.clear()
    threads, _ = at_once(cache, 5)
    slow.begun.wait(5)

    assert ask(cache, "/other/").state == "hit"

    slow.go_on.set()
    wait_for(threads)


def test_while_one_makes_the_new_the_others_get_the_old(cache, slow):
    slow.go_on.set()
    ask(cache)
    slow.go_on.clear()
    slow.begun.clear()
    cache.store.drop(["page:1"], hard=False)
    slow.body = b"new"
    threads, answers = at_once(cache, 1)
    slow.begun.wait(5)

    assert (ask(cache).state, ask(cache).body) == ("stale", BODY)

    slow.go_on.set()
    wait_for(threads)
    assert answers[0].body == b"new"


def test_who_asks_after_a_purge_does_not_get_what_was_being_made_before(cache, slow):
    before, old = at_once(cache, 1)
    slow.begun.wait(5)
    cache.store.drop(["page:1"], hard=True)
    after, new = at_once(cache, 1)
    while not cache.flights.waiting:
        time.sleep(0.005)
    answered = slow.body
    slow.meanwhile = lambda: setattr(slow, "body", b"new")

    slow.go_on.set()
    wait_for(before + after)

    assert old[0].body == answered
    assert new[0].body == b"new"


def test_what_is_not_shared_is_made_by_each_who_waited_and_all_together(cache, slow):
    slow.keeps = False
    threads, answers = at_once(cache, 10)
    slow.begun.wait(5)
    while cache.flights.waiting < 9:
        time.sleep(0.005)
    together = threading.Barrier(9, timeout=5)
    slow.meanwhile = together.wait
    slow.go_on.set()
    wait_for(threads)

    assert [answer.state for answer in answers] == ["bypass"] * 10


def test_too_many_waiting_are_asked_to_come_again(cache, slow):
    cache.flights.most_waiting = 3
    threads, answers = at_once(cache, 10)
    slow.begun.wait(5)
    while len(answers) < 6:
        time.sleep(0.005)
    slow.go_on.set()
    wait_for(threads)

    refused = [answer for answer in answers if answer.code == 503]
    assert len(refused) == 6
    assert {answer.headers["Retry-After"] for answer in refused} == {"2"}
    assert {answer.headers["Cache-Control"] for answer in refused} == {"no-store"}
    assert slow.renders == 1


def test_nobody_waits_for_ever(cache, slow, monkeypatch):
    monkeypatch.setattr(layer, "WAIT_FOR", 0.05)
    threads, _ = at_once(cache, 1)
    slow.begun.wait(5)

    assert ask(cache).code == 503

    slow.go_on.set()
    wait_for(threads)


def test_when_the_site_is_too_busy_an_old_copy_stands_in(cache, toy, monkeypatch):
    ask(cache)
    cache.store.drop(["page:1"], hard=False)

    def busy(environ):
        raise TooBusyError

    monkeypatch.setattr(toy, "ask", busy)

    assert ask(cache).state == "stale"
    assert ask(cache, "/other/").code == 503


def test_a_render_that_breaks_lets_the_next_try(cache, toy):
    def fall():
        raise RuntimeError("broken")

    toy.meanwhile = fall
    with pytest.raises(RuntimeError):
        ask(cache)
    toy.meanwhile = lambda: None

    assert ask(cache).state == "miss"
